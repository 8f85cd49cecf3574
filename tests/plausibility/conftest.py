"""A world whose log is replayed after every test, a sealed log, and people who tag bags on any day of the past."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine

from ledger.tasks import watch_for_risk
from tests import make
from tests.custody.conftest import always_replays, world  # noqa: F401  (pytest finds fixtures here)
from tests.make import entered, envelope
from tests.risk.conftest import seal  # noqa: F401


@dataclass
class Digging:
    """Bags of a site on days of the past, each with a tag that was issued before."""

    world: make.World
    seal: object

    def bags(self, day, *grams, clock="10:{minute:02d}:00", site=None, by=None, every=2, **more):
        """Tag bags on a day, some minutes apart; return their lots."""
        site, issued = site or self.world.site, "2024-01-02T08:00:00+02:00"
        tags = [make.code("T") for _ in grams]
        entered(self.world.programme, envelope("tag.issued.v1", at=issued, place=site, tags=tags))
        lots = []
        for number, (tag, mass_g) in enumerate(zip(tags, grams, strict=True)):
            at = f"{day}T{clock.format(minute=number * every % 60)}+02:00"
            tagging = self.world.tagging(tag=tag, mass_g=mass_g, dug_on=more.get("dug_on", day), at=at, place=site)
            entered(by or self.world.tagger, tagging)
            lots.append(tagging["facts"]["lot"])
        return lots

    def capacity(self, grams, *, site=None, set_on="2026-09-01", mineral="cassiterite", **more):
        """Let the mines service set what a site can yield."""
        facts = {"place": site or self.world.site, "mineral": mineral, "grams_per_month": grams, "set_on": set_on}
        facts |= {"set_by": "Mines service", "method": "survey", "evidence": "Report 118/2026", **more}
        entered(self.world.programme, envelope("site.capacity_set.v1", **facts))

    def watched(self):
        """Let everything get its position, and the follower look at it until its own flags are looked at too."""
        for _ in range(2):
            self.seal()
            watch_for_risk()


@pytest.fixture
def digging(world, seal):  # noqa: F811
    """Dig and look at noon of 23 November 2026, whatever day it is: what is looked at are the last months."""
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=True):
        yield Digging(world, seal)
