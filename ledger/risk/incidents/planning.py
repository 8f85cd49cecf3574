"""Plan: steps that can be measured, with their days. Security forces and the like have six months (A2-5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Day, Lines, Parts, Whole, Words
from ledger.deeds.guards import guard, works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.risk.incidents.categories import plan_months
from ledger.risk.incidents.facts import (
    DOCUMENT,
    INCIDENT_FACT,
    NOTE,
    apply_said,
    known_incident,
    open_incident,
)
from ledger.risk.incidents.guards import LEVEL_CHANGED, PLAN_ADOPTED, STEP_DONE
from ledger.risk.incidents.refusals import DecisionDue, StepTooLate, StepUnknown
from ledger.risk.incidents.tables import INCIDENT, INCIDENT_STEP
from ledger.standing.months import months_later

MOST_STEPS = 30
SOURCE = "domain/standards.md §1.3"


def needs(entry: Entry) -> Needs:
    return Needs(change={INCIDENT: [entry["incident"]]}, read={INCIDENT_STEP: [entry["incident"]]})


@guard("INC-03", on=(PLAN_ADOPTED, LEVEL_CHANGED))
def a_decision_that_is_due_comes_first(entry: Entry, rows: Rows) -> None:
    """After the six-month stop neither a new plan nor a new level buys time: a decision comes first."""
    row = known_incident(entry, rows)
    if row.decide_by is not None and entry.moment.date() > row.decide_by:
        raise DecisionDue(incident=row.code, decide_by=row.decide_by.isoformat())


@works_out("INC-03", on=PLAN_ADOPTED, source=SOURCE)
def deadline_of(category: str, adopted_on: date) -> date | None:
    """A plan against security forces and the like has six calendar months from its day to show its worth."""
    months = plan_months(category)
    return months_later(adopted_on, months) if months else None


def check_adopted(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_closed, plan_in_future, step_before_plan, step_too_late."""
    row = open_incident(entry, rows)
    adopted = date.fromisoformat(entry["plan_on"])
    if adopted > entry.moment.date():
        raise BadEntry("plan_in_future", "facts.plan_on", "a day not after happened_at")
    deadline = deadline_of(row.category, adopted)
    for step in entry["steps"]:
        due = date.fromisoformat(step["due_on"])
        if due < adopted:
            raise BadEntry("step_before_plan", "facts.steps", "days not before plan_on", given=step["due_on"])
        if deadline is not None and due > deadline:
            raise StepTooLate(due_on=step["due_on"], deadline=deadline.isoformat())
    return {"deadline": deadline.isoformat()} if deadline else {}


def apply_adopted(event: Event, rows: Rows) -> None:
    """Keep the steps; those of an earlier plan that are not done are dropped, and stay to be read."""
    incident, earlier = event["incident"], rows.of(INCIDENT_STEP, event["incident"])
    plan = max((each.plan for each in earlier), default=0) + 1
    kept = [each._replace(dropped=each.dropped or each.done_on is None)._asdict() for each in _in_order(earlier)]
    new = [
        {
            "incident": incident,
            "plan": plan,
            "number": number,
            "does": step["does"],
            "measure": step["measure"],
            "target": step["target"],
            "due_on": date.fromisoformat(step["due_on"]),
            "dropped": False,
            "event_id": event.id,
        }
        for number, step in enumerate(event["steps"], start=1)
    ]
    rows.replace(INCIDENT_STEP, incident, [*kept, *new])
    deadline = event.resolved.get("deadline")
    apply_said(
        event,
        rows,
        plan_on=date.fromisoformat(event["plan_on"]),
        plan_deadline=date.fromisoformat(deadline) if deadline else None,
        step_by=_next_due(rows, incident),
    )


def _in_order(steps: list[Any]) -> list[Any]:
    return sorted(steps, key=lambda each: (each.plan, each.number))


def _next_due(rows: Rows, incident: str) -> date | None:
    return min((each.due_on for each in open_steps(rows.of(INCIDENT_STEP, incident))), default=None)


def open_steps(steps: Any) -> list[Any]:
    """Return the steps of the plan in force that are not done."""
    return [each for each in steps if each.done_on is None and not each.dropped]


def check_done(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses incident_closed, step_unknown, plan_in_future."""
    row = open_incident(entry, rows)
    if entry["step"] not in {each.number for each in open_steps(rows.of(INCIDENT_STEP, row.code))}:
        raise StepUnknown(incident=row.code, step=entry["step"])
    if date.fromisoformat(entry["done_on"]) > entry.moment.date():
        raise BadEntry("plan_in_future", "facts.done_on", "a day not after happened_at")
    return {}


def apply_done(event: Event, rows: Rows) -> None:
    """Keep when the step was done and what was measured."""
    incident, lines = event["incident"], []
    for each in _in_order(rows.of(INCIDENT_STEP, incident)):
        if each.number == event["step"] and each.done_on is None and not each.dropped:
            each = each._replace(done_on=date.fromisoformat(event["done_on"]), result=event["result"])
        lines.append(each._asdict())
    rows.replace(INCIDENT_STEP, incident, lines)
    apply_said(event, rows, step_by=_next_due(rows, incident))


STEP = Parts(
    about="A step.",
    of={
        "does": Words(most=300, about="What is done, and by whom: an office, not a name."),
        "measure": Words(most=200, about="By what it is measured."),
        "target": Words(most=120, about="What is aimed at."),
        "due_on": Day(about="By when."),
    },
)
deed(
    PLAN_ADOPTED,
    about="A corrective action plan is adopted, in steps that can be measured.",
    schema={
        "incident": INCIDENT_FACT,
        "plan_on": Day(group="trade", about="The day on which it was adopted."),
        "steps": Lines(group="trade", each=STEP, most=MOST_STEPS, about="Its steps, in their order."),
        "document": DOCUMENT,
        "note": NOTE,
    },
    example={
        "incident": "N00000011",
        "plan_on": "2026-10-01",
        "steps": [
            {
                "does": "The barrier on the depot road is taken down by the provincial command.",
                "measure": "Visits to the road by the local committee",
                "target": "No barrier at three visits in a row",
                "due_on": "2026-11-30",
            }
        ],
    },
    needs=needs,
    check=check_adopted,
    apply=apply_adopted,
)
deed(
    STEP_DONE,
    about="A step of a corrective action plan is done, and measured.",
    schema={
        "incident": INCIDENT_FACT,
        "step": Whole(group="trade", least=1, most=MOST_STEPS, about="Number of the step in the plan in force."),
        "done_on": Day(group="trade", about="The day on which it was done."),
        "result": Words(group="trade", most=200, about="What was measured."),
        "document": DOCUMENT,
        "note": NOTE,
    },
    example={"incident": "N00000011", "step": 1, "done_on": "2026-11-20", "result": "No barrier at three visits"},
    needs=needs,
    check=check_done,
    apply=apply_done,
)
