"""Sums of a finding: what was dug or begun, where it lies now, in whose hands, and what has left. In grams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from ledger.custody.models import Lot
from ledger.custody.tables import CONSUMED, EXPORTED, IN_TRANSIT, OPEN

CHUNK = 10_000
LOT_FIELDS = ("code", "mineral", "mass_g", "holder", "place", "state", "consignment", "on_hold", "made_as", "event_id")


@dataclass(frozen=True)
class Line:
    """A lot that a finding touches: `grams` of its mass."""

    lot: Any
    grams: int

    @property
    def ppm(self) -> int:
        return self.grams * 1_000_000 // self.lot.mass_g if self.lot.mass_g else 0


@dataclass
class Holder:
    """What one party holds of it now: lots, their grams, and the grams of the finding in them."""

    party: str
    lots: int = 0
    mass_g: int = 0
    grams: int = 0


@dataclass
class Sums:
    """Every gram of the finding that is not in a used-up lot is in exactly one of here, under_way, exported, other."""

    lots: int = 0
    used_up: int = 0
    here_g: int = 0
    under_way_g: int = 0
    exported_g: int = 0
    other_g: int = 0
    held_g: int = 0
    consignments: set[str] = field(default_factory=set)
    exports: int = 0
    blends: int = 0
    holders: dict[str, Holder] = field(default_factory=dict)

    @property
    def in_hands_g(self) -> int:
        return self.here_g + self.under_way_g

    @property
    def left_g(self) -> int:
        return self.in_hands_g + self.exported_g + self.other_g


def lines_of(touched: Mapping[str, int], seen: QuerySet[Lot] | None = None) -> list[Line]:
    """Return the lots of a finding as far as they are seen, most grams first, those not used up before the rest."""
    lots = Lot.objects.all() if seen is None else seen
    found = [
        Line(lot, touched[lot.code])
        for chunk in _chunks(sorted(touched))
        for lot in lots.filter(code__in=chunk).only(*LOT_FIELDS)
    ]
    return sorted(found, key=lambda line: (line.lot.state == CONSUMED, -line.grams, line.lot.code))


def _chunks(lots: list[str]) -> Iterable[list[str]]:
    return (lots[start : start + CHUNK] for start in range(0, len(lots), CHUNK))


def sums_of(lines: Iterable[Line]) -> Sums:
    """Return the sums over lines."""
    sums = Sums()
    for line in lines:
        _add(sums, line)
    return sums


def _add(sums: Sums, line: Line) -> None:
    lot, grams = line.lot, line.grams
    sums.lots += 1
    if lot.state == CONSUMED:
        sums.used_up += 1
        return
    sums.blends += grams < lot.mass_g
    sums.held_g += grams if lot.on_hold else 0
    if lot.state == EXPORTED:
        sums.exported_g += grams
        sums.exports += 1
        return
    if lot.state == OPEN:
        sums.here_g += grams
    elif lot.state == IN_TRANSIT:
        sums.under_way_g += grams
        sums.consignments.add(lot.consignment)
    else:
        sums.other_g += grams
        return
    holder = sums.holders.setdefault(lot.holder, Holder(lot.holder))
    holder.lots, holder.mass_g, holder.grams = holder.lots + 1, holder.mass_g + lot.mass_g, holder.grams + grams
