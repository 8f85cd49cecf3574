"""What a description of a mine site may tell."""

from __future__ import annotations

from typing import Any

from ledger.deeds.facts import Choice, Code, Day, Fact, Lines, Parts, Whole, Words
from sites.describing.classing import CLASSES
from sites.visits.words import LEAST_MECHANISED, MOST_MECHANISED

ACTIVITY = ("active", "inactive", "abandoned")
IMPACTS = ("none", "low", "medium", "high")
TYPES = ("permanent", "seasonal", "rush", "poverty_driven")
"""Why people dig (World Bank 2002); self-declared, never used to price or to refuse."""
MOST_MINERS = 1_000_000


def number(about: str, most: int, unit: str = "", least: int = 0) -> Whole:
    """Return a measure that may stay unmeasured."""
    return Whole(required=False, least=least, most=most, unit=unit, about=about)


MEASURES: dict[str, Fact] = {
    "size_m2": number("Area that is worked, in square metres.", 10_000_000_000, "square metres"),
    "pits": number("Pits.", 10_000),
    "depth_cm": number("Depth of the deepest pit in centimetres.", 100_000, "centimetres"),
    "mechanisation": number(
        "0 hand tools, 1 pumps or ventilation, 2 crushers or winches, 3 excavators or dredges.",
        MOST_MECHANISED,
        least=LEAST_MECHANISED,
    ),
    "month_t": number("Ore dug in a month, in tonnes.", 10_000_000, "tonnes"),
}
SCHEMA: dict[str, Fact] = {
    "place": Code(kind="S", about="The mine site."),
    "as_of": Day(about="The day for which this holds."),
    "owner": Code(kind="Q", required=False, about="The party that owns the site or its title."),
    "operators": Lines(
        required=False, most=20, each=Code(kind="Q", about="A party."), about="The parties that work it."
    ),
    "activity": Choice(required=False, of=ACTIVITY, about="Whether it is worked."),
    **MEASURES,
    "declared_class": Choice(required=False, of=CLASSES, about="The class that its licence names."),
    "impact": Choice(required=False, of=IMPACTS, about="Harm to land and water, in a word."),
    "typology": Lines(
        group="trade",
        required=False,
        most=len(TYPES),
        about="How many miners dig for which reason; pages show no number below five (CAT-04).",
        each=Parts(
            about="Miners of one kind.",
            of={
                "type": Choice(of=TYPES, about="Why they dig."),
                "miners": Whole(most=MOST_MINERS, about="How many."),
            },
        ),
    ),
    "by_whom": Words(most=80, about="The organisation that says so."),
    "evidence": Words(required=False, most=200, about="What it rests on: a survey, a file, a plan."),
    "document": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of that paper."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}
EXAMPLE: dict[str, Any] = {
    "place": "S0000001Z",
    "as_of": "2026-11-01",
    "activity": "active",
    "size_m2": 8_000,
    "pits": 4,
    "depth_cm": 900,
    "mechanisation": 0,
    "month_t": 12,
    "declared_class": "artisanal",
    "by_whom": "Scheme field team",
    "evidence": "Survey of October 2026",
}
