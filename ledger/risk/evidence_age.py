"""PLAU-06: a place that nobody has visited for 6 months warns, for 12 months its risk is unknown."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.parties.kinds import MINE_SITE
from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.standing.reading import VISIT, YES

SENTENCES = {
    "unknown.never": _("No on-site visit is recorded. What goes on there is unknown."),
    "warn": _("The last on-site visit was on %(visited_on)s, %(days)s days ago; the limit is %(limit_months)s months."),
    "unknown": _(
        "No on-site visit within %(limit_months)s months (last: %(visited_on)s). What goes on there is unknown."
    ),
}


@rule(
    "PLAU-06",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; ARCHITECTURE §8",
    reads=(_("days of on-site visits"),),
    parameters=("no_visit_warn_months", "no_visit_unknown_months"),
    innocent=(
        _("Somebody visited, and the visit is not entered yet."),
        _("The road is closed, or the area cannot be reached safely."),
    ),
    clears=_("An on-site visit, entered by whoever made it: the programme's field team or the State."),
)
def evidence_is_old(place: PlaceSeen) -> Worry | None:
    """Site evidence older than 6 months warns; older than 12 months the risk is unknown, never low."""
    if place.kind != MINE_SITE:
        return None
    visits = [
        each.valid_from
        for each in place.statements
        if each.topic == VISIT and each.value == YES and each.valid_from <= place.today
    ]
    last = max(visits, default=None)
    warn, unknown = (parameter(f"no_visit_{word}_months", place.today) for word in ("warn", "unknown"))
    if last is None or months_later(last, unknown) <= place.today:
        return Worry("unknown", "operational", _evidence(last, unknown))
    if months_later(last, warn) <= place.today:
        return Worry("warn", "operational", _evidence(last, warn))
    return None


def _evidence(last: date | None, limit: int) -> dict[str, object]:
    return {"visited_on": last.isoformat() if last else "never", "limit_months": limit}
