"""The highest grade that a mineral can have: pure mineral, from its formula; above it a unit is wrong (MIN-01)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from ledger.reference.factors import share
from ledger.reference.files import shipped

END_MEMBERS = {
    "SN-CASS": ("Sn", "Sn", "SnO2"),
    "TA-COLT": ("Ta2O5", "Ta", "FeTa2O6"),
    "NB-COLB": ("Nb2O5", "Nb", "FeNb2O6"),
    "W-WOLF": ("WO3", "W", "MnWO4"),
    "W-SCHE": ("WO3", "W", "CaWO4"),
    "CO-HETE": ("Co", "Co", "CoO(OH)"),
    "CO-HYDX": ("Co", "Co", "Co(OH)2"),
    "CU-FLOT": ("Cu", "Cu", "Cu2S"),
    "CU-LIXI": ("Cu", "Cu", "Cu2CO3(OH)2"),
    "CU-FUND": ("Cu", "Cu", "CuO"),
    "CU-CONC": ("Cu", "Cu", "Cu2S"),
    "CU-PREC": ("Cu", "Cu", "Cu"),
    "LI-SPOD": ("Li2O", "Li", "LiAlSi2O6"),
    "LI-LEPI": ("Li2O", "Li", "KLi2AlSi4O10F2"),
    "LI-PETA": ("Li2O", "Li", "LiAlSi4O10"),
    "LI-AMBL": ("Li2O", "Li", "LiAlPO4F"),
    "C-VEIN": ("C", "C", "C"),
    "C-FLAKE": ("C", "C", "C"),
    "CR-CHRO": ("Cr2O3", "Cr", "MgCr2O4"),
    "SB-STIB": ("Sb", "Sb", "Sb2S3"),
    "BA-BARI": ("BaSO4", "Ba", "BaSO4"),
    "ZN-SULF": ("Zn", "Zn", "ZnS"),
    "ZN-OXID": ("Zn", "Zn", "ZnCO3"),
    "CAF2-ACID": ("CaF2", "Ca", "CaF2"),
    "MN-ORE": ("Mn", "Mn", "MnO2"),
    "PT-PGM": ("Pt", "Pt", "Pt"),
    "AU-ORE": ("Au", "Au", "Au"),
    "AG-ORE": ("Ag", "Ag", "Ag2S"),
}
"""Code of minerals.csv -> what is assayed, the element that both share, the richest mineral."""


@dataclass(frozen=True)
class Ceiling:
    """The highest share by mass. `exact` ones follow from a formula, the others are a figure of minerals.csv."""

    mineral_code: str
    share: Fraction
    basis: str
    exact: bool


def ceiling(mineral_code: str) -> Ceiling:
    """Return the ceiling of a mineral of minerals.csv. Raises KeyError for a code that it does not have."""
    row = _rows()[mineral_code]
    if mineral_code in END_MEMBERS:
        part, element, whole = END_MEMBERS[mineral_code]
        return Ceiling(mineral_code, share(part, element, whole), f"{part} in {whole}", True)
    return Ceiling(mineral_code, printed_share(row), row["max_plausible_basis"], False)


def printed_share(row: dict[str, str]) -> Fraction:
    """Return the ceiling that a row of minerals.csv prints, as a share by mass."""
    return Fraction(row["grade_max_plausible"]) / (1_000_000 if row["grade_unit"] == "g/t" else 100)


def ceilings_of_ore(ore: str) -> list[Ceiling]:
    """Return the ceilings of the minerals that an ore of ours may be, highest first; none where nothing is known."""
    found = [ceiling(code) for code, row in _rows().items() if ore in row["ores"].split(";")]
    return sorted(found, key=lambda each: (-each.share, each.mineral_code))


def above_ceiling(mineral_code: str, grade: str, unit: str) -> bool:
    """Say whether a grade in %, g/t or ppm cannot be (MIN-01). Raises ValueError for no grade or another unit."""
    parts = {"%": 100, "g/t": 1_000_000, "ppm": 1_000_000}
    if unit not in parts:
        raise ValueError(f"unit {unit!r}: one of {', '.join(parts)}")
    try:
        share_found = Fraction(Decimal(grade)) / parts[unit]
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(f"grade {grade!r}: a number") from None
    return share_found > ceiling(mineral_code).share


def _rows() -> dict[str, dict[str, str]]:
    return {row["mineral_code"]: row for row in shipped("minerals")}
