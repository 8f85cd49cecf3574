"""MB-02: a count of ore at a place differs from the book by more than one in a hundred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.stock_models import StockCount
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

SENTENCES = {
    "warn": _(
        "The count of %(mineral)s on %(counted_on)s differs from the book by %(kg)s; %(limit_ppm)s millionths of the "
        "book are allowed. Count again, and explain what is left."
    ),
}


@finds("place")
def last_counts(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return the last count of every mineral at these places, by place under "counts"."""
    found: dict[str, dict[str, Any]] = {}
    for each in StockCount.objects.filter(place__in=list(codes), on_day__lte=today).order_by("on_day", "event_id"):
        found.setdefault(each.place, {})[each.mineral] = {
            "counted_g": each.counted_g,
            "book_g": each.book_g,
            "on_day": each.on_day,
        }
    return {place: {"counts": counts} for place, counts in found.items()}


@touches
def counted_places(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """A count brings its place to be looked at, whichever signature put it in force."""
    counted = StockCount.objects.filter(event_id__in=[event.id for event in events])
    return set(counted.values_list("place", flat=True)), set()


@rule(
    "MB-02",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("the last count of each mineral at the place"), _("what the book had there on that day")),
    parameters=("stock_count_tolerance_ppm",),
    innocent=(
        _("The ore dried, or was wet from the rain, when it was counted."),
        _("Bags were on their way, or entered after the count."),
        _("A heap was estimated, where the book has scales."),
    ),
    clears=_("Another count by two people, or the entries that were missing, by the depot."),
)
def counted_otherwise(place: PlaceSeen) -> Worry | None:
    """The last stock count differs from the book by more than one in a hundred."""
    worst: tuple[int, str, Mapping[str, Any]] | None = None
    for mineral, count in sorted(place.findings.get("counts", {}).items()):
        gap = abs(count["counted_g"] - count["book_g"])
        if gap * PPM > count["book_g"] * parameter("stock_count_tolerance_ppm", count["on_day"]):
            worst = max(worst or (0, "", {}), (gap, mineral, count), key=lambda each: each[0])
    if worst is None:
        return None
    gap, mineral, count = worst
    evidence = {
        "mineral": mineral,
        "grams": gap,
        "counted_g": count["counted_g"],
        "book_g": count["book_g"],
        "counted_on": count["on_day"].isoformat(),
        "limit_ppm": parameter("stock_count_tolerance_ppm", count["on_day"]),
    }
    return Worry("warn", "operational", evidence)
