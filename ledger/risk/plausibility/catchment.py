"""PLAU-04: a centre took more tagged ore in a month than all the mines that it names can yield together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import CAPACITY_OLD, NEW_PIT, OLD_STOCK, PRICE_JUMP
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

TAKEN = "taken"
SENTENCES = {
    "warn": _(
        "Of the month from %(month)s, %(kg)s kg of %(mineral)s from %(mines)s mines were taken here, and those that "
        "may dig can yield %(capacity_kg)s kg together. %(not_eligible)s of them had no valid status; %(unknown)s more "
        "have no capacity set and are left out."
    ),
}


@dataclass(frozen=True)
class Taken:
    """Ore of one mine, dug in one month, that a centre took from those who dug it.

    `capacity_g` is what the mine can yield in a month: nothing where it had no valid status, None where nobody set it.
    """

    month: date
    mineral: str
    mine: str
    grams: int
    eligible: bool
    capacity_g: int | None


@dataclass(frozen=True)
class Sum:
    """A centre's month of an ore against its mines together."""

    month: date
    mineral: str
    grams: int
    capacity_g: int
    mines: int
    not_eligible: int
    unknown: int


def sums_of(taken: Sequence[Taken]) -> list[Sum]:
    """Return a centre's months; mines that may dig and have no capacity are counted and left out on both sides."""
    months = sorted({(each.month, each.mineral) for each in taken})
    return [_sum(*name, [each for each in taken if (each.month, each.mineral) == name]) for name in months]


def _sum(month: date, mineral: str, taken: Sequence[Taken]) -> Sum:
    judged = [each for each in taken if not each.eligible or each.capacity_g is not None]
    capacities = [each.capacity_g for each in judged if each.eligible and each.capacity_g is not None]
    return Sum(
        month,
        mineral,
        sum(each.grams for each in judged),
        sum(capacities),
        len(judged),
        len(judged) - len(capacities),
        len(taken) - len(judged),
    )


def is_too_much(found: Sum, factor_ppm: int) -> bool:
    """Say whether a centre took more than its mines can yield, where the capacity of any of them is known."""
    return found.mines > found.not_eligible and found.grams * PPM > found.capacity_g * factor_ppm


@rule(
    "PLAU-04",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; beyond_the_peers.md A2, BEY-01",
    innocent=(CAPACITY_OLD, NEW_PIT, OLD_STOCK, PRICE_JUMP),
    clears=_(
        "Capacities of the mines that were worked out anew, or weighed bags and photos at the mines themselves: the "
        "programme and the mines service can supply them."
    ),
    parameters=("catchment_factor_ppm", "catchment_months"),
    reads=(_("first purchases at the place, by mine and month of digging"), _("status and capacity of those mines")),
)
def more_than_all_its_mines(place: PlaceSeen) -> Worry | None:
    """What a centre takes of a month's ore is at most what the mines that it names and that may dig can yield."""
    over = [
        each
        for each in sums_of(place.findings.get(TAKEN, ()))
        if is_too_much(each, parameter("catchment_factor_ppm", each.month, place.country))
    ]
    if not over:
        return None
    worst = max(over, key=lambda each: (each.month, each.grams - each.capacity_g, each.mineral))
    evidence: dict[str, Any] = {
        "month": worst.month.isoformat(),
        "mineral": worst.mineral,
        "grams": worst.grams,
        "capacity_g": worst.capacity_g,
        "mines": worst.mines,
        "not_eligible": worst.not_eligible,
        "unknown": worst.unknown,
    }
    return Worry("warn", "operational", evidence)
