"""What the tag stock tells the rules of risk about a place: boxes too large, tags left over, losses told too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Sum

from ledger.custody.models import Tag
from ledger.custody.stock_models import TagParcel
from ledger.custody.tables import ISSUED, LOST, STOLEN
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches

OVER, STALE, LATE = "tags_over", "tags_stale", "tags_late"


@finds("place")
def tags_at(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return what the rules ask about the tags of these places; three queries."""
    found: dict[str, dict[str, Any]] = {}
    for name, rows in ((OVER, _over(places)), (STALE, stale(today, places)), (LATE, _late(places, today))):
        for row in rows:
            found.setdefault(row.pop("place"), {})[name] = row
    return found


def _over(places: Sequence[str]) -> Any:
    """Return for each place the tags allocated beyond what is plausible, while their boxes are not empty."""
    boxes = TagParcel.objects.filter(place__in=list(places), over__gt=0, next__lte=F("last"))
    return boxes.values("place").annotate(over=Sum("over"), boxes=Count("code"))


def stale(today: date, places: Sequence[str] | None = None) -> Any:
    """Return for each place how many tags lie unused for longer than is usual, and since when."""
    before = today - timedelta(days=parameter("tag_unused_days", today))
    tags = Tag.objects.filter(state=ISSUED, issued_on__lt=before)
    if places is not None:
        tags = tags.filter(place__in=list(places))
    return tags.values("place").annotate(number=Count("code"), since=Min("issued_on"))


def _late(places: Sequence[str], today: date) -> Any:
    """Return for each place the losses that were reported too late, of the last days."""
    since = today - timedelta(days=parameter("tag_late_report_shown_days", today))
    tags = Tag.objects.filter(place__in=list(places), state__in=(LOST, STOLEN), ended_on__gte=since)
    return tags.exclude(reported_late=None).values("place").annotate(number=Count("code"), hours=Max("reported_late"))


@touches
def touched_by_stock(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Return the places whose tags these events speak of."""
    places = {event.facts["place"] for event in events if event.kind.startswith("tags.allocated.")}
    missed = {tag for event in events if event.kind.startswith("tag.missed.") for tag in event.facts["tags"]}
    if missed:
        places |= set(Tag.objects.filter(code__in=missed).values_list("place", flat=True))
    return places, set()
