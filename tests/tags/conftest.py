"""A world with a series of tags, a box in stock and a parcel at the agency; after every test the log is replayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import pytest

from ledger.custody.tags.numbers import run
from ledger.deeds.entries import Actor, Answer
from ledger.models import Proposal, TagSeries
from ledger.parties import roles
from tests import make
from tests.make import enter, entered, envelope
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)

PHOTO = "9f" * 32
_series = count(1)


@dataclass
class Stock:
    """A series with the programme, and who works with it."""

    world: make.World
    series: str = field(default_factory=lambda: f"CD-MINE-{next(_series)}")

    @property
    def second(self) -> Actor:
        """Return who signs beside the programme's manager."""
        return self.world.regulator

    def opened(self, **changed) -> str:
        facts = {"scheme": "TNS", "level": "mine", "prefix": f"S{self.series[8:]}-", "width": 7}
        facts |= {"first": 1, "last": 100_000, "check_sign": "luhn", **changed}
        entered(self.world.programme, envelope("tag_series.opened.v1", series=self.series, **facts))
        return self.series

    def box(self, number: int = 1_000, state: str = "in_stock", parcel: str | None = None) -> str:
        parcel = parcel or make.code("B")
        facts = {"parcel": parcel, "series": self.series, "number": number, "state": state}
        entered(self.world.programme, envelope("tags.stocked.v1", **facts))
        return parcel

    def allocating(self, parcel: str, number: int = 100, at: str = make.NOW, **changed) -> dict:
        facts = {"series": self.series, "parcel": parcel, "to_parcel": make.code("B"), "number": number}
        facts |= {"to": self.world.agency, "place": self.world.site, **changed}
        return envelope("tags.allocated.v1", at=at, **facts)

    def allocated(self, parcel: str, number: int = 100, **changed) -> str:
        sending = self.allocating(parcel, number, **changed)
        entered(self.world.programme, sending)
        return str(sending["facts"]["to_parcel"])

    def numbers(self, first: int, number: int) -> list[str]:
        return run(TagSeries.objects.get(code=self.series), first, number)

    def issuing(self, parcel: str, first: int = 1, number: int = 10, at: str = make.NOW, **changed) -> dict:
        facts = {"place": self.world.site, "series": self.series, "parcel": parcel}
        return envelope("tag.issued.v1", at=at, tags=self.numbers(first, number), **{**facts, **changed})

    def issued(self, parcel: str, first: int = 1, number: int = 10, **changed) -> list[str]:
        issuing = self.issuing(parcel, first, number, **changed)
        entered(self.world.programme, issuing)
        self.signed(issuing["key"])
        return list(issuing["facts"]["tags"])

    def signing(self, key: str) -> dict:
        return envelope("proposal.signed.v1", proposal=key)

    def signed(self, key: str, by: Actor | None = None) -> None:
        entered(by or self.second, self.signing(key))
        assert Proposal.objects.get(key=key).state == "in_force"

    def booklet(self, number: int = 10, **changed) -> list[str]:
        """Open a series, bring it into stock, allocate a parcel to the agency and issue a booklet."""
        self.opened()
        return self.issued(self.allocated(self.box()), number=number, **changed)

    def counted(self, number: int, holder: str | None = None, at: str = make.NOW) -> None:
        facts = {"series": self.series, "holder": holder or self.world.agency, "counted": number}
        counting = envelope("tags.counted.v1", at=at, **facts)
        entered(self.world.tagger, counting)
        self.signed(counting["key"])

    def missed(self, *tags: str, how: str = "lost", noticed_at: str = "2026-11-03T08:00:00+02:00", **more) -> dict:
        return envelope("tag.missed.v1", tags=list(tags), how=how, noticed_at=noticed_at, **more)

    def voided(self, tag: str) -> dict:
        return envelope("tag.voided.v1", tag=tag, reason="torn", photo=PHOTO)


def refused(actor: Actor, said: dict) -> Answer:
    """Enter an envelope that must be refused, and return the answer."""
    (answer,) = enter(actor, said)
    assert answer.status == "refused", answer
    return answer


def other_tagger(world: make.World) -> Actor:
    return Actor("second tagger", world.agency, frozenset({roles.TAGGING_AGENT}))


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def stock(world):
    return Stock(world)


@pytest.fixture
def settled(db):
    """Return what the sequencer and the risk follower do in the background: positions, then flags."""
    from tests.pages.conftest import NoAnchor, NoSigner

    def settle():
        from datetime import UTC, datetime

        from django.conf import settings

        from ledger import tasks
        from ledger.log.sequence import Sequencer

        sequencer = Sequencer(settings.LOG_ORIGIN, NoSigner(), NoAnchor())
        sequencer.load()
        for _ in range(2):
            sequencer.tick(datetime.now(UTC))
            tasks.watch_for_risk()

    return settle
