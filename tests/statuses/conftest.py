"""A world whose sites have a status, and the log replayed after every test."""

import pytest
from django.conf import settings

from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from tests import make
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def bare(db):
    """A world whose site has no status."""
    return make.world(status=None)


@pytest.fixture
def seal(db, tmp_path):
    """Give everything entered so far its position."""
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish
