"""Oxide to metal, exactly: ratios of standard atomic masses as rational numbers, and the ceilings that follow (MIN-01).

A conversion names its version (MIN-03). Masses: IUPAC standard atomic weights, conventional or abridged.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

VERSION = "IUPAC abridged, 2026-11"
MASSES = {
    "H": "1.008",
    "Li": "6.94",
    "C": "12.011",
    "O": "15.999",
    "F": "18.998403162",
    "Mg": "24.305",
    "Al": "26.9815384",
    "Si": "28.085",
    "P": "30.973761998",
    "S": "32.06",
    "K": "39.0983",
    "Ca": "40.078",
    "Cr": "51.9961",
    "Mn": "54.938043",
    "Fe": "55.845",
    "Co": "58.933194",
    "Ni": "58.6934",
    "Cu": "63.546",
    "Zn": "65.38",
    "Nb": "92.90637",
    "Ag": "107.8682",
    "Sn": "118.710",
    "Sb": "121.760",
    "Ba": "137.327",
    "Ta": "180.94788",
    "W": "183.84",
    "Pt": "195.084",
    "Au": "196.96657",
    "Th": "232.0377",
    "U": "238.02891",
}
_PART = re.compile(r"([A-Z][a-z]?)(\d*)|\(((?:[A-Z][a-z]?\d*)+)\)(\d*)")


@cache
def atoms(formula: str) -> Counter[str]:
    """Return how many atoms of each element a formula has, one level of brackets. Raises ValueError."""
    found: Counter[str] = Counter()
    position = 0
    while position < len(formula):
        part = _PART.match(formula, position)
        if not part:
            raise ValueError(f"{formula}: no formula from sign {position + 1} on")
        element, number, inner, times = part.groups()
        for each, count in (atoms(inner) if inner else Counter({element: 1})).items():
            found[each] += count * int((times if inner else number) or 1)
        position = part.end()
    return found


@cache
def molar_mass(formula: str) -> Fraction:
    """Return grams in a mole. Raises KeyError for an element without a mass here."""
    return sum((Fraction(MASSES[element]) * count for element, count in atoms(formula).items()), Fraction(0))


def share(part: str, counted_by: str, whole: str) -> Fraction:
    """Return the mass of `part` that a mass of `whole` holds or gives, matched by the atoms of one element.

    share("Sn", "Sn", "SnO2") is tin in cassiterite; share("Ta2O5", "Ta", "FeTa2O6") is what a tantalite assays at most.
    """
    times = Fraction(atoms(whole)[counted_by], atoms(part)[counted_by])
    return times * molar_mass(part) / molar_mass(whole)


@dataclass(frozen=True)
class Factor:
    """How a compound and the metal in it convert; `metal_share` and `compound_per_metal` are each other's inverse."""

    compound: str
    metal: str

    @property
    def metal_share(self) -> Fraction:
        return share(self.metal, self.metal, self.compound)

    @property
    def compound_per_metal(self) -> Fraction:
        return 1 / self.metal_share


FACTORS = {
    compound: Factor(compound, metal)
    for compound, metal in (
        ("SnO2", "Sn"),
        ("Ta2O5", "Ta"),
        ("Nb2O5", "Nb"),
        ("WO3", "W"),
        ("Li2O", "Li"),
        ("Cr2O3", "Cr"),
        ("Sb2S3", "Sb"),
        ("BaSO4", "Ba"),
        ("CaF2", "F"),
        ("CoO(OH)", "Co"),
        ("Co(OH)2", "Co"),
        ("ZnS", "Zn"),
        ("ZnCO3", "Zn"),
        ("NiO", "Ni"),
        ("CuFeS2", "Cu"),
        ("Cu2S", "Cu"),
        ("CuO", "Cu"),
        ("Cu2CO3(OH)2", "Cu"),
        ("MnO2", "Mn"),
    )
}
LITHIUM_CARBONATE_PER_OXIDE = share("Li2CO3", "Li", "Li2O")
"""LCE: tonnes of lithium carbonate that a tonne of Li2O stands for."""

FACTOR_OF = {
    "SN-CASS": "SnO2",
    "TA-COLT": "Ta2O5",
    "NB-COLB": "Nb2O5",
    "W-WOLF": "WO3",
    "W-SCHE": "WO3",
    "CO-HETE": "CoO(OH)",
    "CO-HYDX": "Co(OH)2",
    "CU-FLOT": "CuFeS2",
    "CU-LIXI": "Cu2CO3(OH)2",
    "CU-FUND": "CuO",
    "CU-CONC": "Cu2S",
    "LI-SPOD": "Li2O",
    "LI-LEPI": "Li2O",
    "LI-PETA": "Li2O",
    "LI-AMBL": "Li2O",
    "CR-CHRO": "Cr2O3",
    "SB-STIB": "Sb2S3",
    "BA-BARI": "BaSO4",
    "ZN-SULF": "ZnS",
    "ZN-OXID": "ZnCO3",
    "NI-LATE": "NiO",
    "CAF2-MET": "CaF2",
    "CAF2-ACID": "CaF2",
    "MN-ORE": "MnO2",
    "SN-SLAG": "Ta2O5",
}
"""Code of minerals.csv -> the compound by which it converts."""


def factor_of(mineral_code: str) -> Factor | None:
    """Return how a mineral of minerals.csv converts; None where it is assayed as the metal itself."""
    compound = FACTOR_OF.get(mineral_code)
    return FACTORS[compound] if compound else None
