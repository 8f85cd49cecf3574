"""Where a lot may start: what the State said of the site on the day the ore was dug (MINE-01, MINE-04)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.custody import tagging
from ledger.custody.refusals import BlueNotCleared, SiteMayNotProduce
from ledger.custody.site_status import (
    clear_days,
    cleared_report,
    country_of,
    dug_on,
    objection_to,
    reports_of,
    status_when_dug,
)
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.standing.clock import NONE, Reckoned
from ledger.standing.lengths import mechanism_applies
from ledger.standing.reading import BLUE, RED
from ledger.standing.tables import STANDING


@guard("MINE-01", on=tagging.KIND)
def site_may_produce(entry: Entry, rows: Rows) -> None:
    """No lot starts from a site that had no status, was Red, or whose Blue had run out, on the day the ore was dug.

    A site without status may produce where the regional mechanism does not apply (rcm_applies).
    """
    step = status_when_dug(entry, rows)
    if step.colour == RED:
        facts = {"place": entry["place"], "status": RED, "since": str(step.began)}
        raise SiteMayNotProduce(**facts, **({"lapsed_from": step.lapsed_from} if step.lapsed_from else {}))
    if step.colour == NONE and mechanism_applies(country_of(entry, rows), dug_on(entry)):
        raise SiteMayNotProduce(place=entry["place"], status=NONE, dug_on=entry["dug_on"])


@guard("MINE-04", on=tagging.KIND)
def blue_was_cleared(entry: Entry, rows: Rows) -> None:
    """No lot starts from a Blue site without a filed risk report that lay open its clear days without objection."""
    step = status_when_dug(entry, rows)
    if step.colour == BLUE and cleared_report(entry, rows, step) is None:
        raise BlueNotCleared(place=entry["place"], since=str(step.began), **_why_not(entry, rows, step))


def _why_not(entry: Entry, rows: Rows, step: Reckoned) -> dict[str, Any]:
    """Return what is missing, told of the report that was filed last."""
    days, statements = clear_days(entry, rows), rows.of(STANDING, entry["place"])
    reports = reports_of(step, statements, dug_on(entry), days)
    if not reports:
        return {"missing": "report", "clear_days": days}
    last = max(reports, key=lambda each: (each.valid_from, each.event_id))
    objection = objection_to(last, statements, days)
    if objection is not None:
        return {"missing": "consent", "filed_on": str(last.valid_from), "objected_on": str(objection.valid_from)}
    clear_on = last.valid_from + timedelta(days=days)
    return {"missing": "days", "filed_on": str(last.valid_from), "clear_on": str(clear_on), "clear_days": days}
