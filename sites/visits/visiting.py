"""Visit: what somebody saw at a site on a day. Three answers: yes, no, unknown; unknown never counts as no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.standing import reading
from ledger.standing.tables import STANDING
from sites.describing.recounting import apply_class, class_after_visit
from sites.tables import MINE_SITE, VISIT
from sites.visits.schema import EXAMPLE, SCHEMA
from sites.visits.summing import newer

KIND = "site.visited.v2"
TOPICS = {"on_site": reading.VISIT, "presence": reading.PRESENCE, "interference": reading.INTERFERENCE}
KEPT = (
    *("place", "on_site", "not_there", "presence", "interference", "children", "young", "women", "pregnant"),
    *("forced_labour", "abuses", "mercury", "workers", "pits", "depth_cm", "mechanisation", "project", "minerals"),
    *("services", "schemes", "armed", "scheme_recorded", "status_recorded", "inspection", "by_whom", "source"),
)
"""Facts that the read table keeps under their own names."""


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]], MINE_SITE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses unknown_place, a visit after the day it is entered, a name that belongs to no armed actor."""
    site = rows.get(MINE_SITE, entry["place"])
    if rows.get(PLACE, entry["place"]) is None or site is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    if date.fromisoformat(entry["visited_on"]) > entry.moment.date():
        raise BadEntry("visit_in_future", "facts.visited_on", "a day not after happened_at")
    _numbered(entry)
    return class_after_visit(entry.facts, site)


def _numbered(entry: Entry) -> None:
    """Refuse two armed actors of one number, and a name whose number no armed actor has."""
    armed = entry.get("armed") or []
    numbers = [each["number"] for each in armed] if entry.kind == KIND else []
    if len(set(numbers)) < len(numbers):
        raise BadEntry("number_twice", "facts.armed", "each number once")
    named = [each["number"] for each in entry.get("groups") or []] if entry.kind == KIND else []
    if len(set(named)) < len(named) or not set(named) <= set(numbers):
        raise BadEntry("number_of_nobody", "facts.groups", "the number of an armed actor, each once")


def apply(event: Event, rows: Rows) -> None:
    """Keep the visit, what it says as standing of the place, and what is newest in the line of the register."""
    apply_visit(event, event.facts, rows)


def apply_visit(event: Event, facts: Mapping[str, Any], rows: Rows) -> None:
    """Do so with the facts of the second form, whatever the form of the event."""
    place, day = facts["place"], date.fromisoformat(facts["visited_on"])
    rows.add(
        VISIT,
        event_id=event.id,
        visited_on=day,
        roadblocks=_roadblocks(facts),
        **{name: facts.get(name) for name in KEPT},
    )
    for fact, topic in TOPICS.items():
        rows.add(
            STANDING,
            subject=place,
            topic=topic,
            value=facts[fact],
            valid_from=day,
            source=facts["by_whom"],
            event_id=event.id,
        )
    # visits to other kinds of place were accepted once: they have no line
    if (site := rows.get(MINE_SITE, place)) is not None:
        rows.change(MINE_SITE, place, **newer(facts, day, site))
        apply_class(event, place, day, rows)


def _roadblocks(facts: Mapping[str, Any]) -> int | None:
    counted = facts.get("roadblocks")
    return sum(each["count"] for each in counted) if counted else None


deed(
    KIND,
    about="A mine site is visited, or somebody reports on it.",
    schema=SCHEMA,
    example=EXAMPLE,
    needs=needs,
    check=check,
    apply=apply,
)
