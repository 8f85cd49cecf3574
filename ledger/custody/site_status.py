"""What the State said of a site on the day its ore was dug: worked out once, in check, and kept in the event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.deeds.entries import Entry
from ledger.deeds.guards import works_out
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter
from ledger.standing.clock import Reckoned, steps
from ledger.standing.lengths import lengths_of
from ledger.standing.reading import BLUE, BLUE_OBJECTION, BLUE_REPORT, YELLOW, live
from ledger.standing.tables import STANDING

CONDITIONAL = "blue conditional procedure"


def status_when_dug(entry: Entry, rows: Rows) -> Reckoned:
    """Return the step of the clock on the day the ore of this entry was dug."""
    return next(step for step in _steps(entry["place"], country_of(entry, rows), rows) if step.holds_on(dug_on(entry)))


def _steps(place: str, country: str, rows: Rows) -> list[Reckoned]:
    said = rows.of(STANDING, place)
    # statements are only ever added, so their number tells whether any came since
    name = ("colours", place, country, len(said))
    if name not in rows.reckoned:
        rows.reckoned[name] = steps(said, lengths_of(country))
    found: list[Reckoned] = rows.reckoned[name]
    return found


def dug_on(entry: Entry) -> date:
    return date.fromisoformat(entry["dug_on"])


def country_of(entry: Entry, rows: Rows) -> str:
    return str(rows.get(PLACE, entry["place"]).country)


def clear_days(entry: Entry, rows: Rows) -> int:
    """Return how many days a risk report must lie open before ore of a Blue site may be traded (MINE-04)."""
    return parameter("blue_clear_days", dug_on(entry), country_of(entry, rows))


def reports_of(step: Reckoned, statements: list[Any], day: date, days: int) -> list[Any]:
    """Return the reports that were filed for this Blue, on or before a day: from its clear days before it began on."""
    if step.began is None or step.began - date.min < timedelta(days=days):
        return []
    first = step.began - timedelta(days=days)
    return [each for each in live(statements) if each.topic == BLUE_REPORT and first <= each.valid_from <= day]


def objection_to(report: Any, statements: list[Any], days: int) -> Any | None:
    """Return the first objection within the clear days of a report."""
    last = report.valid_from + timedelta(days=days)
    spoken = [each for each in live(statements) if each.topic == BLUE_OBJECTION]
    within = [each for each in spoken if report.valid_from <= each.valid_from <= last]
    return min(within, key=lambda each: (each.valid_from, each.event_id), default=None)


def cleared_report(entry: Entry, rows: Rows, step: Reckoned) -> Any | None:
    """Return the report that opens this Blue site: its clear days are over, and nobody objected within them."""
    day, days, statements = dug_on(entry), clear_days(entry, rows), rows.of(STANDING, entry["place"])
    for report in reports_of(step, statements, day - timedelta(days=days), days):
        if objection_to(report, statements, days) is None:
            return report
    return None


@works_out("MINE-03", on="lot.tagged.v1", source="domain/custody_3t.md §6", otherwise=())
def holds_of(step: Reckoned) -> tuple[str, ...]:
    """A lot from a Yellow site past its re-evaluation date is recorded and held at once."""
    return ("MINE-03",) if step.colour == YELLOW and step.overdue else ()


def resolved_status(entry: Entry, rows: Rows) -> dict[str, object]:
    """Return what the tagging relied on: the colour, the decision behind it, and what follows for the lot."""
    step = status_when_dug(entry, rows)
    status: dict[str, object] = {"colour": step.colour, "why": step.why}
    if step.decision is not None:
        status |= {"decision": step.decision.event_id, "since": str(step.began)}
    if step.lapsed_from:
        status["lapsed_from"] = step.lapsed_from
    if step.colour == BLUE and (report := cleared_report(entry, rows, step)):
        status |= {"note": CONDITIONAL, "report": report.event_id}
    holds = holds_of(step)
    return {"status": status, **({"holds": list(holds)} if holds else {})}
