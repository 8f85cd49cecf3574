"""CONF-02 and ROAD-01: conflict events and roadblocks along the ways on which a lot travelled. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.conflict.events import evidence
from ledger.risk.conflict.near_ways import FOUND, Barrier, Way, is_unknown_by_now
from ledger.risk.conflict.noting import NON_STATE, STATE_FORCES
from ledger.risk.conflict.place_rules import HOLD, UNKNOWN, WARN, severity_of
from ledger.risk.rules import LotSeen, Worry, rule

SOURCE = "ours, after domain/beyond_the_peers.md BEY-14"
GROUP, FORCES, OTHERS, NOT_KNOWN = "group", "forces", "others", "not_known"
CATEGORIES = {GROUP: "A2-3.ii", FORCES: "A2-5", OTHERS: "operational", NOT_KNOWN: "A2-3.ii"}
RANK = (HOLD, WARN, UNKNOWN)
INNOCENT = (
    _("The line is straight and the road is not: ask which way the lorry took."),
    _("What is known by its cell may lie eight kilometres off."),
)
ON_THE_WAY = {
    HOLD: _(
        "On its way with %(consignment)s it passed %(events)s conflict events with %(deaths)s deaths within %(km)s km, "
        "the last on %(latest)s (rows %(rows)s). Nobody goes on until the way is cleared up."
    ),
    WARN: _(
        "On its way with %(consignment)s it passed %(events)s conflict events with %(deaths)s deaths within %(km)s km, "
        "the last on %(latest)s (rows %(rows)s). Ask which way it took."
    ),
}
AT_ROADBLOCKS = {
    "hold": _(
        "On its way with %(consignment)s it passed %(roadblocks)s roadblocks, one of them a non-state armed group's at "
        "about %(nearest_km)s km. Ask what was paid there before it goes on."
    ),
    "warn": _(
        "On its way with %(consignment)s it passed %(roadblocks)s roadblocks, the nearest at about %(nearest_km)s km. "
        "Ask what was paid there."
    ),
    "warn.group": _(
        "On its way with %(consignment)s it passed %(roadblocks)s roadblocks, one of them a non-state armed group's at "
        "about %(nearest_km)s km from a straight line. Ask which way it took, and what was paid."
    ),
    "warn.forces": _(
        "On its way with %(consignment)s it passed %(roadblocks)s roadblocks, one of them of the army or the police at "
        "about %(nearest_km)s km. Ask what was paid, and whether a receipt was given."
    ),
    "warn.not_known": _(
        "On its way with %(consignment)s it passed %(roadblocks)s roadblocks. Who keeps the one at about "
        "%(nearest_km)s km is unknown. Ask."
    ),
    "unknown": _(
        "On its way with %(consignment)s it passed where %(roadblocks)s roadblocks were seen, the last time on "
        "%(seen)s. Whether they still stood is unknown."
    ),
}


@rule(
    "CONF-02",
    looks_at="lot",
    categories=("RF-L1",),
    version=1,
    sentences=ON_THE_WAY,
    source=SOURCE,
    innocent=INNOCENT,
    clears=_("A way that goes elsewhere: the sender names the places on it when it dispatches."),
    parameters=(
        "conflict_corridor_km",
        "conflict_window_months",
        "conflict_half_life_days",
        "conflict_weight_ppm.1",
        "conflict_weight_ppm.2",
        "conflict_weight_ppm.3",
        "conflict_road_warn_score",
        "conflict_road_hold_score",
    ),
    reads=(_("Conflict events with a place of their own"), _("Where consignments left from and went to")),
)
def conflict_along_the_way(lot: LotSeen) -> Worry | None:
    """A consignment that passed near many or recent conflict events is looked at; past heavy ones it is held."""
    found = []
    for way in lot.findings.get(FOUND, ()):
        severity = severity_of(list(way.near), way.day, way.country, "conflict_road")
        if severity:
            km = parameter("conflict_corridor_km", way.day, way.country)
            found.append((severity, way, {**evidence(way.near), "consignment": way.consignment, "km": km}))
    return _worst([Worry(severity, "RF-L1", said) for severity, _way, said in found])


@rule(
    "ROAD-01",
    looks_at="lot",
    categories=("A2-3.ii", "A2-5", "operational"),
    version=1,
    sentences=AT_ROADBLOCKS,
    source=SOURCE,
    innocent=INNOCENT,
    clears=_("What was paid on the way, with receipts, or a way that goes elsewhere: the sender or the carrier knows."),
    parameters=("roadblock_corridor_km", "roadblock_hold_km", "roadblock_months"),
    reads=(_("Roadblocks that were noted"), _("Where consignments left from and went to")),
)
def roadblocks_on_the_way(lot: LotSeen) -> Worry | None:
    """Roadblocks near the way of a consignment are asked about; one of an armed group close to it holds the lot."""
    return _worst([worry for way in lot.findings.get(FOUND, ()) for worry in _of_way(way)])


def _of_way(way: Way) -> list[Worry]:
    standing = [each for each in way.barriers if not is_unknown_by_now(each, way.day)]
    if not standing:
        old = max((each.seen_on for each in way.barriers), default=None)
        said = {"consignment": way.consignment, "roadblocks": len(way.barriers)}
        return [Worry(UNKNOWN, "operational", {**said, "seen": old.isoformat()})] if old else []
    limit = parameter("roadblock_hold_km", way.day, way.country)
    found = []
    for why in (GROUP, NOT_KNOWN, FORCES, OTHERS):
        of_kind = [each for each in standing if _kind(each) == why]
        if of_kind:
            severity = HOLD if why == GROUP and of_kind[0].km <= limit else WARN
            found.append(Worry(severity, CATEGORIES[why], _said(way, standing, of_kind[0], why)))
    return found


def _kind(barrier: Barrier) -> str:
    if barrier.keeper in NON_STATE:
        return GROUP
    if barrier.keeper in STATE_FORCES:
        return FORCES
    return NOT_KNOWN if barrier.keeper == "unknown" else OTHERS


def _said(way: Way, standing: Sequence[Barrier], nearest: Barrier, why: str) -> dict[str, Any]:
    return {
        "consignment": way.consignment,
        "roadblocks": len(standing),
        "nearest_km": round(nearest.km),
        "keeper": nearest.keeper,
        "why": why,
        "rows": ", ".join(each.key for each in standing[:5]),
    }


def _worst(worries: Sequence[Worry]) -> Worry | None:
    """Return the hardest; among equals the first, which is the oldest way and the worst kind."""
    return min(worries, key=lambda worry: RANK.index(worry.severity), default=None)
