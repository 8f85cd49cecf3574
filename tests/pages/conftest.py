"""Browsers of people with a role, in a world of two rival organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from ledger import tasks
from ledger.log.sequence import Sequencer
from ledger.parties import roles
from ledger.parties.models import User
from tests import make


class NoSigner:
    """Signs nothing that anybody would trust: these tests look at pages, not at proofs."""

    name = "pages"

    def sign_note(self, text: str) -> str:
        return f"{text}\n— pages none\n"


class NoAnchor:
    """Keeps nothing outside the database."""

    def read(self) -> None: ...

    def is_lost(self, signed: int) -> bool:
        return False

    def begin(self) -> None: ...

    def write(self, note: str) -> None: ...

    def server(self) -> None: ...

    def keep_server(self, identifier: str) -> None: ...


@dataclass
class Browser:
    """A signed-in person's browser."""

    user: User
    client: Client


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


@pytest.fixture
def as_role(world: make.World) -> Callable[..., Client]:
    """Return a signed-in client for a role; `at` is the party it acts for."""

    def sign_in(role: str, at: str | None = None) -> Client:
        homes = {
            roles.TAGGING_AGENT: world.agency,
            roles.REGULATOR: world.agency,
            roles.PROGRAMME_MANAGER: world.programme_party,
            roles.AUDITOR: world.programme_party,
            roles.BUYER: world.rivals.party,
        }
        client = Client()
        client.force_login(make.user(role, role, at or homes.get(role, world.ours.party)))
        return client

    return sign_in


@pytest.fixture
def settled(db: None) -> Callable[[], None]:
    """Return what the sequencer and the risk follower do in the background: positions, then flags."""

    def settle() -> None:
        sequencer = Sequencer(settings.LOG_ORIGIN, NoSigner(), NoAnchor())
        sequencer.load()
        for _ in range(2):
            sequencer.tick(datetime.now(UTC))
            tasks.watch_for_risk()

    return settle
