"""D10: the same card or telephone stands for several miners, or visits count the same miners every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import COUNTED_ONCE, TYPING_SLIP
from ledger.risk.rules import PartySeen, PlaceSeen, Worry, rule
from ledger.risk.screening.marks import CARD, PHONE

SOURCE = "domain/beyond_the_peers.md C D10"
SHARED, COUNTED = "shared_marks", "miners_counted"
SENTENCES = {
    "warn": _(
        "The number of the card of this person stands for %(people)s registered miners. A number belongs to one person."
    ),
    f"warn.{PHONE}": _(
        "The telephone of this person stands for %(people)s registered miners; up to %(limit)s may share one."
    ),
}
ALWAYS_EQUAL = {
    "warn": _(
        "The last %(visits)s visits that counted miners, from %(first)s to %(last)s, all counted %(miners)s. People "
        "come and go: equal counts are often copied."
    ),
}


@dataclass(frozen=True)
class Counted:
    """How many miners a visit counted on a day."""

    day: date
    miners: int


def shared_worry(shared: dict[str, int], most_on_a_phone: int) -> tuple[str, int] | None:
    """Return what several registrations share and how many people they are: a card first; None where nothing is odd."""
    if shared.get(CARD, 1) > 1:
        return CARD, shared[CARD]
    if shared.get(PHONE, 1) > most_on_a_phone:
        return PHONE, shared[PHONE]
    return None


def always_equal(counted: Sequence[Counted], least_visits: int, least_miners: int) -> list[Counted]:
    """Return the last counts on different days while they are all equal, where there are enough; else nothing."""
    by_day = sorted({each.day: each for each in counted}.values(), key=lambda each: each.day)
    equal: list[Counted] = []
    for each in reversed(by_day):
        if equal and each.miners != equal[0].miners:
            break
        equal.insert(0, each)
    return equal if len(equal) >= least_visits and equal[0].miners >= least_miners else []


@rule(
    "D10",
    looks_at="party",
    version=1,
    sentences=SENTENCES,
    source=SOURCE,
    innocent=(TYPING_SLIP,),
    clears=_("A look at the cards of the people concerned, and a correction of the number that was typed wrong."),
    parameters=("ghost_phone_most",),
    reads=(_("keyed fingerprints of cards and telephones of registered miners; no number is kept or shown"),),
)
def registered_twice(party: PartySeen) -> Worry | None:
    """A card stands for one registered miner, and a telephone for few."""
    most = parameter("ghost_phone_most", party.today, party.country)
    found = shared_worry(party.findings.get(SHARED, {}), most)
    if found is None:
        return None
    what, people = found
    if what == CARD:
        return Worry("warn", "operational", {"people": people})
    return Worry("warn", "operational", {"why": PHONE, "people": people, "limit": most})


@rule(
    "D10-C",
    looks_at="place",
    version=1,
    sentences=ALWAYS_EQUAL,
    source=SOURCE,
    innocent=(COUNTED_ONCE,),
    clears=_("A visit that counts the miners one by one, or a list of those at work with the day."),
    parameters=("ghost_equal_visits", "ghost_least_miners"),
    reads=(_("miners that visits on site counted, by day"),),
)
def counted_the_same(place: PlaceSeen) -> Worry | None:
    """Visits do not count exactly the same number of miners every time."""
    visits, least = (
        parameter(f"ghost_{name}", place.today, place.country) for name in ("equal_visits", "least_miners")
    )
    equal = always_equal(place.findings.get(COUNTED, ()), visits, least)
    if not equal:
        return None
    said: dict[str, Any] = {"visits": len(equal), "miners": equal[0].miners}
    return Worry("warn", "operational", {**said, "first": equal[0].day.isoformat(), "last": equal[-1].day.isoformat()})
