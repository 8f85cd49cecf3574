"""An incident at Level 1 is followed through the ore, and no longer once it is closed as not substantiated.

The finding names the case, not its place: the leaf tells no more than the case itself does.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger import codes
from ledger.log.reading import Positioned
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.touched import grams_touched
from ledger.risk.tainting.findings import Finding, ended_by, finding_in
from ledger.risk.tainting.opening import INCIDENT
from ledger.risk.tainting.reaching import reaches

WORST = 1
UNFOUNDED = "not_substantiated"


@reaches(codes.INCIDENT)
def touched_by_incident(code: str) -> dict[str, int]:
    """Return the grams by lot of what a case names and of what was dug at its place in its days."""
    row = Incident.objects.filter(code=code).first()
    return grams_touched(row) if row else {}


@finding_in("incident.reported.")
@finding_in("incident.level_changed.")
@finding_in("incident.lots_named.")
def worst_incident(event: Positioned) -> Iterable[Finding]:
    """A case that is at Level 1, from its report on or once it is raised to it; more lots are found by asking anew."""
    row = Incident.objects.filter(code=event.facts["incident"]).first()
    if row is not None and row.level == WORST and row.outcome is None:
        yield Finding(INCIDENT, row.code, "INC-02", row.since, row.until, cause=row.key)


@ended_by("incident.closed.")
def unfounded(event: Positioned) -> Iterable[str]:
    """A case that was closed as not substantiated takes its finding back."""
    row = Incident.objects.filter(code=event.facts["incident"]).first()
    return [row.key] if row is not None and row.outcome == UNFOUNDED else []
