"""RF-L1 and RF-L3: ore from or through an area of conflict or high risk, or of a country through which such ore passes.

Pure: where places lie, and what was determined of areas, is found above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.conflict.determined import Determined, area_in_words, cahra_on
from ledger.risk.rules import LotSeen, PlaceSeen, Worry, rule

SOURCE = "OECD, Supplement on Tin, Tantalum and Tungsten; domain/standards.md §1.2 and §1.4"
FOUND = "locations"
AREAS = _("Determinations of areas of conflict or high risk, each with its days, source and reasons")
CLEARS = _("A later determination of the same area, with its reasons; else it stays and is told to the buyer.")
INNOCENT = (_("Most ore of such areas finances nobody: the flag asks for due diligence, it accuses nobody."),)
LOT = {
    "warn": _(
        "%(kg)s kg were dug in an area of conflict or high risk: %(area)s, determined from %(since)s on (first dug on "
        "%(dug_on)s)."
    ),
    "warn.through": _(
        "It passed through an area of conflict or high risk: %(area)s, determined from %(since)s on (there on "
        "%(there_on)s)."
    ),
}
PLACE = {"warn": _("It lies in an area of conflict or high risk: %(area)s, determined from %(since)s on.")}
TRANSIT = {
    "warn": _(
        "%(kg)s kg claim an origin in %(country)s, through which %(mineral)s of areas of conflict or high risk is "
        "known to pass (first dug on %(dug_on)s). Ask for evidence of the mine."
    ),
}


@dataclass(frozen=True)
class Located:
    """What is known of where a lot or place was: areas by place, and the places that a lot passed, with the day."""

    areas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    determined: Determined = field(default_factory=dict)
    passed: Sequence[tuple[str, date]] = ()
    mineral: str = ""


@rule(
    "RF-L1",
    looks_at="lot",
    categories=("RF-L1",),
    version=1,
    sentences=LOT,
    source=SOURCE,
    innocent=INNOCENT,
    clears=CLEARS,
    parameters=(),
    reads=(_("Origins with their days, and the places that the lot passed"), AREAS),
)
def from_or_through_a_cahra(lot: LotSeen) -> Worry | None:
    """Ore dug in, or passed through, what was determined to be an area of conflict or high risk on that day."""
    located: Located | None = lot.findings.get(FOUND)
    if located is None or not located.determined:
        return None
    dug = [
        (dug_on, place, grams, row)
        for place, dug_on, grams in lot.origins
        if (row := cahra_on(located.areas.get(place, ()), located.determined, dug_on))
    ]
    if dug:
        dug_on, _place, _grams, row = min(dug, key=lambda each: each[:2])
        said = {"grams": sum(grams for _day, _where, grams, _row in dug), "dug_on": dug_on.isoformat()}
        return Worry("warn", "RF-L1", {**said, **of_row(row)})
    through = [
        (day, place, row)
        for place, day in located.passed
        if (row := cahra_on(located.areas.get(place, ()), located.determined, day))
    ]
    if not through:
        return None
    day, place, row = min(through, key=lambda each: each[:2])
    return Worry("warn", "RF-L1", {"why": "through", "place": place, "there_on": day.isoformat(), **of_row(row)})


@rule(
    "RF-L1-P",
    looks_at="place",
    categories=("RF-L1",),
    version=1,
    sentences=PLACE,
    source=SOURCE,
    innocent=INNOCENT,
    clears=CLEARS,
    parameters=(),
    reads=(_("Where the place lies"), AREAS),
)
def lies_in_a_cahra(place: PlaceSeen) -> Worry | None:
    """A place that lies in what is determined to be an area of conflict or high risk today."""
    located: Located | None = place.findings.get(FOUND)
    row = cahra_on(located.areas.get(place.code, ()), located.determined, place.today) if located else None
    return Worry("warn", "RF-L1", of_row(row)) if row else None


def of_row(row: Any) -> dict[str, Any]:
    """Return what a flag tells of a determination: its area, first day, and key, by which its reasons are found."""
    return {"area": area_in_words(row), "since": row.valid_from.isoformat(), "determination": row.key}


@rule(
    "RF-L3",
    looks_at="lot",
    categories=("RF-L3",),
    version=1,
    sentences=TRANSIT,
    source=SOURCE,
    innocent=(_("The country has mines of its own: evidence of the mine settles it."),),
    clears=_("Evidence of the mine: visits, log books and tags of the site of origin, which its operator can show."),
    parameters=("transit_country",),
    reads=(_("Origins with their days"), _("The country of each place of origin")),
)
def claimed_from_a_transit_country(lot: LotSeen) -> Worry | None:
    """Ore that claims an origin in a country through which ore of such areas was known to pass when it was dug."""
    located: Located | None = lot.findings.get(FOUND)
    mineral = located.mineral if located else ""
    found = [
        (dug_on, country, grams)
        for place, dug_on, grams in lot.origins
        if (country := lot.countries.get(place, "")) and is_transit_country(country, mineral, dug_on)
    ]
    if not found:
        return None
    dug_on, country, _grams = min(found)
    said = {"grams": sum(each[2] for each in found), "country": country, "mineral": mineral or "ore"}
    return Worry("warn", "RF-L3", {**said, "dug_on": dug_on.isoformat()})


def is_transit_country(country: str, mineral: str, day: date) -> bool:
    """Say whether dated rows call a country one of transit, for an ore of its own row or for all."""
    try:
        return bool(parameter(f"transit_country.{mineral}", day, country))
    except KeyError:
        return bool(parameter("transit_country", day, country))
