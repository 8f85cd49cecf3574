"""Finds which lots come from sites and countries whose volumes are flagged as out of line. Four questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.balance.periods import month_of
from ledger.custody.models import Lot, Origin
from ledger.log.reading import Positioned
from ledger.parties.models import Place
from ledger.risk.finders import finds, touches
from ledger.risk.flags import CLEARED, RAISED
from ledger.risk.models import Flag
from ledger.risk.plausibility.digging import Span
from ledger.risk.plausibility.finding_output import lots_in
from ledger.risk.plausibility.known_output import COUNTRY_RULE, OUT_OF_LINE, out_of_line

SITE_RULE = "PLAU-01"


@finds("lot")
def lots_out_of_line(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each lot its grams from site-months and countries that an open flag is about."""
    origins: dict[str, list[tuple[str, date, int]]] = {}
    for lot, *origin in Origin.objects.filter(lot__in=list(codes)).values_list("lot", "place", "dug_on", "grams"):
        origins.setdefault(lot, []).append(tuple(origin))
    places = {place for of_lot in origins.values() for place, _dug_on, _grams in of_lot}
    country_of = dict(Place.objects.filter(code__in=places).values_list("code", "country"))
    flags = Flag.objects.filter(
        subject__in={*places, *country_of.values()}, rule__in=(SITE_RULE, COUNTRY_RULE), cleared_on=None
    )
    sites, countries = {}, {}
    for flag in flags:
        said = flag.evidence
        if flag.rule == SITE_RULE:
            sites[flag.subject, said["month"], said["mineral"]] = flag.rule
        else:
            countries[flag.subject, said["metal"]] = flag.rule
    if not sites and not countries:
        return {}
    minerals = dict(Lot.objects.filter(code__in=list(origins)).values_list("code", "mineral"))
    found = {lot: out_of_line(of_lot, minerals[lot], sites, countries, country_of) for lot, of_lot in origins.items()}
    return {lot: {OUT_OF_LINE: said} for lot, said in found.items() if said}


@touches
def lots_of_flagged_months(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """A flag about a site's month, raised or cleared, brings the lots of that month that are still there."""
    keys = {event.key if event.kind == RAISED else event.facts["flag"] for event in events if event.kind in _FLAGS}
    flags = Flag.objects.filter(key__in=keys, rule=SITE_RULE) if keys else ()
    asked = [("", flag.subject, _span(flag.evidence)) for flag in flags]
    return set(), {lot for _name, _place, lot in lots_in(asked)}


_FLAGS = (RAISED, CLEARED)


def _span(evidence: Mapping[str, Any]) -> Span:
    month = month_of(date.fromisoformat(evidence["month"]))
    return Span(month.first, month.last, evidence["mineral"])
