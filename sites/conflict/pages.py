"""The pages of conflict: near a site, what is held at all, areas of conflict and high risk, roadblocks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger.parties.access import may_draw_zones, may_read_sites
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_bring_conflict_events, may_determine_areas, may_note_roadblocks
from ledger.risk.conflict.determined import by_area, status_on
from ledger.risk.conflict.models import Cahra, ConflictBatch, ConflictEvent, Roadblock
from sites.conflict.showing import conflict_at
from sites.conflict.wording import KEEPERS, STATUSES, TAXED
from sites.site_page import place_or_404

PER_PAGE = 50
MOST_FILES = 50


def after_of(request: HttpRequest) -> int:
    """Return the number after which a list goes on; 0 for its beginning."""
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


@require_safe
@for_actors(may_read_sites)
def site_conflict(request: HttpRequest, code: str) -> HttpResponse:
    """Show the conflict events near a mine site, each with its row, distance and how well its place is known."""
    place = place_or_404(code)
    today = datetime.now(UTC).date()
    shown = conflict_at(place, request.actor, today, after_of(request))
    context = {"place": place, "shown": shown, "today": today, "later": after_of(request) > 0}
    return render(request, "conflict/site.html", context)


@require_safe
@for_actors(may_read_sites)
def conflict(request: HttpRequest) -> HttpResponse:
    """Show what is held of conflict: events by country, the files that brought them, and where to go on."""
    held = ConflictEvent.objects.filter(gone_by=None).values("country").order_by("country")
    counted = held.annotate(
        events=Count("code"), areas=Count("code", filter=Q(where_prec__gte=4)), last=Max("ended_on")
    )
    context = {
        "countries": list(counted),
        "files": files(),
        "may_bring": may_bring_conflict_events(request.actor),
        "may_draw": may_draw_zones(request.actor),
    }
    return render(request, "conflict/overview.html", context)


def files() -> list[dict[str, Any]]:
    """Return the files that brought events, the last first; one that was taken back is still told."""
    batches = ConflictBatch.objects.values("source", "edition", "file")
    counted = batches.annotate(
        entries=Count("key"),
        brought_on=Min("brought_on"),
        event=Max("event_id"),
        standing=Count("key", filter=Q(taken_back_by=None)),
        because=Max("taken_back_because"),
    )
    return list(counted.order_by("-event")[:MOST_FILES])


@require_safe
@for_actors(may_read_sites)
def areas(request: HttpRequest) -> HttpResponse:
    """List determinations of areas, the newest first, each with its days, source and reasons."""
    rows = Cahra.objects.order_by("-event_id")
    found = _page(rows, after_of(request))
    today = datetime.now(UTC).date()
    named = Cahra.objects.filter(area__in={row.area for row in found[:PER_PAGE]})
    counting = {area: status_on(of, today) for area, of in by_area(named).items()}
    context = {
        "lines": [(row, STATUSES[row.status], counting.get(row.area) == row) for row in found[:PER_PAGE]],
        "following": found[PER_PAGE - 1].event_id if len(found) > PER_PAGE else None,
        "may_determine": may_determine_areas(request.actor),
    }
    return render(request, "conflict/areas.html", context)


@require_safe
@for_actors(may_read_sites)
def roadblocks(request: HttpRequest) -> HttpResponse:
    """List roadblocks, the newest first, by the kind of who keeps them; what groups are called is not here."""
    found = _page(Roadblock.objects.order_by("-event_id"), after_of(request))
    lines = [(row, KEEPERS[row.keeper], [TAXED[each] for each in row.taxes or ()]) for row in found[:PER_PAGE]]
    context = {
        "lines": lines,
        "following": found[PER_PAGE - 1].event_id if len(found) > PER_PAGE else None,
        "may_note": may_note_roadblocks(request.actor),
    }
    return render(request, "conflict/roadblocks.html", context)


def _page(rows: QuerySet[Any], after: int) -> list[Any]:
    return list((rows.filter(event_id__lt=after) if after else rows)[: PER_PAGE + 1])
