"""Decide: go on while mitigating, suspend while mitigating, or leave. Forced at the six-month stop (INC-03)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter
from ledger.risk.incidents.facts import (
    DOCUMENT,
    INCIDENT_FACT,
    REASON,
    apply_said,
    day_of,
    known_incident,
    open_incident,
)
from ledger.risk.incidents.guards import DECIDED as KIND
from ledger.risk.incidents.planning import open_steps
from ledger.risk.incidents.refusals import NoPlan, PlanFailed, SuspensionTooShort
from ledger.risk.incidents.site_holds import apply_site_freed, apply_site_hold
from ledger.risk.incidents.tables import DECISIONS, GO_ON, INCIDENT, INCIDENT_STEP, SUSPEND
from ledger.standing.months import months_later


def needs(entry: Entry) -> Needs:
    return Needs(change={INCIDENT: [entry["incident"]]}, read={INCIDENT_STEP: [entry["incident"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """Lock the place that the case holds, or is to hold."""
    row = rows.get(INCIDENT, entry["incident"])
    return Needs(change={PLACE: [row.place]} if row is not None and row.place else {})


@guard("INC-03", on=KIND, source="domain/standards.md §1.1 and §1.3 (Annex II, paragraphs 10 and 14)")
def going_on_needs_a_plan_that_works(entry: Entry, rows: Rows) -> None:
    """Who goes on while mitigating has a plan; one that failed within its months leads to suspending or leaving."""
    row = known_incident(entry, rows)
    if entry["decision"] != GO_ON:
        return
    if row.plan_on is None:
        raise NoPlan(incident=row.code)
    left = open_steps(rows.of(INCIDENT_STEP, row.code))
    if row.plan_deadline is not None and entry.moment.date() > row.plan_deadline and left:
        raise PlanFailed(incident=row.code, deadline=row.plan_deadline.isoformat(), steps=len(left))


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_closed, suspension_too_short; resolves until when a suspension lasts, and the next decision."""
    row, day = open_incident(entry, rows), entry.moment.date()
    if entry["decision"] == SUSPEND:
        least = months_later(day, parameter("incident_suspend_months", day))
        until = date.fromisoformat(entry["until"]) if entry.get("until") else least
        if until < least:
            raise SuspensionTooShort(least=least.isoformat(), until=until.isoformat())
        return {"suspended_until": until.isoformat(), "decide_by": until.isoformat()}
    if entry["decision"] == GO_ON:
        stop = months_later(day, parameter("incident_stop_months", day))
        deadline = row.plan_deadline
        following = deadline if deadline is not None and day < deadline < stop else stop
        return {"decide_by": following.isoformat()}
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the decision; whoever goes on frees the site, whoever suspends or leaves holds it."""
    row, resolved = rows.get(INCIDENT, event["incident"]), event.resolved
    days = {name: date.fromisoformat(resolved[name]) for name in ("suspended_until", "decide_by") if name in resolved}
    apply_said(
        event,
        rows,
        decision=event["decision"],
        decided_on=day_of(event),
        suspended_until=days.get("suspended_until"),
        decide_by=days.get("decide_by"),
    )
    if row.place and event["decision"] == GO_ON and row.site_held:
        apply_site_freed(event, rows, row.place, row.code)
    if row.place and event["decision"] != GO_ON and not row.site_held:
        apply_site_hold(event, rows, row.place, row.code)


deed(
    KIND,
    about="It is decided to go on while mitigating, to suspend while mitigating, or to leave.",
    schema={
        "incident": INCIDENT_FACT,
        "decision": Choice(group="trade", of=DECISIONS, about="What is decided."),
        "until": Day(group="trade", required=False, about="Until when a suspension lasts; three months at least."),
        "reason": REASON,
        "document": DOCUMENT,
    },
    example={
        "incident": "N00000011",
        "decision": "suspend_while_mitigating",
        "reason": "No measurable improvement in six months.",
    },
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
