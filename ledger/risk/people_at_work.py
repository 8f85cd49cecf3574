"""PEO-01 to PEO-03: children at work, forced labour and other grave abuses, as visits saw them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.risk.seen_at_visits import Answer, VisitSeen, answered, evidence, visits_of
from ledger.standing.reading import UNKNOWN, YES

SOURCE = "OECD Annex II paragraph 1; domain/standards.md §1.3"
PARAMETERS = ("no_visit_unknown_months",)
ABUSES = {
    "torture": "A2-1.i",
    "sexual_violence": "A2-1.iv",
    "killing": "A2-1.iv",
    "other_gross_abuse": "A2-1.iv",
    "war_crimes": "A2-1.v",
}
"""Gross abuses that a visit may tell of, by paragraph; forced and child labour have questions of their own."""
WORST_FIRST = ("war_crimes", "torture", "sexual_violence", "killing", "other_gross_abuse")
CHILDREN = {
    "hold": _(
        "Children under 15 were at work when it was last looked at, on %(seen_on)s, %(days)s days ago. What was dug "
        "since then is held for review."
    ),
    "warn": _(
        "Young people of 15 to 18 were at work when it was last looked at, on %(seen_on)s, %(days)s days ago. Ask at "
        "what: digging, carrying and mercury are not for them."
    ),
    "unknown": _(
        "Children under 15 were at work on %(seen_on)s, %(days)s days ago. A visit on %(no_on)s saw none, but it is "
        "too old to say who works there today."
    ),
}
FORCED = {
    "hold": _(
        "People were made to work when it was last looked at, on %(seen_on)s, %(days)s days ago. What was dug since "
        "then is held for review."
    ),
    "unknown": _(
        "People were made to work on %(seen_on)s, %(days)s days ago. A visit on %(no_on)s saw nobody forced, but it is "
        "too old to say what goes on today."
    ),
}
GROSS = {
    "hold": _(
        "A visit on %(seen_on)s, %(days)s days ago, tells of a gross abuse (%(what)s). What was dug since then is held "
        "for review."
    ),
}


@rule(
    "PEO-01",
    looks_at="place",
    categories=("A2-1.iii",),
    version=1,
    sentences=CHILDREN,
    source=SOURCE,
    innocent=(
        _("A child on the site is not a child at work: the two are asked apart."),
        _("Ages are guessed at a glance."),
    ),
    clears=_("A later visit on site that looked for children at work and saw none: the field team's to make."),
    parameters=PARAMETERS,
    reads=(_("Visits: children under 15 at work, young people at work"),),
)
def children_at_work(place: PlaceSeen) -> Worry | None:
    """Children under 15 at work at the last visit that looked hold what was dug since; young people at work warn."""
    visits = visits_of(place)
    answer = answered(visits, lambda visit: visit.children, place.today)
    if answer is not None:
        return _worry(answer, "A2-1.iii")
    young = answered(visits, lambda visit: visit.young, place.today)
    if young is None or not young.is_known:
        return None
    return Worry("warn", "A2-1.iii", evidence(young))


@rule(
    "PEO-02",
    looks_at="place",
    categories=("A2-1.ii",),
    version=1,
    sentences=FORCED,
    source=SOURCE,
    innocent=(_("What a visitor heard may be told of another place or time: ask who was made to work, and when."),),
    clears=_("A later visit on site that asked and found nobody forced: the field team's to make."),
    parameters=PARAMETERS,
    reads=(_("Visits: anybody made to work, and armed actors who make people work"),),
)
def people_made_to_work(place: PlaceSeen) -> Worry | None:
    """Forced labour at the last visit that asked holds what was dug since."""
    answer = answered(visits_of(place), _forced, place.today)
    return _worry(answer, "A2-1.ii") if answer else None


def _forced(visit: VisitSeen) -> str:
    if any("forced_labour" in each.conduct for each in visit.armed):
        return YES
    return visit.forced_labour


@rule(
    "PEO-03",
    looks_at="place",
    categories=("A2-1.i", "A2-1.iv", "A2-1.v"),
    version=1,
    sentences=GROSS,
    source=SOURCE,
    innocent=(_("It is what a visit was told, and no finding: whoever is named is to be heard."),),
    clears=_("An incident that looked into it and was closed by people who are no party to it."),
    parameters=(),
    reads=(_("Visits: gross abuses"),),
    answered_by_person=True,
)
def gross_abuses(place: PlaceSeen) -> Worry | None:
    """Torture, sexual violence, killings or war crimes told at a visit hold what was dug since; no visit clears it."""
    told = [visit for visit in visits_of(place) if visit.abuses]
    if not told:
        return None
    last = told[-1]
    what = next(each for each in WORST_FIRST if each in last.abuses)
    said: dict[str, Any] = {"seen_on": last.on.isoformat(), "what": what, "visits": len(told)}
    return Worry("hold", ABUSES[what], said, holds_since=last.on)


def _worry(answer: Answer, category: str) -> Worry:
    if not answer.is_known:
        return Worry(UNKNOWN, category, evidence(answer))
    return Worry("hold", category, evidence(answer), holds_since=answer.visit.on)
