"""After every test of incidents the log is replayed, and the tables must be what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.inbox.receiving import receive
from ledger.parties import roles
from ledger.risk.incidents.models import Incident
from tests import make
from tests.make import envelope
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)

OPENED = "2025-09-01T08:00:00+02:00"


@pytest.fixture
def world(db):
    return make.world()


class Cases:
    """Enters deeds about incidents at the moment when they are done: the book knows them a minute later."""

    def __init__(self, world: make.World) -> None:
        self.world = world
        self.officer = Actor("officer", world.programme_party, frozenset({roles.PROGRAMME_MANAGER}))
        self.second = Actor("second", world.programme_party, frozenset({roles.PROGRAMME_MANAGER}))

    def enter(self, actor, kind, at=OPENED, **facts):
        """Enter one deed and return the answer."""
        now = datetime.fromisoformat(at).astimezone(UTC) + timedelta(minutes=1)
        (answer,) = receive([envelope(kind, at=at, **facts)], actor, now)
        return answer

    def do(self, what, incident, actor=None, at=OPENED, **facts):
        """Enter a deed about an incident that must be recorded."""
        answer = self.enter(actor or self.officer, f"incident.{what}.v1", at, incident=incident, **facts)
        assert answer.status == "recorded", answer
        return answer

    def refused(self, what, incident, actor=None, at=OPENED, **facts):
        """Enter a deed that must be refused, and return why."""
        answer = self.enter(actor or self.officer, f"incident.{what}.v1", at, incident=incident, **facts)
        assert answer.status == "refused", answer
        return answer

    def reported(self, actor=None, at=OPENED, **facts):
        """Report an incident at our site and return its code."""
        code = make.code(codes.INCIDENT)
        said = {
            "category": "TAG-LOSS",
            "source": "field_operator",
            "claim": "Tags lie about.",
            "place": self.world.site,
        }
        self.do("reported", code, actor or self.world.tagger, at, **{**said, **facts})
        return code

    def row(self, code) -> Incident:
        return Incident.objects.get(code=code)

    def closed(self, code, at=OPENED, outcome="resolved", finding="substantiated"):
        """Find and close."""
        self.do("found", code, at=at, finding=finding, reason="Seen.")
        self.do("closed", code, at=at, outcome=outcome, reason="Done.")


@pytest.fixture
def cases(world):
    return Cases(world)


def days_on(days: int, hour: int = 12) -> str:
    """Return a moment so many days after the opening."""
    return (datetime.fromisoformat(OPENED).replace(hour=hour) + timedelta(days=days)).isoformat()
