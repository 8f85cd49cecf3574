"""The refusals of incidents, each with its stable code."""

from ledger.errors import Refused


class IncidentClosed(Refused):
    code = "incident_closed"


class IncidentOpen(Refused):
    code = "incident_open"


class AlreadyAcknowledged(Refused):
    code = "already_acknowledged"


class LevelSame(Refused):
    code = "level_same"


class LevelFixed(Refused):
    code = "level_fixed"


class PartyToCase(Refused):
    code = "party_to_case"


class ReporterCloses(Refused):
    code = "reporter_closes"


class NotNamed(Refused):
    code = "not_named"


class NoFinding(Refused):
    code = "no_finding"


class NoPlan(Refused):
    code = "no_plan"


class StepTooLate(Refused):
    code = "step_too_late"


class StepUnknown(Refused):
    code = "step_unknown"


class DecisionDue(Refused):
    code = "decision_due"


class PlanFailed(Refused):
    code = "plan_failed"


class SuspensionTooShort(Refused):
    code = "suspension_too_short"


class TooEarlyToPublish(Refused):
    code = "too_early_to_publish"


class NotBlurred(Refused):
    code = "not_blurred"


class NamedBefore(Refused):
    code = "named_before"
