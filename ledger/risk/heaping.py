"""Do weights heap? Identical ones, and last digits that chance does not explain. Pure, in whole numbers.

The last digit is counted in steps of the scale, from the lightest bag on, since a scale with steps of half a kilogram
would heap by itself and a tare shifts all figures alike. The step is that of the registered scale where one is known,
else the largest one that all figures fit: who rounds every figure to it cannot be told from a coarse scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import gcd

from ledger.reference.parameters import parameter
from ledger.units import PPM

DIGITS = 10
SAME, ENDINGS = "same", "digits"


@dataclass(frozen=True)
class Weights:
    """What one person read in one month: how often each weight in grams. `division_g` is known of registered scales.

    `metric` is false where some were read in pounds or ounces: their digits are no digits of grams.
    """

    person: str
    month: date
    times: Mapping[int, int]
    division_g: int | None = None
    metric: bool = True

    @property
    def number(self) -> int:
        return sum(self.times.values())


@dataclass(frozen=True)
class Heap:
    """Weights that heap: why, how many of them, and how many there would be by chance (or may be)."""

    why: str
    times: int
    expected: int
    grams: int | None = None
    step_g: int | None = None


def heap_of(weights: Weights) -> Heap | None:
    """Return how the weights of a person and month heap; None where they do not, or are too few to say."""
    day = weights.month
    if weights.number < parameter("weight_heaping_least", day):
        return None
    return _same(weights, parameter("weight_repeat_ppm", day)) or _digits(weights)


def _same(weights: Weights, most_ppm: int) -> Heap | None:
    grams, times = max(weights.times.items(), key=lambda each: (each[1], -each[0]))
    if times * PPM <= weights.number * most_ppm:
        return None
    return Heap(SAME, times, weights.number * most_ppm // PPM, grams=grams)


def _digits(weights: Weights) -> Heap | None:
    step = step_of(weights)
    if not weights.metric or spread_of(weights.times) < step * parameter("weight_digit_least_steps", weights.month):
        return None
    lightest = min(weights.times)
    counted: Counter[int] = Counter()
    for grams, times in weights.times.items():
        counted[(grams - lightest) // step % DIGITS] += times
    if chi_square_exceeds(counted, parameter("weight_digit_chi_thousandths", weights.month)):
        return Heap(ENDINGS, max(counted.values()), weights.number // DIGITS, step_g=step)
    return None


def step_of(weights: Weights) -> int:
    """Return the step of the scale in grams: as registered where all figures fit it, else found in the figures."""
    lightest = min(weights.times)
    fits = gcd(*(grams - lightest for grams in weights.times))
    if weights.division_g and fits % weights.division_g == 0:
        return weights.division_g
    return next((step for step in _steps_down(fits) if fits % step == 0), 1)


def _steps_down(most: int) -> list[int]:
    """Return the steps that scales have, up to a number of grams, the largest first: 1, 2, 5, 10, 20, 50..."""
    powers = [10**power for power in range(len(str(max(most, 1))))]
    return sorted((one * times for one in powers for times in (1, 2, 5) if one * times <= most), reverse=True)


def spread_of(times: Mapping[int, int]) -> int:
    """Return how wide the middle half of the weights is, in grams."""
    ordered = [grams for grams in sorted(times) for _ in range(times[grams])]
    return ordered[3 * len(ordered) // 4] - ordered[len(ordered) // 4]


def chi_square_exceeds(counted: Mapping[int, int], limit_thousandths: int) -> bool:
    """Say whether the chi-square of ten digits, each expected as often, is above a limit; exactly, in whole numbers.

    Chi-square is the sum of (o - n/10)^2 / (n/10), which is 10/n times the sum of o^2, less n.
    """
    number = sum(counted.values())
    squares = sum(times * times for times in counted.values())
    return (DIGITS * squares - number * number) * 1_000 > limit_thousandths * number
