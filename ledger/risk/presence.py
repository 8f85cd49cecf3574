"""ARM-03 and ARM-04: armed presence without interference, and a Green site at which somebody interferes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.risk.seen_at_visits import (
    NON_STATE,
    NOT_KNOWN,
    STATE_FORCES,
    answered,
    evidence,
    interference_by,
    kinds_at,
    kinds_interfering,
    visits_of,
)
from ledger.risk.status_on_day import status_word
from ledger.standing.months import months_later
from ledger.standing.reading import GREEN, STATE, decided_on

GROUP, FORCES = "group", "forces"
EVERYBODY = NON_STATE | STATE_FORCES | {NOT_KNOWN}
PRESENT = {
    "warn": _(
        "Somebody armed was there when it was last looked at, on %(seen_on)s, %(days)s days ago; who it was is "
        "unknown. Ask the next visitor."
    ),
    "warn.group": _(
        "A non-state armed group was there when it was last looked at, on %(seen_on)s, %(days)s days ago; no "
        "interference is told. Ask what it does there."
    ),
    "warn.forces": _(
        "Only the State's forces (%(kinds)s) were there when it was last looked at, on %(seen_on)s, %(days)s days ago; "
        "no interference is told."
    ),
    "unknown": _(
        "Somebody armed was there on %(seen_on)s, %(days)s days ago. A visit on %(no_on)s saw nobody, but it is too "
        "old to say who is there today."
    ),
}
GREEN_BUT = {
    "hold": _(
        "The State's colour is Green since %(green_since)s and stays so; on %(seen_on)s, %(days)s days ago, armed "
        "interference was seen. What was dug since then is held for review."
    ),
}


@rule(
    "ARM-03",
    looks_at="place",
    categories=("A2-3.i", "A2-6/7", "operational"),
    version=1,
    sentences=PRESENT,
    source="domain/custody_3t.md §5: presence and interference are two facts; OECD Annex II paragraphs 3, 5 and 6",
    innocent=(
        _("Presence is not interference: the army and the mines police have posts at many sites."),
        _("Somebody armed may have passed by once."),
    ),
    clears=_("A later visit on site that looked and found nobody armed: the field team's to make."),
    parameters=("no_visit_unknown_months",),
    reads=(_("Visits: armed presence, and the kinds of armed actors"),),
)
def armed_actors_are_present(place: PlaceSeen) -> Worry | None:
    """Armed presence without interference warns, by who it was; the army's is another worry than a group's."""
    visits = visits_of(place)
    answer = answered(visits, lambda visit: visit.presence, place.today)
    if answer is None:
        return None
    interfered = answered(visits, interference_by(EVERYBODY), place.today)
    if interfered is not None and interfered.is_known and interfered.visit.on >= answer.visit.on:
        # the same or a later visit says worse of them: ARM-01 and ARM-02 speak
        return None
    kinds = kinds_at(answer.visit)
    if not answer.is_known:
        return Worry("unknown", _category(kinds), evidence(answer, kinds))
    return Worry("warn", _category(kinds), {**evidence(answer, kinds), **_why(kinds)})


def _why(kinds: frozenset[str]) -> dict[str, Any]:
    if kinds & NON_STATE:
        return {"why": GROUP}
    return {"why": FORCES} if kinds <= STATE_FORCES else {}


def _category(kinds: frozenset[str]) -> str:
    if kinds & NON_STATE:
        return "A2-3.i"
    return "A2-6/7" if kinds <= STATE_FORCES else "operational"


@rule(
    "ARM-04",
    looks_at="place",
    categories=("A2-5", "A2-3.i"),
    version=1,
    sentences=GREEN_BUT,
    source="domain/beyond_the_peers.md BEY-26",
    innocent=(_("What was seen may have ended since: the colour and the visit may both be right on their day."),),
    clears=_("A later visit on site that finds no interference, or a decision of the State that knows of it."),
    parameters=("no_visit_unknown_months",),
    reads=(_("The State's status of the site"), _("Visits: interference")),
)
def green_with_interference(place: PlaceSeen) -> Worry | None:
    """A Green site at which fresh interference was seen is held for review; its colour stays as the State gave it."""
    if status_word(place.statements, place.today, place.country) != GREEN:
        return None
    decided = decided_on(place.statements, STATE, place.today)
    answer = answered(visits_of(place), interference_by(EVERYBODY), place.today)
    if decided is None or answer is None or not answer.is_known or answer.visit.on < decided.valid_from:
        return None
    if months_later(answer.visit.on, parameter("no_visit_unknown_months", place.today)) <= place.today:
        return None
    kinds = kinds_interfering(answer.visit)
    category = "A2-5" if kinds <= STATE_FORCES else "A2-3.i"
    said = {**evidence(answer, kinds), "green_since": decided.valid_from.isoformat()}
    return Worry("hold", category, said, holds_since=answer.visit.on)
