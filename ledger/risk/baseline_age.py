"""PLAU-05: what a site can yield was worked out too long ago, or rests on nothing that anybody could look up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.standing.reading import CAPACITY, live

SENTENCES = {
    "warn": _(
        "What the site can yield was set on %(set_on)s; the limit is %(limit_months)s months. Have it worked out again."
    ),
    "warn.unnamed": _(
        "What the site can yield was set on %(set_on)s without naming any evidence. Ask who set it what it rests on."
    ),
}


@rule(
    "PLAU-05",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("estimates of what the site can yield, with their day and evidence"),),
    parameters=("baseline_valid_months", "baseline_needs_evidence"),
    innocent=(
        _("The site has not changed, and nobody measured it again."),
        _("The evidence lies on paper and was not named."),
    ),
    clears=_("A new estimate that names its evidence, by the programme or the State."),
)
def baseline_is_old(place: PlaceSeen) -> Worry | None:
    """A baseline older than 12 months, or without named evidence, is no measure of what a site can yield."""
    limit = parameter("baseline_valid_months", place.today, place.country)
    for baseline in _newest(place):
        said = {"set_on": baseline.valid_from.isoformat(), "limit_months": limit, "mineral": baseline.value}
        if months_later(baseline.valid_from, limit) <= place.today:
            return Worry("warn", "operational", {**said, "why": "old"})
        if parameter("baseline_needs_evidence", place.today, place.country) and not baseline.terms["evidence"]:
            return Worry("warn", "operational", {**said, "why": "unnamed"})
    return None


def _newest(place: PlaceSeen) -> list[Any]:
    """Return the baseline in force for each ore, the oldest first."""
    found: dict[str, Any] = {}
    said = [each for each in live(place.statements) if each.topic == CAPACITY and each.valid_from <= place.today]
    for each in sorted(said, key=lambda each: (each.valid_from, each.event_id)):
        found[each.value] = each
    return sorted(found.values(), key=lambda each: (each.valid_from, each.value))
