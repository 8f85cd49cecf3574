"""Incidents as the engine sees them, and the words of their states."""

from ledger.deeds.tables import table

OPEN, CLOSED = "open", "closed"
RESOLVED, ESCALATED, NOT_SUBSTANTIATED = "resolved", "unresolved_escalated", "not_substantiated"
OUTCOMES = (RESOLVED, ESCALATED, NOT_SUBSTANTIATED)
SUBSTANTIATED, PARTLY, FOUND_OPEN = "substantiated", "partly", "open"
FINDINGS = (SUBSTANTIATED, PARTLY, NOT_SUBSTANTIATED, FOUND_OPEN)
GO_ON, SUSPEND, LEAVE = "continue_with_mitigation", "suspend_while_mitigating", "disengage"
DECISIONS = (GO_ON, SUSPEND, LEAVE)
ACKNOWLEDGE, PLAN, STEP, DECIDE = "acknowledge", "plan", "step", "decide"
CLOCKS = (ACKNOWLEDGE, PLAN, STEP, DECIDE)
LOT_ORE, TAG_ORE = "lot", "tag"

INCIDENT = table(
    "incident",
    "ledger_incident",
    52,
    {
        "code": "text",
        "category": "text",
        "level": "integer",
        "first_level": "integer",
        "source": "text",
        "place": "text",
        "country": "text",
        "area": "text",
        "parties": "jsonb",
        "agents": "jsonb",
        "since": "date",
        "until": "date",
        "reporter_mark": "text",
        "state": "text",
        "opened_at": "timestamptz",
        "opened_on": "date",
        "ack_by": "timestamptz",
        "acknowledged_at": "timestamptz",
        "keeper": "text",
        "plan_by": "date",
        "plan_on": "date",
        "plan_deadline": "date",
        "step_by": "date",
        "decide_by": "date",
        "decision": "text",
        "decided_on": "date",
        "suspended_until": "date",
        "replied": "jsonb",
        "told": "jsonb",
        "finding": "text",
        "found_on": "date",
        "outcome": "text",
        "closed_on": "date",
        "reopened": "integer",
        "downgrades": "integer",
        "over": "jsonb",
        "grams": "bigint",
        "site_held": "boolean",
        "publish_from": "date",
        "published_on": "date",
        "public_summary": "text",
        "public_area": "text",
        "key": "text",
        "event_id": "bigint",
    },
    key="code",
)
INCIDENT_ORE = table(
    "incident_ore",
    "ledger_incidentore",
    53,
    {
        "incident": "text",
        "what": "text",
        "code": "text",
        "lot": "text",
        "grams": "bigint",
        "event_id": "bigint",
    },
    key="incident what code",
    by="incident",
)
INCIDENT_STEP = table(
    "incident_step",
    "ledger_incidentstep",
    54,
    {
        "incident": "text",
        "plan": "integer",
        "number": "integer",
        "does": "text",
        "measure": "text",
        "target": "text",
        "due_on": "date",
        "done_on": "date",
        "result": "text",
        "dropped": "boolean",
        "event_id": "bigint",
    },
    key="incident plan number",
    by="incident",
)
INCIDENT_EVENT = table(
    "incident_event",
    "ledger_incidentevent",
    55,
    {"incident": "text", "event_id": "bigint"},
    key="incident event_id",
    by="incident",
)
