"""Tells the rules what screening knows of parties, and which parties are worth another look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger.custody.models import Hand, LotEvent
from ledger.log.reading import Positioned
from ledger.risk.finders import finds, touches
from ledger.risk.models import Flag
from ledger.risk.screening.deciding import KIND as DECIDED
from ledger.risk.screening.hit_rules import HITS, LISTS, SCREENED_ON
from ledger.risk.screening.models import Hit, WatchList
from ledger.risk.screening.screened import last_screened
from ledger.risk.screening.tables import GONE
from ledger.risk.screening.telling import PARTY_KIND, RUN_KIND

OF_TRADE = ("lot.bought.", "consignment.received.", "lot.exported.")
"""Deeds after which it matters whether both sides were screened."""


@finds("party")
def about_parties(codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return hits and the last screening of these parties; five queries."""
    lists = WatchList.objects.exists()
    found: dict[str, dict[str, Any]] = {code: {LISTS: lists, HITS: []} for code in codes}
    for hit in Hit.objects.filter(party__in=list(codes)).exclude(state=GONE).order_by("party", "key"):
        found[hit.party][HITS].append(hit)
    for code, screened in last_screened(codes).items():
        found[code][SCREENED_ON] = screened.on_day
    return found


@touches
def touched_by_screening(events: Sequence[Positioned]) -> tuple[set[str], set[str], set[str]]:
    """Return the parties that were screened or decided about, and those that ore went between."""
    parties = {event.facts["party"] for event in events if event.kind in {PARTY_KIND, DECIDED}}
    moved = [event.id for event in events if event.kind.startswith(OF_TRADE)]
    if moved:
        lots = LotEvent.objects.filter(event_id__in=moved).values("lot")
        parties |= set(Hand.objects.filter(lot__in=lots, as_what="holder").values_list("party", flat=True))
    if any(event.kind == RUN_KIND for event in events):
        parties |= set(Flag.objects.filter(rule="SCR-03", cleared_on=None).values_list("subject", flat=True))
    return set(), set(), parties


def parties_by_clock(today: date) -> set[str]:
    """Return the parties for whom the passing of a day may change something: decisions that ended, hits, open flags."""
    ended = Hit.objects.filter(until__lt=today).exclude(state=GONE).values_list("party", flat=True)
    flagged = Flag.objects.filter(rule__in=("SCR-02", "SCR-03"), cleared_on=None).values_list("subject", flat=True)
    held = Hand.objects.filter(as_what="holder").values_list("party", flat=True).distinct()
    return {*ended, *flagged, *held}
