"""What two weights or two grades say of each other: nothing, look at it, or hold it. Pure, in whole numbers.

Limits are dated parameters; an ore may have its own row of a limit, named `limit.ore`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ledger.reference.parameters import parameter
from ledger.units import PPM

HOLD, WARN = "hold", "warn"


@dataclass(frozen=True)
class Limits:
    """Where and when a limit is asked for."""

    day: date
    country: str = ""
    mineral: str = ""

    def of(self, name: str) -> int:
        """Return the ore's own limit, or everybody's."""
        try:
            return parameter(f"{name}.{self.mineral}", self.day, self.country)
        except KeyError:
            return parameter(name, self.day, self.country)


def sealed_difference(before_g: int, after_g: int, limits: Limits) -> str | None:
    """Judge a sealed bag on two scales (WGT-02): too far apart by share or by grams, or more than it was."""
    apart, gain = abs(after_g - before_g), after_g - before_g
    if _above(gain, before_g, limits.of("reweigh_gain_hold_ppm")):
        return HOLD
    for severity, name in ((HOLD, "hold"), (WARN, "warn")):
        if _above(apart, before_g, limits.of(f"reweigh_{name}_ppm")) or apart > limits.of(f"reweigh_{name}_g"):
            return severity
    return None


def drying_difference(before_g: int, after_g: int, limits: Limits) -> str | None:
    """Judge ore between mine and depot (WGT-03): it dries, within limits, and gains nothing."""
    if _above(after_g - before_g, before_g, limits.of("drying_gain_hold_ppm")):
        return HOLD
    for severity, name in ((HOLD, "drying_hold_ppm"), (WARN, "drying_warn_ppm")):
        if _above(before_g - after_g, before_g, limits.of(name)):
            return severity
    return None


def metal_gain(in_g: Fraction, out_g: Fraction, limits: Limits) -> str | None:
    """Judge what came out of sorting or washing by its metal (WGT-04): gross mass is lost there, metal is never won."""
    for severity, name in ((HOLD, "metal_gain_hold_ppm"), (WARN, "metal_gain_warn_ppm")):
        if out_g > in_g * (PPM + limits.of(name)) / PPM:
            return severity
    return None


def export_difference(in_g: Fraction, out_g: Fraction, limits: Limits) -> str | None:
    """Judge an export lot by what it was blended of (WGT-05), both dry where the moisture of all is known."""
    for severity, name in ((HOLD, "export_weight_hold_ppm"), (WARN, "export_weight_warn_ppm")):
        if _above(abs(out_g - in_g), in_g, limits.of(name)):
            return severity
    return None


def assay_difference(provisional_ppm: Fraction, final_ppm: Fraction, limits: Limits) -> str | None:
    """Judge a final grade by the provisional one on the same basis (WGT-07): too far by points, or by share."""
    apart = abs(final_ppm - provisional_ppm)
    if apart > limits.of("assay_hold_ppm"):
        return HOLD
    relative = _above(apart, provisional_ppm, limits.of("assay_warn_relative_ppm"))
    return WARN if apart > limits.of("assay_warn_ppm") or relative else None


def _above(part: int | Fraction, whole: int | Fraction, limit_ppm: int) -> bool:
    return part * PPM > whole * limit_ppm
