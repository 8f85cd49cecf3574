"""What a grade is a grade of: oxide or metal, always said (MIN-03), and how high it can be in an ore (MIN-01)."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from ledger.reference.ceilings import END_MEMBERS
from ledger.reference.factors import atoms, share
from ledger.reference.files import shipped

METAL_OF = {
    "Sn": "Sn",
    "SnO2": "Sn",
    "Ta": "Ta",
    "Ta2O5": "Ta",
    "Nb": "Nb",
    "Nb2O5": "Nb",
    "W": "W",
    "WO3": "W",
    "Co": "Co",
    "Cu": "Cu",
    "Au": "Au",
    "Ag": "Ag",
    "Li": "Li",
    "Li2O": "Li",
    "Ni": "Ni",
    "Zn": "Zn",
    "Fe": "Fe",
    "U": "U",
    "U3O8": "U",
    "Th": "Th",
    "ThO2": "Th",
}
"""What may be assayed -> the metal in it."""
RADIOACTIVE = ("U", "Th")
"""Metals that are read for safety and for the law (MIN-05): no ore of ours is traded for them."""
ASSAYED = tuple(each for each, metal in METAL_OF.items() if metal not in RADIOACTIVE)
"""What a lot may be known by."""
READ = tuple(each for each, metal in METAL_OF.items() if metal in RADIOACTIVE)
"""What is read of a lot beside its grade: it never becomes the grade by which the lot is known."""
OXIDE_OF = {"Sn": "SnO2", "Ta": "Ta2O5", "Nb": "Nb2O5", "W": "WO3", "Li": "Li2O", "U": "U3O8", "Th": "ThO2"}
MAIN_METAL = {
    "cassiterite": "Sn",
    "coltan": "Ta",
    "wolframite": "W",
    "gold": "Au",
    "cobalt_ore": "Co",
    "copper_ore": "Cu",
    "copper_cobalt_ore": "Co",
    "lithium_ore": "Li",
}
"""The metal for which an ore is traded first; a lot's headline grade is one of it where there is one."""
ORE, CONCENTRATE, INTERMEDIATE, REFINED, SLAG, TAILINGS = (
    "ore",
    "concentrate",
    "intermediate",
    "refined",
    "slag",
    "tailings",
)
PRODUCTS = (ORE, CONCENTRATE, INTERMEDIATE, REFINED, SLAG, TAILINGS)
OF_MINERALS = frozenset({ORE, CONCENTRATE, TAILINGS})
"""Products that are still the mineral that was dug: what the pure mineral holds is their ceiling."""


def as_metal(grade_of: str) -> Fraction:
    """Return the share of metal in what was assayed: 1 for the metal itself."""
    metal = METAL_OF[grade_of]
    return share(metal, metal, grade_of)


@cache
def highest(ore: str, grade_of: str, product: str | None = None) -> Fraction:
    """Return the highest share by mass of what is assayed in a product of an ore, from the richest mineral's formula.

    1 where the ore's own minerals do not hold the metal, as for a by-product or a penalty, and for what is smelted.
    """
    if (product or ORE) not in OF_MINERALS:
        return Fraction(1)
    metal = METAL_OF[grade_of]
    minerals = [END_MEMBERS[row["mineral_code"]][2] for row in shipped("minerals") if _may_be(row, ore)]
    found = [share(grade_of, metal, mineral) for mineral in minerals if metal in atoms(mineral)]
    return max(found, default=Fraction(1))


def _may_be(row: dict[str, str], ore: str) -> bool:
    return ore in row["ores"].split(";") and row["mineral_code"] in END_MEMBERS


def typical_ppm(ore: str, grade_of: str) -> tuple[int, int] | None:
    """Return the usual range of a grade in an ore, over its minerals; None where nothing is known (MIN-02)."""
    ranges = [
        (_ppm(row["grade_typ_low"], row), _ppm(row["grade_typ_high"], row))
        for row in shipped("minerals")
        if _may_be(row, ore) and END_MEMBERS[row["mineral_code"]][0] == grade_of
    ]
    return (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def _ppm(figure: str, row: dict[str, str]) -> int:
    return int(Fraction(figure) * (1 if row["grade_unit"] == "g/t" else 10_000))
