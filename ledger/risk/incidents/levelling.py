"""Change of level: an entry with an author and a reason. Downgrades are counted, and never edited away."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import SYSTEM, Entry, Event
from ledger.deeds.facts import Choice, Whole
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.risk.incidents.categories import stops_at_once
from ledger.risk.incidents.clocks import deadlines_after, limits
from ledger.risk.incidents.facts import INCIDENT_FACT, REASON, apply_said, needs, open_incident, recorded
from ledger.risk.incidents.guards import LEVEL_CHANGED as KIND
from ledger.risk.incidents.refusals import LevelFixed, LevelSame
from ledger.risk.incidents.site_holds import apply_site_hold
from ledger.risk.incidents.tables import INCIDENT, NOT_SUBSTANTIATED

BY_HAND, REPEATED = "judged", "third_of_its_kind"
WHY = (BY_HAND, REPEATED)


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """Lock the place that Level 1 is to hold."""
    row = rows.get(INCIDENT, entry["incident"])
    return Needs(change={PLACE: [row.place]}) if row is not None and row.place and entry["level"] == 1 else NOTHING


@guard("INC-02", on=KIND)
def the_worst_stays_the_worst(entry: Entry, rows: Rows) -> None:
    """What Annex II answers with stopping at once stays Level 1, the worst, unless a finding says it is not so."""
    row = open_incident(entry, rows)
    if stops_at_once(row.category) and entry["level"] > 1 and row.finding != NOT_SUBSTANTIATED:
        raise LevelFixed(incident=row.code, category=row.category)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_closed, level_same."""
    row = open_incident(entry, rows)
    if row.level == entry["level"]:
        raise LevelSame(incident=row.code, level=row.level)
    why = entry.get("why", BY_HAND) if entry.actor is SYSTEM else BY_HAND
    return {"limits": limits(entry["level"], entry.moment.date()), "was": row.level, "why": why}


def apply(event: Event, rows: Rows) -> None:
    """Set the level and its clocks; a change to a less grave one counts as a downgrade."""
    row, level = rows.get(INCIDENT, event["incident"]), event["level"]
    clocks = deadlines_after(row, level, event.resolved["limits"], recorded(event))
    apply_said(event, rows, level=level, downgrades=row.downgrades + (level > row.level), **clocks)
    if level == 1 and row.place and stops_at_once(row.category) and not row.site_held:
        apply_site_hold(event, rows, row.place, row.code)


deed(
    KIND,
    about="The level of an incident changes; less grave is a downgrade, and counted.",
    schema={
        "incident": INCIDENT_FACT,
        "level": Whole(group="trade", least=1, most=3, about="The new level: 1 is the worst, 3 the least."),
        "reason": REASON,
        "why": Choice(group="trade", required=False, of=WHY, about="What brought it, where the system says it."),
    },
    example={"incident": "N00000011", "level": 2, "reason": "A second report from another road user."},
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
