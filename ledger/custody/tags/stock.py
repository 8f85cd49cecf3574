"""Who has how many tags: by series and holder, what the book says, what lies in boxes, what the last count found."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Sum

from ledger.custody.models import Tag
from ledger.custody.seeing import parcels_seen_by
from ledger.custody.stock_models import TagCount, TagParcel
from ledger.custody.stock_tables import ALLOCATED, IN_STOCK
from ledger.custody.tables import RETURNED
from ledger.custody.tags.finding import UNUSED
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything

MOST_LINES = 500


@dataclass(frozen=True)
class StockLine:
    """The tags of a series with a holder. `in_boxes` are not issued yet, `in_booklets` issued and unused."""

    series: str
    holder: str
    in_boxes: int
    in_booklets: int
    count: TagCount | None

    @property
    def gap(self) -> int | None:
        """What the book had and nobody found when it was last counted; None: never counted."""
        return self.count.book - self.count.counted if self.count else None

    @property
    def in_book(self) -> int:
        """What the book has, and two people should find."""
        return self.in_boxes + self.in_booklets


def stock_seen_by(actor: Actor, most: int = MOST_LINES) -> list[StockLine]:
    """Return the stock that an actor sees, by series and holder; four queries."""
    parcels = parcels_seen_by(actor)
    held = list(parcels.order_by("series", "holder").values_list("series", "holder").distinct()[:most])
    boxes, booklets = _in_boxes(parcels), _in_booklets(actor)
    counts = {(each.series, each.holder): each for each in _counts({series for series, _ in held})}
    return [
        StockLine(
            series,
            holder,
            boxes.get((series, holder), 0),
            booklets.get((series, holder), 0),
            counts.get((series, holder)),
        )
        for series, holder in held
    ]


def _in_booklets(actor: Actor) -> dict[tuple[str, str], int]:
    """Count what is issued and on no bag; an index holds these tags alone, however many were used."""
    unused = Tag.objects.filter(series__isnull=False, state__in=UNUSED)
    if not sees_everything(actor):
        unused = unused.filter(holder=actor.party)
    counted = unused.values("series", "holder").annotate(number=Count("pk"))
    return {(row["series"], row["holder"]): row["number"] for row in counted}


def _in_boxes(parcels: QuerySet[TagParcel]) -> dict[tuple[str, str], int]:
    left = parcels.filter(state__in=(IN_STOCK, ALLOCATED, RETURNED)).values("series", "holder")
    summed = left.annotate(number=Sum(F("last") - F("next") + 1))
    return {(row["series"], row["holder"]): row["number"] for row in summed}


def _counts(series: set[str]) -> QuerySet[TagCount]:
    """Return the counts of these series, the latest last."""
    return TagCount.objects.filter(series__in=series).order_by("event_id")
