"""Contained metal, exactly: net wet grams, less the water, times the grade, by the factor from oxide to metal.

Nothing is rounded before the end; what is not known stays unknown (None) and is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ledger.deeds.guards import works_out
from ledger.reference import factors
from ledger.reference.grades import METAL_OF, OXIDE_OF, as_metal
from ledger.units import PPM

ASSAY_KIND = "lot.assayed.v1"


@dataclass(frozen=True)
class Content:
    """How much of a metal is in it, in grams rounded half up; `exact` is not rounded. `factors` names the version."""

    metal: str
    grams: int
    exact: Fraction
    factors: str = factors.VERSION


def rounded(value: Fraction) -> int:
    """Return a number of zero or more, rounded half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def dry_grams(wet_g: int, moisture_ppm: int | None) -> Fraction | None:
    """Return the grams without their water; None where the moisture is not known."""
    return None if moisture_ppm is None else Fraction(wet_g) * (PPM - moisture_ppm) / PPM


@works_out("MIN-03", on=ASSAY_KIND, source="domain/buying.md")
def contained(wet_g: int, moisture_ppm: int | None, grade_of: str | None, grade_ppm: int | None) -> Content | None:
    """Oxide becomes metal by exact factors alone, and the factors' version is kept; without a basis there is no metal.

    Without a moisture the mass is taken as dry: a grade on wet ore of unknown moisture is an upper bound.
    """
    if grade_of is None or grade_ppm is None:
        return None
    dry = dry_grams(wet_g, moisture_ppm or 0) or Fraction(0)
    metal = dry * grade_ppm / PPM * as_metal(grade_of)
    return Content(METAL_OF[grade_of], rounded(metal), metal)


def of_lot(lot: Any) -> Content | None:
    """Return the metal in a lot by its own moisture and grade."""
    return contained(lot.mass_g, lot.moisture_ppm, lot.grade_of, lot.grade_ppm)


def of_all(lots: Iterable[Any]) -> tuple[str, Fraction] | None:
    """Return the metal in all of these lots together; None where one has no grade, or they are of several metals."""
    found = [of_lot(lot) for lot in lots]
    if not found or any(each is None for each in found) or len({each.metal for each in found if each}) > 1:
        return None
    return found[0].metal if found[0] else "", sum((each.exact for each in found if each), Fraction(0))


def mixed(parts: Sequence[tuple[int, int | None, str | None, int | None]]) -> tuple[int | None, str | None, int | None]:
    """Return (moisture, what the grade is of, grade) of lots (wet grams, moisture, basis, grade) put together.

    The grade counts by dry mass where every moisture is known, by wet mass where none is, else it is unknown; so it is
    where the lots are not graded for the same thing.
    """
    wet_g = sum(part[0] for part in parts)
    dried = [dry for grams, moisture, _, _ in parts if (dry := dry_grams(grams, moisture)) is not None]
    moisture = PPM - rounded(sum(dried, Fraction(0)) * PPM / wet_g) if len(dried) == len(parts) and wet_g else None
    bases = {of for _, _, of, _ in parts}
    basis = next(iter(bases)) if len(bases) == 1 else None
    weights = dried if len(dried) == len(parts) else [Fraction(grams) for grams, _, _, _ in parts]
    if basis is None or any(grade is None for *_, grade in parts) or 0 < len(dried) < len(parts) or not sum(weights):
        return moisture, None, None
    metal = sum((weight * (part[3] or 0) for weight, part in zip(weights, parts, strict=True)), Fraction(0))
    return moisture, basis, rounded(metal / sum(weights))


def as_oxides_ppm(grades: Iterable[tuple[str, int]]) -> int:
    """Return the sum of grades (basis, ppm) of several metals, each counted as its oxide where it occurs as one."""
    total = Fraction(0)
    for grade_of, grade_ppm in grades:
        oxide = OXIDE_OF.get(METAL_OF[grade_of])
        total += grade_ppm * (as_metal(grade_of) / as_metal(oxide) if oxide else 1)
    return rounded(total)
