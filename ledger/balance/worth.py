"""Three ways to count the same ore: net wet, net dry, contained; what is not known of the last two is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.reference.factors import FACTORS
from ledger.units import PPM, share_ppm

SQUARE = PPM * PPM


@dataclass(frozen=True)
class Worth:
    """Signed grams of a sum of postings.

    `dry` is in grams x ppm and `contained` in grams x ppm x ppm by what the grade is of (Sn, SnO2): whole numbers, so
    that sums stay exact. `dry_known_g` and `graded_g` are the net wet grams, in and out alike counted as more than
    nothing, whose moisture is known and whose grade is known as well; `moved_g` is all of them.
    """

    wet_g: int = 0
    dry: int = 0
    contained: Mapping[str, int] = field(default_factory=dict)
    moved_g: int = 0
    dry_known_g: int = 0
    graded_g: int = 0

    def __add__(self, other: Worth) -> Worth:
        of = sorted({*self.contained, *other.contained})
        return Worth(
            self.wet_g + other.wet_g,
            self.dry + other.dry,
            {each: self.contained.get(each, 0) + other.contained.get(each, 0) for each in of},
            self.moved_g + other.moved_g,
            self.dry_known_g + other.dry_known_g,
            self.graded_g + other.graded_g,
        )

    @property
    def dry_g(self) -> int | None:
        """Grams without water of what has a known moisture; None where nothing has."""
        return None if self.moved_g and not self.dry_known_g else rounded(self.dry, PPM)

    @property
    def contained_g(self) -> dict[str, int]:
        """Contained grams by what the grade is of, of what has a known grade."""
        return {of: rounded(units, SQUARE) for of, units in sorted(self.contained.items())}

    @property
    def dry_unknown_ppm(self) -> int:
        """Share of the wet grams whose moisture nobody told."""
        return share_ppm(self.moved_g - self.dry_known_g, self.moved_g)

    @property
    def ungraded_ppm(self) -> int:
        """Share of the wet grams whose contained metal nobody can tell."""
        return share_ppm(self.moved_g - self.graded_g, self.moved_g)

    def metal(self) -> dict[str, int]:
        """Return contained grams by metal: an oxide is counted as the metal in it, by exact factors."""
        found: dict[str, int] = {}
        for of, units in sorted(self.contained.items()):
            factor = FACTORS.get(of)
            name = factor.metal if factor else of
            exact = units * factor.metal_share if factor else units
            found[name] = found.get(name, 0) + round(exact)
        return {name: rounded(units, SQUARE) for name, units in found.items()}


def rounded(units: int, of: int) -> int:
    """Return units divided by a whole number, rounded half away from zero, the same for in and out."""
    sign = -1 if units < 0 else 1
    return sign * ((2 * abs(units) + of) // (2 * of))
