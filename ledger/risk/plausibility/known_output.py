"""RF-L2: declared ore is out of line with what a site or a country is known to yield."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.files import shipped
from ledger.reference.grades import MAIN_METAL, METAL_OF, as_metal, typical_ppm
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import CAPACITY_OLD, OLD_STOCK, TABLE_OLD
from ledger.risk.rules import LotSeen, Worry, rule
from ledger.units import PPM

GRAMS_PER_TONNE = 1_000_000
MONTHS = 12
OF_COUNTRY = {"Li": "lithium_reserves"}
"""Metal -> the table of what each country yields of it."""
COUNTRY_RULE = "RF-L2-C"
OUT_OF_LINE = "out_of_line"
SITE = "site"
SENTENCES = {
    "warn": _(
        "%(kg)s kg of it come from %(place)s, of the month from %(month)s, in which more was tagged there than the "
        "site can yield (%(other)s)."
    ),
    "warn.country": _(
        "%(kg)s kg of it come from %(country)s, where more %(mineral)s was tagged than the published output of the "
        "country explains (%(other)s)."
    ),
}
OF_A_COUNTRY = {
    "warn": _(
        "In %(months)s months from %(month)s on, at least %(kg)s kg of %(metal)s were tagged in %(country)s. At most "
        "%(known_t)s t a year are published of it, which is %(known_kg)s kg in as many months."
    ),
}


@dataclass(frozen=True)
class OutOfLine:
    """A lot's origin that is out of line: which rule found it, of which month, and how many grams of the lot."""

    rule: str
    subject: str
    month: str
    mineral: str
    grams: int


@cache
def known_tonnes(country: str, metal: str) -> int | None:
    """Return the most tonnes of a metal that a country is known to yield in a year.

    What a table names of the country itself, else what the largest producer yields: no country yields more than that.
    Rows that carry a mark of doubt or that another row contradicts are left out; None where nothing is left.
    """
    own = [
        int(row["production_2022_tonnes"])
        for row in (shipped(OF_COUNTRY[metal]) if metal in OF_COUNTRY else ())
        if row["country_iso2"] == country and row["production_2022_tonnes"] and not row.get("conflict")
    ]
    names = {name.casefold() for ore, name in MINERALS.items() if MAIN_METAL.get(ore) == metal}
    largest = [
        int(float(row["leading_production_tonnes"]))
        for row in shipped("asm_minerals")
        if row["mineral"].casefold() in names
        and not row["flagged"]
        and not row["conflict"]
        and row["leading_production_tonnes"]
    ]
    return own[0] if own else max(largest, default=None)


def least_metal(ore_g: int, mineral: str) -> int | None:
    """Return the grams of metal that ore holds at the low end of its usual grade; None where that is not known."""
    metal = MAIN_METAL.get(mineral)
    found = [
        Fraction(usual[0], PPM) * as_metal(of)
        for of, its_metal in METAL_OF.items()
        if its_metal == metal and (usual := typical_ppm(mineral, of))
    ]
    return int(ore_g * min(found)) if found else None


def is_beyond(metal_g: int, known_t: int, months: int, factor_ppm: int) -> bool:
    """Say whether metal of some months is more than a share of a known year, and a part more."""
    return metal_g * MONTHS * PPM > known_t * GRAMS_PER_TONNE * months * factor_ppm


@rule(
    COUNTRY_RULE,
    looks_at="country",
    categories=("RF-L2",),
    version=1,
    sentences=OF_A_COUNTRY,
    source="domain/standards.md §1.4, RF-L2; USGS 2023 as printed in the reference tables",
    innocent=(TABLE_OLD, OLD_STOCK),
    clears=_("A newer published figure of what the country yields, entered as a reference table with its source."),
    parameters=("country_output_factor_ppm", "book_months"),
    reads=(_("ore tagged in the country, by month"), _("reference tables asm_minerals and lithium_reserves")),
)
def more_than_the_country_yields(country: Any) -> Worry | None:
    """What is tagged of a metal in a country stays within what its mines are published to yield."""
    months: Sequence[tuple[date, Sequence[Any]]] = country.months[1:]
    if not months:
        return None
    factor_ppm = parameter("country_output_factor_ppm", months[0][0], country.code)
    found = []
    for metal, metal_g in sorted(_metal_tagged(line for _first, lines in months for line in lines).items()):
        known_t = known_tonnes(country.code, metal)
        if known_t is not None and is_beyond(metal_g, known_t, len(months), factor_ppm):
            found.append((metal_g, metal, known_t))
    if not found:
        return None
    metal_g, metal, known_t = max(found)
    evidence: dict[str, Any] = {
        "country": country.code,
        "metal": metal,
        "months": len(months),
        "month": min(first for first, _lines in months).isoformat(),
        "grams": metal_g,
        "known_t": known_t,
        "known_g": known_t * GRAMS_PER_TONNE * len(months) // MONTHS,
    }
    return Worry("warn", "RF-L2", evidence)


def _metal_tagged(lines: Iterable[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        metal_g = least_metal(line.tagged_g, line.mineral)
        if metal_g:
            metal = MAIN_METAL[line.mineral]
            found[metal] = found.get(metal, 0) + metal_g
    return found


@rule(
    "RF-L2",
    looks_at="lot",
    categories=("RF-L2",),
    version=1,
    sentences=SENTENCES,
    source="domain/standards.md §1.4",
    innocent=(CAPACITY_OLD, OLD_STOCK, TABLE_OLD),
    clears=_("What clears the flag of the site or country that it names."),
    parameters=(),
    reads=(
        _("open flags PLAU-01 of the sites that the lot comes from, by month"),
        _("open flags RF-L2-C of their countries"),
    ),
)
def comes_from_out_of_line(lot: LotSeen) -> Worry | None:
    """A lot has ore of a site's month, or of a country, whose declared volumes are out of line."""
    found: Sequence[OutOfLine] = lot.findings.get(OUT_OF_LINE, ())
    if not found:
        return None
    worst = max(found, key=lambda each: (each.rule != COUNTRY_RULE, each.grams, each.subject, each.month))
    said: dict[str, Any] = {"grams": worst.grams, "other": worst.rule}
    if worst.rule == COUNTRY_RULE:
        return Worry("warn", "RF-L2", {**said, "why": "country", "country": worst.subject, "mineral": worst.mineral})
    return Worry("warn", "RF-L2", {**said, "place": worst.subject, "month": worst.month})


def out_of_line(
    origins: Iterable[tuple[str, date, int]],
    mineral: str,
    sites: Mapping[tuple[str, str, str], str],
    countries: Mapping[tuple[str, str], str],
    country_of: Mapping[str, str],
) -> list[OutOfLine]:
    """Return a lot's grams from flagged site-months and countries.

    `sites` are by place, month and ore, `countries` by country and metal; the value is the rule that found them.
    """
    found: dict[tuple[str, str, str], int] = {}
    for place, dug_on, grams in origins:
        month = dug_on.replace(day=1).isoformat()
        where = (country_of.get(place, ""), MAIN_METAL.get(mineral, ""))
        if (place, month, mineral) in sites:
            name = (sites[place, month, mineral], place, month)
        elif where in countries:
            name = (countries[where], where[0], "")
        else:
            continue
        found[name] = found.get(name, 0) + grams
    return [OutOfLine(*name, mineral, grams) for name, grams in sorted(found.items())]
