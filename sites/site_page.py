"""One mine site: statuses side by side, output, visits, licences, flags, tags and lots; today or as known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id
from ledger.parties import access
from ledger.parties.doors import for_actors
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.risk.models import Flag
from ledger.standing.models import Standing
from sites.describing.showing import size_of
from sites.incidents.site_section import incidents_of_site
from sites.licensing.showing import of_site
from sites.merging.showing import codes_of, merging_of
from sites.models import MineSite, Visit
from sites.register import last_visit
from sites.showing.agreeing import agreements
from sites.showing.describing import described
from sites.showing.flags import MOST as MOST_FLAGS
from sites.showing.flags import flags_of
from sites.showing.knowing import Then, earlier_day, then
from sites.showing.lots import lots_of, tags_of
from sites.showing.opening import opened, where
from sites.showing.output import output
from sites.showing.struck import struck
from sites.statuses.history import columns
from sites.visits.showing import Shown, shown_visits
from sites.withdrawing.models import Withdrawn
from sites.zones.lying import zones_around

MOST_VISITS = 100


def place_or_404(code: str) -> Place:
    """Return a mine site by its code."""
    place = Place.objects.filter(code=code, kind=MINE_SITE).first()
    if place is None:
        raise Http404
    return place


@for_actors(access.may_read_sites)
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mine site; what is hidden from an actor is not loaded into the page."""
    if codes.normal(code) != code:
        return redirect("site", codes.normal(code))
    place, line = place_or_404(code), MineSite.objects.get(code=code)
    today = datetime.now(UTC).date()
    known = _what_is_known(place, line, request.actor, earlier_day(request.GET.get("known", ""), today), today)
    context = {
        "place": place,
        "site": line,
        "today": today,
        "merging": merging_of(line),
        **known,
        **_output(code, request.actor, known["last_visit"], today),
        **_licences(line, request.actor, today),
        **incidents_of_site(codes_of(code), request.actor),
        "size": size_of(line, request.actor, today),
        **_may(request.actor),
    }
    return render(request, "sites/site.html", context)


def _what_is_known(place: Place, line: MineSite, actor: Actor, asked: date | None, today: date) -> dict[str, Any]:
    """Return statuses, visits and flags, of today or as the book knew them at the end of an earlier day."""
    said = list(Standing.objects.filter(subject=place.code).order_by("event_id"))
    flags = list(Flag.objects.filter(subject=place.code).order_by("-event_id")[:MOST_FLAGS])
    visits = list(Visit.objects.filter(place=place.code).order_by("-visited_on", "-event_id")[:MOST_VISITS])
    taken_back = list(Withdrawn.objects.filter(subject=place.code))
    numbers = [place.event_id, *(row.event_id for row in (*said, *flags, *visits, *taken_back))]
    numbers += [*(flag.cleared_event_id for flag in flags), *(row.by_event_id for row in taken_back)]
    at = then(asked, numbers) if asked else Then(today)
    statements, visits = at.of(said), at.of(visits)
    told = [place.event_id, *(visit.event_id for visit in visits)]
    told += [number for row in taken_back for number in (row.event_id, row.by_event_id)]
    events = {event.id: event for event in events_by_id(set(told))}
    shown = opened(list(events.values()), actor)
    found = flags_of(flags, at)
    return {
        "at": at,
        "registered_then": at.holds(place.event_id),
        "statuses": columns(statements, at.day, place.country),
        "described": described(line, statements, at.day),
        "visits": {"rows": _visits(visits, shown, {row.event_id for row in taken_back if at.holds(row.by_event_id)})},
        "where": where(place.code, shown.get(place.event_id, {}), actor, at.day),
        "zones": zones_around(place.code, at.day) if access.may_see_exact_positions(actor) else None,
        "flags": found.open,
        "past_flags": found.past,
        "reading": found.reading,
        "read_since": found.since,
        "last_visit": last_visit(statements, at.day),
        "struck": struck(taken_back, events, at),
    }


def _visits(visits: list[Visit], shown: dict[int, dict[str, Any]], struck_then: set[int]) -> list[Shown]:
    """Return visits in words; one that was taken back only later was not struck yet."""
    return [replace(each, struck=each.visit.event_id in struck_then) for each in shown_visits(visits, shown)]


def _output(code: str, actor: Actor, last: date | None, today: date) -> dict[str, Any]:
    """Return tags, lots and, for those who may see it, output against capacity; under all codes of the site."""
    every = codes_of(code)
    shown = {"tags": tags_of(every), **lots_of(every, actor)}
    if access.sees_site_output(actor):
        shown["output"] = output(every, last, today)
    return shown


def _licences(line: MineSite, actor: Actor, today: date) -> dict[str, Any]:
    """Return the licences that name the site, and what those behind it have agreed about it."""
    held = of_site(line.code, actor, today)
    parties = [line.owner, *(line.operators or ()), *(each.licence.holder for each in held["licences"])]
    return {**held, "agreements": agreements(line.code, parties, actor, today)}


def _may(actor: Actor) -> dict[str, bool]:
    """Return what an actor may enter about a site: the page leads there."""
    return {
        "may_visit": access.may_record_visits(actor),
        "may_act": access.may_record_acts(actor),
        "may_issue": access.may_issue_tags(actor),
        "may_merge": access.may_merge_sites(actor),
    }
