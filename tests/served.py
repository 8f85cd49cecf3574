"""A world that a whole module of tests asks over HTTP: built once, rolled back at the end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from ledger.log.anchor import Anchor
from ledger.log.keyring import clock, signer
from ledger.log.publishing import Publisher
from ledger.log.publishing_files import Folder
from ledger.log.sequence import Sequencer
from ledger.parties.models import User
from ledger.parties.tokens import make_token
from tests import make

PROBLEM = "application/problem+json"


@contextmanager
def one_transaction() -> Iterator[None]:
    """Keep what is written inside for this connection alone, and take it back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Caller:
    """Somebody who calls the API with a token; None for nobody."""

    def __init__(self, user: User | None = None, token: str | None = None) -> None:
        self.user = user
        self.token = token or (make_token(user) if user else None)
        self.client = Client(raise_request_exception=True)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, headers={**self.headers, **more.pop("headers", {})}, **more)

    def send(self, body: bytes, content_type: str = "application/json", **headers: str) -> Any:
        """Send these very bytes to the door for entries."""
        words = {**self.headers, **headers}
        return self.client.post("/api/v1/entries/", data=body, content_type=content_type, headers=words)

    def enter(self, *entries: Any, **headers: str) -> Any:
        return self.send(json.dumps({"entries": list(entries)}).encode(), **headers)


def caller(role: str, party: str) -> Caller:
    """Make a user with one role at a party, who calls with a token."""
    return Caller(make.user(role, role, party))


def sequence_all(folder: Path, after: Path | None = None) -> None:
    """Give every event its position, sign a checkpoint with the log's own key, and publish it.

    `after` is the folder of what was signed before, which a test that is rolled back leaves as it is.
    """
    if after is not None:
        shutil.copytree(after, folder, dirs_exist_ok=True)
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(folder / "anchor"))
    sequencer.load()
    sequencer.finish()
    publish(folder)


def publish(folder: Path) -> None:
    """Publish what the anchor in this folder holds, into folders beside it."""
    Publisher(Folder(folder / "public"), Folder(folder / "bundles"), Anchor(folder / "anchor"), clock()).publish()
