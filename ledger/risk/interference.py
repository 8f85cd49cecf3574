"""ARM-01 and ARM-02: who interferes, seen at visits: non-state groups are one worry, the State's forces another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.risk.seen_at_visits import (
    NON_STATE,
    NOT_KNOWN,
    STATE_FORCES,
    Answer,
    answered,
    conduct_of,
    evidence,
    interference_by,
    kinds_interfering,
    visits_of,
)

SOURCE = "OECD Annex II paragraphs 3 and 5; domain/standards.md §1.3; domain/custody_3t.md §5"
CONTROL, TAX, FORCES = "A2-3.i", "A2-3.ii", "A2-5"
TAXING = {"taxation", "commerce_taxation", "entrance_taxation", "pillaging"}
READS = (_("Visits: interference, and the kinds of armed actors"),)
INNOCENT = (
    _("Who was seen may have passed by once: ask the next visitor to look again."),
    _("A visitor may take one uniform for another."),
)
BY_GROUPS = {
    "hold": _(
        "A non-state armed group interfered when it was last looked at, on %(seen_on)s, %(days)s days ago. What was "
        "dug since then is held for review."
    ),
    "hold.not_known": _(
        "Somebody armed interfered when it was last looked at, on %(seen_on)s, %(days)s days ago; who it was is "
        "unknown. Until that is known, what was dug since then is held for review."
    ),
    "unknown": _(
        "A non-state armed group interfered on %(seen_on)s, %(days)s days ago. A visit on %(no_on)s saw none, but it "
        "is too old to say what goes on today."
    ),
}
BY_FORCES = {
    "warn": _(
        "The State's forces (%(kinds)s) interfered when it was last looked at, on %(seen_on)s, %(days)s days ago. "
        "A plan to mitigate is due by %(plan_by)s."
    ),
    "unknown": _(
        "The State's forces (%(kinds)s) interfered on %(seen_on)s, %(days)s days ago. A visit on %(no_on)s saw none, "
        "but it is too old to say what goes on today."
    ),
}


@rule(
    "ARM-01",
    looks_at="place",
    categories=("A2-3.i", "A2-3.ii"),
    version=2,
    sentences=BY_GROUPS,
    source=SOURCE,
    innocent=INNOCENT,
    clears=_(
        "A later visit on site that looked for armed actors and found none interfering: the field team's to make."
    ),
    parameters=("no_visit_unknown_months",),
    reads=READS,
)
def groups_interfere(place: PlaceSeen) -> Worry | None:
    """Interference by a non-state armed group, or by nobody knows whom, holds what was dug since; a yes never fades."""
    kinds = NON_STATE | {NOT_KNOWN}
    answer = answered(visits_of(place), interference_by(kinds), place.today)
    if answer is None:
        return None
    found = kinds_interfering(answer.visit) & kinds
    known = found & NON_STATE
    conduct = conduct_of(answer.visit, found)
    category = TAX if TAXING & set(conduct) else CONTROL
    said = _said(answer, known or found, conduct)
    if not answer.is_known:
        return Worry("unknown", category, said)
    return Worry("hold", category, said if known else {**said, "why": "not_known"}, holds_since=answer.visit.on)


@rule(
    "ARM-02",
    looks_at="place",
    categories=("A2-5",),
    version=1,
    sentences=BY_FORCES,
    source=SOURCE,
    innocent=(*INNOCENT, _("Mines police at their post who take no money do what the law asks of them.")),
    clears=_(
        "A plan with measurable steps, and a later visit that finds no interference: the operator and the field team."
    ),
    parameters=("no_visit_unknown_months", "armed_plan_days"),
    reads=READS,
)
def forces_interfere(place: PlaceSeen) -> Worry | None:
    """Interference by army, police or mines police asks for a plan to mitigate by a day; it stops nothing by itself."""
    answer = answered(visits_of(place), interference_by(STATE_FORCES), place.today)
    if answer is None:
        return None
    found = kinds_interfering(answer.visit) & STATE_FORCES
    said = _said(answer, found, conduct_of(answer.visit, found))
    if not answer.is_known:
        return Worry("unknown", FORCES, said)
    plan_by = answer.visit.on + timedelta(days=parameter("armed_plan_days", answer.visit.on, place.country))
    return Worry("warn", FORCES, {**said, "plan_by": plan_by.isoformat()})


def _said(answer: Answer, kinds: frozenset[str], conduct: list[str]) -> dict[str, Any]:
    return evidence(answer, kinds, **({"conduct": ", ".join(conduct)} if conduct else {}))
