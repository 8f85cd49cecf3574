"""Against which editions a party, or those who had a lot, were screened: now, or as of any event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledger.custody.models import Hand
from ledger.parties.models import Party
from ledger.risk.screening.models import Screening, ScreeningRun


@dataclass(frozen=True)
class Screened:
    """The last time that a party was held against lists: on which day, against which editions, by which event."""

    on_day: date
    editions: tuple[str, ...]
    event_id: int


def last_screened(codes: Iterable[str], as_of: int | None = None) -> dict[str, Screened]:
    """Return the last screening of parties that had one by an event (or by now); three queries.

    A run over all parties counts for those that it knew; a screening of one party counts for that one.
    """
    wanted = sorted(set(codes))
    own = Screening.objects.filter(party__in=wanted)
    runs = ScreeningRun.objects.order_by("-event_id")
    if as_of is not None:
        own, runs = own.filter(event_id__lte=as_of), runs.filter(event_id__lte=as_of)
    found = {row.party: _screened(row) for row in own.order_by("party", "-event_id").distinct("party")}
    run = runs.first()
    if run:
        by_run = _screened(run)
        known = Party.objects.filter(code__in=wanted, event_id__lte=run.up_to).values_list("code", flat=True)
        found |= {code: by_run for code in known if code not in found or found[code].event_id < run.event_id}
    return found


@dataclass(frozen=True)
class HeldBy:
    """Who had a lot from an event on, and against which editions they had been screened by then."""

    party: str
    event_id: int
    screened: Screened | None


def screened_against(lot: str) -> list[HeldBy]:
    """Return the holders of a lot in order, each with the screening that stood when the lot came; four queries."""
    held = holders_of(lot)
    if not held:
        return []
    parties, last = {party for party, _ in held}, held[-1][1]
    known_since = dict(Party.objects.filter(code__in=parties).values_list("code", "event_id"))
    own: dict[str, list[Screened]] = {}
    for row in Screening.objects.filter(party__in=parties, event_id__lte=last):
        own.setdefault(row.party, []).append(_screened(row))
    runs = [(run.up_to, _screened(run)) for run in ScreeningRun.objects.filter(event_id__lte=last)]
    found = []
    for party, event_id in held:
        of_all = [run for up_to, run in runs if known_since.get(party, up_to) <= up_to]
        before = [each for each in (*own.get(party, ()), *of_all) if each.event_id <= event_id]
        found.append(HeldBy(party, event_id, max(before, key=lambda each: each.event_id, default=None)))
    return found


def _screened(row: Screening | ScreeningRun) -> Screened:
    return Screened(row.on_day, tuple(row.editions), row.event_id)


def holders_of(lot: str) -> list[tuple[str, int]]:
    """Return who held a lot, each time it came to somebody else, with the event that brought it."""
    hands = Hand.objects.filter(lot=lot, as_what="holder").order_by("event_id")
    found: list[tuple[str, int]] = []
    for party, event_id in hands.values_list("party", "event_id"):
        if not found or found[-1][0] != party:
            found.append((party, event_id))
    return found
