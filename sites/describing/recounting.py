"""The class of a site is worked out anew when a description or a visit brings what it hangs on.

It happens in the check of that entry: inputs, class and rule version then stand in the event, and replay needs no table
of ceilings (CAT-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.deeds.entries import Event
from ledger.deeds.rows import Rows
from ledger.standing.reading import SITE_CLASS
from ledger.standing.tables import STANDING
from sites.describing.classing import Measured, classed
from sites.tables import MINE_SITE
from sites.visits.summing import newer


def class_of(site: Any, day: date) -> dict[str, Any]:
    """Return what an event keeps of the class of a site's line: nothing where too little is known."""
    measured = Measured(site.size_m2, site.workers, site.month_t, site.mechanisation, site.depth_cm)
    found = classed(measured, site.country, day)
    return {"class": {"name": found.name, "rule": found.rule, "inputs": dict(found.inputs)}} if found else {}


def class_after_visit(facts: Mapping[str, Any], site: Any) -> dict[str, Any]:
    """Return the class as a visit makes it; nothing where the visit is not the newest to count."""
    day = date.fromisoformat(facts["visited_on"])
    changed = newer(facts, day, site)
    if not changed.keys() & {"workers", "mechanisation"}:
        return {}
    return class_of(site._replace(**changed), day)


def apply_class(event: Event, place: str, day: date, rows: Rows) -> None:
    """Write the class that the event holds into the line of the register, and as standing where it says more."""
    found = event.resolved.get("class")
    if not found:
        return
    site = rows.get(MINE_SITE, place)
    if (found["name"], found["rule"]) != (site.asm_class, site.class_rule) or site.declared_class:
        rows.add(
            STANDING,
            subject=place,
            topic=SITE_CLASS,
            value=found["name"],
            valid_from=day,
            source=found["rule"],
            terms={"declared": site.declared_class, "inputs": found["inputs"]},
            event_id=event.id,
        )
    rows.change(MINE_SITE, place, asm_class=found["name"], class_rule=found["rule"])
