"""What anybody may read of incidents: summaries one by one, with a blurred place, and how the cases go (INC-05)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from ledger.parties.doors import public
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.statistics import Line, statistics
from sites.incidents.words import CATEGORIES, LEVELS

PER_PAGE = 40
MOST = 1_000
WHY = "summaries hold no names and no place nearer than a territory, and appear when a case closes or after 90 days"


def published_rows() -> QuerySet[Incident]:
    """Return the published cases, the latest publication first."""
    return Incident.objects.exclude(published_on=None).order_by("-published_on", "-event_id")


@public(WHY)
def published(request: HttpRequest) -> HttpResponse:
    """Show the published summaries."""
    rows = list(_behind(request.GET.get("after", ""))[: PER_PAGE + 1])
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    following = f"{last.published_on}:{last.event_id}" if last else ""
    return render(request, "incidents/published.html", {"rows": rows[:PER_PAGE], "following": following})


def _behind(mark: str) -> QuerySet[Incident]:
    """Return the published cases behind the last one of a page; all of them where the mark is none."""
    day, _, number = mark.partition(":")
    try:
        on_day, event = date.fromisoformat(day), int(number)
    except ValueError:
        return published_rows()
    if not 0 <= event < 2**63:
        return published_rows()
    return published_rows().filter(Q(published_on__lt=on_day) | Q(published_on=on_day, event_id__lt=event))


@public(WHY)
def published_json(request: HttpRequest) -> JsonResponse:
    """Hand out the published summaries for machines, the latest first."""
    found = [_told(row) for row in published_rows()[:MOST]]
    return JsonResponse({"incidents": found, "levels": {number: str(word) for number, word in LEVELS.items()}})


def _told(row: Incident) -> dict[str, Any]:
    """Return what is public of a case: no place, no party, no lot, and of its days only the month."""
    return {
        "code": row.code,
        "category": row.category,
        "about": str(CATEGORIES.get(row.category, row.category)),
        "level": row.level,
        "country": row.country,
        "area": row.public_area,
        "summary": row.public_summary,
        "opened": row.opened_on.strftime("%Y-%m"),
        "state": row.state,
        "finding": row.finding,
        "outcome": row.outcome,
        "days_open": (row.closed_on - row.opened_on).days if row.closed_on else None,
        "went_over": row.over,
        "downgrades": row.downgrades,
        "reopened": row.reopened,
        "published_on": row.published_on,
    }


@public("counts of cases by level, their days and their downgrades name nobody and no place")
def incident_statistics(request: HttpRequest) -> HttpResponse:
    """Show how cases go: median days open, share over the clock, by level, downgrades."""
    today = datetime.now(UTC).date()
    year = request.GET.get("since", "")
    since = date(int(year), 1, 1) if year.isascii() and year.isdigit() and len(year) == 4 and year > "1900" else None
    found = statistics(today, since)
    years = range(today.year, today.year - 5, -1)
    return render(
        request, "incidents/statistics.html", {"found": found, "lines": found.levels, "years": years, "since": since}
    )


@public("counts of cases by level, their days and their downgrades name nobody and no place")
def statistics_json(request: HttpRequest) -> JsonResponse:
    """Hand out the same for machines."""
    found = statistics(datetime.now(UTC).date())
    return JsonResponse(
        {
            "all": _line(found.all),
            "levels": [_line(each) for each in found.levels],
            "outcomes": found.outcomes,
            "categories": [
                {"category": code, "number": number, "open": still} for code, number, still in found.categories
            ],
        }
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "level": line.level,
        "said": str(LEVELS[line.level]) if line.level else None,
        "number": line.number,
        "open": line.open,
        "over_a_clock": line.over,
        "median_days": line.days,
        "median_days_to_close": line.days_to_close,
        "downgrades": line.downgrades,
        "reopened": line.reopened,
        "published": line.published,
    }
