"""A log that publishes into folders of its own, with the keys of this installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as configured

from ledger.log import keyring
from ledger.log.anchor import Anchor
from ledger.log.publishing import Publisher
from ledger.log.publishing_files import Folder
from ledger.log.sequence import Sequencer
from ledger.proofs.checkpoints import Checkpoint
from tests import make


@dataclass
class House:
    """Where the log of a test lies, and what it does there."""

    folder: Path
    public: Path
    bundles: Path

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.folder / "anchor")

    def sign(self) -> None:
        """Give every event its position and sign a checkpoint."""
        sequencer = Sequencer(configured.LOG_ORIGIN, keyring.signer(), self.anchor)
        sequencer.load()
        sequencer.finish()

    def publisher(self, folder: Callable[[Path], Folder] = Folder) -> Publisher:
        return Publisher(folder(self.public), folder(self.bundles), self.anchor, keyring.clock())

    def publish(self, now: datetime | None = None) -> Checkpoint | None:
        """Publish what is signed."""
        return self.publisher().publish(now or datetime.now(UTC))

    def seal(self) -> Checkpoint | None:
        """Sign and publish."""
        self.sign()
        return self.publish()

    def files(self) -> dict[str, bytes]:
        """All published files by their path, drafts too."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for root in (self.public, self.bundles)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def house(settings, tmp_path) -> House:
    """A home whose folders the product's own settings name."""
    settings.LOG_FOLDER = tmp_path
    settings.LOG_PUBLIC_FOLDER, settings.LOG_BUNDLES_FOLDER = tmp_path / "public", tmp_path / "bundles"
    settings.LOG_CLOCK_KEY_FILE = tmp_path / "clock.pem"
    return House(tmp_path, settings.LOG_PUBLIC_FOLDER, settings.LOG_BUNDLES_FOLDER)


@pytest.fixture
def world(transactional_db):
    return make.world()
