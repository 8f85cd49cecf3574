"""CONF-01, CONF-04: conflict events near a place, and in the province of a place. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.conflict.events import Near, Seen, evidence, is_stale, judged_on, score
from ledger.risk.conflict.near_places import FOUND, radius
from ledger.risk.rules import PlaceSeen, Worry, rule

HOLD, WARN, UNKNOWN = "hold", "warn", "unknown"
SOURCE = "ours, after domain/beyond_the_peers.md BEY-04 and domain/standards.md §1.2"
CATEGORY = "RF-L1"
SENTENCES = {
    HOLD: _("Heavy fighting near: %(events)s conflict events with %(deaths)s deaths since %(since)s within "
            "%(radius_km)s km, the nearest at about %(nearest_km)s km, the last on %(latest)s (rows %(rows)s)."),
    WARN: _("%(events)s conflict events with %(deaths)s deaths since %(since)s within %(radius_km)s km, the nearest at "
            "about %(nearest_km)s km, the last on %(latest)s (rows %(rows)s)."),
    UNKNOWN: _("The conflict events held of %(country)s end on %(until)s. What happened within %(radius_km)s km since "
               "then is unknown."),
    "unknown.was": _("The conflict events held of %(country)s end on %(until)s: %(events)s near until then with "
                     "%(deaths)s deaths, the last on %(latest)s (rows %(rows)s). What happened since is unknown."),
}  # fmt: skip
OF_PROVINCE = {
    WARN: _("%(events)s conflict events since %(since)s are recorded for the province or country alone. Nobody can say "
            "how near they were; no distance is drawn."),
}  # fmt: skip
PARAMETERS = (
    "conflict_radius_km",
    "conflict_window_months",
    "conflict_half_life_days",
    "conflict_weight_ppm.1",
    "conflict_weight_ppm.2",
    "conflict_weight_ppm.3",
    "conflict_warn_score",
    "conflict_hold_score",
    "conflict_data_months",
)
READS = (
    _("Conflict events whose place is known better than the province"),
    _("The place's cell of a tenth of a degree"),
)


def severity_of(near: list[Near], day: date, country: str, start: str = "conflict") -> str | None:
    """Return how much near events weigh: their score against the two limits in force."""
    weight = score(near, day)
    if weight >= parameter(f"{start}_hold_score", day, country):
        return HOLD
    return WARN if weight >= parameter(f"{start}_warn_score", day, country) else None


@rule(
    "CONF-01",
    looks_at="place",
    categories=("RF-L1",),
    version=1,
    sentences=SENTENCES,
    source=SOURCE,
    innocent=(
        _(
            "The place is a cell of eleven kilometres and an event may be kilometres off: they may have nothing to do "
            "with each other."
        ),
        _("Fighting near a site says nothing of who digs, trades or profits there."),
    ),  # fmt: skip
    clears=_("Time without new events, or a visit on site that finds no armed actor near: the field team's to make."),
    parameters=PARAMETERS,
    reads=READS,
)
def conflict_is_near(place: PlaceSeen) -> Worry | None:
    """Conflict events near a place within the last months warn; many or recent ones hold; data that end are unknown."""
    seen: Seen | None = place.findings.get(FOUND)
    if seen is None:
        return None
    day, near = judged_on(seen.until, place.today), list(seen.near)
    severity = severity_of(near, day, place.country)
    said: dict[str, Any] = {"radius_km": radius(day, place.country), "since": seen.since.isoformat()}
    if seen.until is not None and is_stale(seen.until, place.today):
        said |= {"country": place.country, "until": seen.until.isoformat()}
        was = {**evidence(near), "why": "was"} if severity else {}
        return Worry(UNKNOWN, CATEGORY, {**said, **was})
    if severity is None:
        return None
    dug_since = max(seen.since, min(each.event.began_on for each in near))
    return Worry(severity, CATEGORY, {**said, **evidence(near)}, holds_since=dug_since if severity == HOLD else None)


@rule(
    "CONF-04",
    looks_at="place",
    categories=("RF-L1",),
    version=1,
    sentences=OF_PROVINCE,
    source="data/ucdp_ged: where_prec of 4 and more is an area",
    innocent=(_("A province is large: all of it may have happened far away."),),
    clears=_("Better placed events: a later edition of the data, or a visit on site."),
    parameters=("conflict_window_months", "conflict_area_events"),
    reads=(_("Conflict events of which no more than province or country is known"), _("The place's province")),
)
def conflict_in_the_province(place: PlaceSeen) -> Worry | None:
    """Events known for the province or country alone warn by their number; no radius is drawn round them."""
    seen: Seen | None = place.findings.get(FOUND)
    if seen is None or (seen.until is not None and is_stale(seen.until, place.today)):
        return None
    if seen.in_province < parameter("conflict_area_events", place.today, place.country):
        return None
    return Worry(WARN, CATEGORY, {"events": seen.in_province, "since": seen.since.isoformat()})
