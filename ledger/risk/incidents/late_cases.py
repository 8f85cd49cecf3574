"""INC-03 as a flag: incidents over their clocks count against the party that keeps them, not against the site.

A flag about the site would tell in the open log that somebody there has spoken, before anything is found; and it is not
the site that let the clock run out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.log.reading import Positioned
from ledger.parties.kinds import PROGRAMME
from ledger.parties.models import Party
from ledger.risk.engine import look_at_parties
from ledger.risk.finders import finds, touches
from ledger.risk.incidents.clocks import SOURCE, end_of, over
from ledger.risk.incidents.late import late_ones
from ledger.risk.incidents.models import Incident, IncidentEvent
from ledger.risk.models import Flag
from ledger.risk.rules import PartySeen, Worry, rule

SENTENCES = {
    "warn": _(
        "%(late)s incidents that it keeps are over a clock. The longest is over since %(due_on)s; its level is "
        "%(level)s, where 1 is the worst."
    ),
}


def keepers_of(rows: Sequence[Incident]) -> dict[str, list[Incident]]:
    """Return incidents by who answers for them: who took them on, and the programme for what nobody has taken on."""
    programme = Party.objects.filter(kind=PROGRAMME).order_by("event_id").values_list("code", flat=True).first() or ""
    found: dict[str, list[Incident]] = {}
    for row in rows:
        found.setdefault(row.keeper or programme, []).append(row)
    return found


@finds("party")
def late_cases(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return, by party under "late_cases", level and end of the clocks that are over at the end of a day."""
    wanted, now = set(codes), min(end_of(today), datetime.now(UTC))
    open_ones = late_ones(now).filter(Q(keeper__in=list(codes)) | Q(keeper=None))
    found: dict[str, dict[str, Any]] = {}
    for keeper, rows in keepers_of(list(open_ones)).items():
        late = [(each.due.date(), row.level, row.code) for row in rows for each in over(row, now)]
        if late and keeper in wanted:
            found[keeper] = {"late_cases": late}
    return found


@touches
def touched_by_cases(events: Sequence[Positioned]) -> tuple[set[str], set[str], set[str]]:
    """Whatever is said about an incident brings its place and its keeper to be looked at."""
    numbers = [event.id for event in events if event.kind.startswith("incident.")]
    if not numbers:
        return set(), set(), set()
    cases = IncidentEvent.objects.filter(event_id__in=numbers).values("incident")
    rows = list(Incident.objects.filter(code__in=cases))
    return {row.place for row in rows if row.place}, set(), set(keepers_of(rows)) - {""}


@rule(
    "INC-03",
    looks_at="party",
    version=1,
    sentences=SENTENCES,
    source=SOURCE,
    innocent=(
        _("The deed was done in time and is entered late, for want of a network."),
        _("The area cannot be reached for the time being."),
    ),
    clears=_("Whoever keeps the case enters what is due: acknowledgement, plan, step or decision."),
    parameters=("incident_acknowledge_hours.1", "incident_plan_days.1", "incident_stop_months"),
    reads=(_("clocks of open incidents"),),
)
def cases_are_over_their_clocks(party: PartySeen) -> Worry | None:
    """An incident is over one of its clocks: acknowledgement, plan, step of the plan or decision."""
    late = party.findings.get("late_cases") or []
    if not late:
        return None
    due, level, _code = min(late)
    cases = {code for _due, _level, code in late}
    return Worry("warn", "operational", {"late": len(cases), "due_on": due.isoformat(), "level": level})


def look_at_keepers(today: date) -> int:
    """Bring the flags of all who keep cases up to date, and of those who have such a flag; time goes by itself."""
    keepers = set(keepers_of(list(late_ones(datetime.now(UTC))))) - {""}
    flagged = Flag.objects.filter(rule="INC-03", cleared_on=None).values_list("subject", flat=True)
    return look_at_parties(keepers | set(flagged), today)
