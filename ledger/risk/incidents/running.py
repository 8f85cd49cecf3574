"""Run: what follows from incidents by itself. Lots of Level 1 are held, the third of a kind goes up, clocks ring.

Each function looks for its work and names its entries after their cause: a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Count, Exists, OuterRef, Q

from ledger.custody.holding import hold_entries
from ledger.custody.models import Hold, Lot, Origin
from ledger.custody.tables import IN_TRANSIT
from ledger.custody.tables import OPEN as LOT_OPEN
from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.guards import works_out
from ledger.deeds.system import system_entry
from ledger.reference.parameters import parameter
from ledger.risk.incidents.categories import KIND as REPORTED
from ledger.risk.incidents.categories import stops_at_once
from ledger.risk.incidents.clocks import over
from ledger.risk.incidents.guards import LEVEL_CHANGED
from ledger.risk.incidents.late import late_ones
from ledger.risk.incidents.levelling import REPEATED
from ledger.risk.incidents.models import Incident, IncidentOre
from ledger.risk.incidents.overdue import KIND as OVERDUE
from ledger.risk.incidents.tables import NOT_SUBSTANTIATED, OPEN
from ledger.standing.months import months_later

CHUNK = 400
RULE = "INC-02"


def follow_up(now: datetime | None = None) -> int:
    """Do what follows from the incidents as they stand; return how many entries were new."""
    now = now or datetime.now(UTC)
    return _enter([*raised_by_repetition(now), *holds_due(now)])


def ring(now: datetime | None = None) -> int:
    """Enter every clock that is over; return how many were new."""
    now = now or datetime.now(UTC)
    return follow_up(now) + _enter(list(_overdue(now)))


def _enter(entries: list[Entry]) -> int:
    new = 0
    for start in range(0, len(entries), CHUNK):
        new += sum(answer.status == "recorded" for answer in enter(entries[start : start + CHUNK]))
    return new


def _overdue(now: datetime) -> Iterator[Entry]:
    for row in late_ones(now).order_by("event_id").iterator(chunk_size=1_000):
        for each in over(row, now):
            name = f"overdue:{row.code}:{each.clock}:{each.due.isoformat()}"
            facts = {"incident": row.code, "clock": each.clock, "due": each.due.isoformat()}
            if each.clock not in row.over:
                yield system_entry(str(uuid5(NAMESPACE_URL, name)), OVERDUE, facts, now)


def holds_due(now: datetime) -> list[Entry]:
    """Return the holds that incidents of Level 1 ask for and that nobody has placed yet."""
    rows = Incident.objects.filter(state=OPEN, level=1).order_by("event_id")
    return [
        hold
        for row in rows
        if stops_at_once(row.category)
        for hold in hold_entries(lots_to_hold(row), RULE, row.key, now)
    ]


@works_out("INC-02", on=REPORTED, source="domain/custody_3t.md §6", otherwise=())
def lots_to_hold(row: Incident) -> Iterable[str]:
    """Level 1 holds what lies at the site or is on its way from there, dug since the first day, and the lots named."""
    held = Hold.objects.filter(lot=OuterRef("code"), cause=row.key, rule=RULE)
    named = IncidentOre.objects.filter(incident=row.code, lot=OuterRef("code"))
    wanted = Q(Exists(named)) & Q(state__in=(LOT_OPEN, IN_TRANSIT))
    if row.place and row.site_held:
        dug = Origin.objects.filter(lot=OuterRef("code"), place=row.place)
        if row.since:
            dug = dug.filter(dug_on__gte=row.since)
        wanted |= (Q(state=IN_TRANSIT) | Q(state=LOT_OPEN, place=row.place)) & Q(Exists(dug))
    return list(Lot.objects.filter(wanted).exclude(Exists(held)).order_by("code").values_list("code", flat=True))


def raised_by_repetition(now: datetime) -> list[Entry]:
    """Return the changes of level that repeated incidents bring."""
    return [_raised(row, now) for row in third_of_their_kind(now)]


@works_out("INC-06", on=REPORTED, source="domain/custody_3t.md §6", otherwise=())
def third_of_their_kind(now: datetime) -> Iterable[Incident]:
    """The third incident of Level 3, the least, of one kind at one place within six months becomes Level 2."""
    day = now.date()
    months, limit = parameter("incident_repeat_months", day), parameter("incident_repeat_number", day)
    counted = Incident.objects.filter(first_level=3).exclude(place=None).exclude(outcome=NOT_SUBSTANTIATED)
    lately = counted.filter(opened_on__gte=months_later(day, -2 * months))
    crowded = lately.values_list("place", "category").annotate(number=Count("code")).filter(number__gte=limit)
    found: list[Incident] = []
    for place, category, _number in crowded:
        here = counted.filter(place=place, category=category)
        for row in here.filter(state=OPEN, level=3, downgrades=0, opened_on__gte=months_later(day, -months)):
            since = months_later(row.opened_on, -months)
            if here.filter(opened_on__gt=since, event_id__lte=row.event_id).count() >= limit:
                found.append(row)
    return found


def _raised(row: Incident, now: datetime) -> Entry:
    facts = {
        "incident": row.code,
        "level": 2,
        "why": REPEATED,
        "reason": "The third of its kind at this place within six months.",
    }
    return system_entry(str(uuid5(NAMESPACE_URL, f"repeated:{row.code}")), LEVEL_CHANGED, facts, now)
