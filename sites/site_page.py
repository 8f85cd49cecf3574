"""One mine site: three statuses side by side, what visits saw, tags, lots, flags."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger import codes
from ledger.custody.models import Origin, Tag
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tables import IDENTITY
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.access import (
    may_issue_tags,
    may_read_sites,
    may_record_acts,
    may_record_visits,
    sees_site_output,
)
from ledger.parties.doors import for_actors
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.reports.disclosing import disclosed
from ledger.risk.models import Flag
from ledger.risk.rules import explain
from ledger.risk.status_age import status_age
from ledger.standing.models import Standing
from ledger.standing.reading import OWN, SCHEME
from sites.models import MineSite, Visit
from sites.register import last_visit, reading

MOST_VISITS, MOST_LOTS = 100, 50


def place_or_404(code: str) -> Place:
    """Return a mine site by its code."""
    place = Place.objects.filter(code=code, kind=MINE_SITE).first()
    if place is None:
        raise Http404
    return place


@for_actors(may_read_sites)
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mine site; what is hidden from an actor is not loaded into the page."""
    if codes.normal(code) != code:
        return redirect("site", codes.normal(code))
    place = place_or_404(code)
    today = datetime.now(UTC).date()
    visits = list(Visit.objects.filter(place=code).order_by("-visited_on", "-event_id")[:MOST_VISITS])
    context = {
        "place": place,
        "site": MineSite.objects.filter(code=code).first(),
        **_statuses(code, today),
        "visits": _with_openings(place, visits, request.actor),
        "tags": _tags(code),
        **_lots(code, request.actor),
        "today": today,
        "may_visit": may_record_visits(request.actor),
        "may_act": may_record_acts(request.actor),
        "may_issue": may_issue_tags(request.actor),
    }
    return render(request, "sites/site.html", context)


def _statuses(code: str, today: date) -> dict[str, Any]:
    statements = list(Standing.objects.filter(subject=code).order_by("event_id"))
    flags = list(Flag.objects.filter(subject=code).order_by("-event_id")[:50])
    still_open = [flag for flag in flags if flag.cleared_on is None]
    said = [(flag, explain(flag.rule, flag.severity, flag.evidence, today)) for flag in still_open]
    return {
        "state": status_age(statements, today),
        "scheme": status_age(statements, today, SCHEME),
        "own": status_age(statements, today, OWN),
        "reading": reading(still_open),
        "read_since": min((flag.raised_on for flag in still_open), default=None),
        "flags": said,
        "past_flags": [flag for flag in flags if flag.cleared_on is not None],
        "last_visit": last_visit(statements, today),
    }


def _with_openings(place: Place, visits: Sequence[Visit], actor: Actor) -> dict[str, Any]:
    """Return visits with what their openings show to this actor, and the exact position where it may be seen."""
    events = {event.id: event for event in events_by_id([place.event_id, *(visit.event_id for visit in visits)])}
    openings = openings_of(event.key for event in events.values())
    shown: dict[int, dict[str, Any]] = {}
    for number, event in events.items():
        for value in disclosed(event, openings.get(event.key, ()), actor).opened.values():
            shown.setdefault(number, {}).update(value)
    position = shown.get(place.event_id, {})
    return {
        "rows": [(visit, shown.get(visit.event_id, {})) for visit in visits],
        "latitude": position["latitude_e6"] / 1e6 if "latitude_e6" in position else None,
        "longitude": position["longitude_e6"] / 1e6 if "longitude_e6" in position else None,
        "village": position.get("village"),
    }


def _tags(code: str) -> dict[str, int]:
    counted = Tag.objects.filter(place=code).values("state").annotate(n=Count("code")).order_by("state")
    return {each["state"]: each["n"] for each in counted}


def _lots(code: str, actor: Actor) -> dict[str, Any]:
    """Return the latest lots with its ore that the actor sees, and all its grams where those may be seen."""
    seen = lots_seen_by(actor).values("code")
    held = Origin.objects.filter(place=code, lot__in=seen).values("lot").annotate(grams=Sum("grams"))
    lots = list(held.order_by("-lot")[:MOST_LOTS])
    dug = Origin.objects.filter(place=code, custody_model=IDENTITY).aggregate(grams=Sum("grams"))["grams"]
    return {"lots": lots, "dug_g": (dug or 0) if sees_site_output(actor) else None}
