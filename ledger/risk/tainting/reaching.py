"""Reaches: the lots that a finding touches, with the grams of it in each. Set-based, whatever the depth.

Of a place the origins say it: they are carried gram by gram, so one indexed read is enough. Of a lot or a party the
edges are walked, all beginnings in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from django.db import connection
from django.db.models import Sum

from ledger import codes
from ledger.balance.lineage import EdgeLine
from ledger.custody.models import Hand, Lot, LotEvent, Origin
from ledger.log.models import Leaf
from ledger.risk.tainting.carrying import carried

MOST_EDGES = 200_000

# UNION, not UNION ALL, as in ledger.balance.lineage: paths explode, edges do not
_ONWARDS = """
    WITH RECURSIVE walked(child, parent, grams, basis) AS (
        SELECT child, parent, grams, basis FROM ledger_edge WHERE parent = ANY(%s)
        UNION
        SELECT edge.child, edge.parent, edge.grams, edge.basis
        FROM walked JOIN ledger_edge edge ON edge.parent = walked.child)
    SELECT child, parent, grams, basis FROM walked ORDER BY child, parent LIMIT %s"""


class Followed(Protocol):
    """A finding: where it begins, and from which day to which the ore counts."""

    @property
    def subject(self) -> str: ...

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...


Reach = Callable[[str], dict[str, int]]
REACHES: dict[str, Reach] = {}
"""By the letter of a code: how rooms above follow what begins there, such as an incident."""


def reaches(letter: str) -> Callable[[Reach], Reach]:
    """Register how what begins at codes with this letter is followed; the function returns grams by lot."""

    def register(function: Reach) -> Reach:
        REACHES[letter] = function
        return function

    return register


def touched_by(finding: Followed) -> dict[str, int]:
    """Return the grams of a finding in every lot that it touches, used up ones too."""
    if finding.subject[:1] in REACHES:
        return REACHES[finding.subject[:1]](finding.subject)
    if finding.subject.startswith(codes.LOT):
        return touched_by_lots([finding.subject])
    if finding.subject.startswith(codes.PARTY):
        return touched_by_party(finding.subject, finding.since, finding.until)
    return touched_by_place(finding.subject, finding.since, finding.until)


def touched_by_place(place: str, since: date | None, until: date | None = None) -> dict[str, int]:
    """Return the grams dug at a place in these days, by lot; one query."""
    dug = Origin.objects.filter(place=place)
    dug = dug.filter(dug_on__gte=since) if since else dug
    dug = dug.filter(dug_on__lte=until) if until else dug
    return dict(dug.values_list("lot").annotate(total=Sum("grams")))


def touched_by_lots(lots: Iterable[str]) -> dict[str, int]:
    """Return the grams of these lots in themselves and in all that was made of them."""
    begun = sorted(set(lots))
    edges = _onwards(begun)
    codes_met = {*begun, *(edge.child for edge in edges), *(edge.parent for edge in edges)}
    masses = dict(Lot.objects.filter(code__in=codes_met).values_list("code", "mass_g"))
    return carried({lot: masses[lot] for lot in begun if lot in masses}, masses, edges)


def touched_by_party(party: str, since: date | None = None, until: date | None = None) -> dict[str, int]:
    """Return the grams of all lots that were in a party's hands in these days, and of what was made of them."""
    hands = Hand.objects.filter(party=party)
    if since or until:
        within = _events_within(hands.values_list("event_id", flat=True), since, until)
        hands = hands.filter(event_id__in=within)
    return touched_by_lots(hands.values_list("lot", flat=True).distinct())


def _events_within(events: Iterable[int], since: date | None, until: date | None) -> list[int]:
    asked = "SELECT id FROM ledger_event WHERE id = ANY(%s) AND happened_at::date BETWEEN %s AND %s"
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(events), since or date.min, until or date.max])
        return [number for (number,) in cursor.fetchall()]


def _onwards(lots: list[str]) -> list[EdgeLine]:
    with connection.cursor() as cursor:
        cursor.execute(_ONWARDS, [lots, MOST_EDGES])
        return [EdgeLine(*record) for record in cursor.fetchall()]


def held_by_then(events: Iterable[int], size: int) -> set[int]:
    """Return which of these events the log held when it had so many positions."""
    return set(Leaf.objects.filter(event_id__in=set(events), position__lt=size).values_list("event_id", flat=True))


def events_of(lots: Iterable[str]) -> Mapping[str, list[int]]:
    """Return the numbers of the events of lots, in their order."""
    found: dict[str, list[int]] = {}
    for lot, number in LotEvent.objects.filter(lot__in=list(lots)).order_by("event_id").values_list("lot", "event_id"):
        found.setdefault(lot, []).append(number)
    return found
