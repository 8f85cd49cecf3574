"""Median and spread that one odd month does not move. Pure, in fractions: no figure hangs on a rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ledger.units import PPM

TO_SD = Fraction(14_826, 10_000)
"""A median deviation times this is the standard deviation of a normal spread."""


def median(values: Sequence[int | Fraction]) -> Fraction:
    """Return the middle value, or the mean of the two middle ones. Raises IndexError for no values."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return (Fraction(ordered[middle - 1]) + ordered[middle]) / 2


def deviation(values: Sequence[int | Fraction]) -> Fraction:
    """Return the median of the distances from the median (MAD)."""
    middle = median(values)
    return median([abs(each - middle) for each in values])


def robust_sd(values: Sequence[int | Fraction], floor_ppm: int) -> Fraction:
    """Return the robust standard deviation; at least a share of the median, lest equal values forbid any other."""
    return max(deviation(values) * TO_SD, abs(median(values)) * floor_ppm / PPM)


def sds_above(value: int | Fraction, past: Sequence[int | Fraction], floor_ppm: int) -> Fraction | None:
    """Return by how many robust standard deviations a value lies above past ones; None where they do not spread."""
    sd = robust_sd(past, floor_ppm)
    return (value - median(past)) / sd if sd else None


def in_steps(ppm: int, step_ppm: int) -> int:
    """Return a share cut down to whole steps: what a running month says must not change with every bag."""
    return ppm // step_ppm * step_ppm
