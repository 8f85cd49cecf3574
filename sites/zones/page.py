"""The pages of zones: a list, and each with its outline and the sites in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.parties.access import may_read_sites, may_see_exact_positions
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from sites.zones.drawing import KINDS
from sites.zones.lying import E6, places_inside, positions_of
from sites.zones.models import Zone, ZoneConsent, ZoneDrawn
from sites.zones.outlines import drawn
from sites.zones.outlining import drawing

PER_PAGE, MOST_SITES = 50, 200
WORDS = {
    "artisanal_zone": _("Artisanal zone"),
    "concession": _("Concession"),
    "protected_area": _("Protected area"),
    "conflict_zone": _("Conflict zone"),
    "designated_area": _("Designated area"),
}
STATUSES = {"planned": _("Planned"), "active": _("In force"), "closed": _("Closed")}


@for_actors(may_read_sites)
def zones(request: HttpRequest) -> HttpResponse:
    """List the zones by name."""
    kind, typed = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:80]
    rows = Zone.objects.defer("outline").order_by("name", "code")
    rows = rows.filter(kind=kind) if kind in KINDS else rows
    rows = rows.filter(Q(name__icontains=typed) | Q(code=codes.normal(typed))) if typed else rows
    code, _sep, name = request.GET.get("after", "").partition(":")
    if name:
        rows = rows.filter(Q(name__gt=name[:200]) | Q(name=name[:200], code__gt=code[:9]))
    found = list(rows[: PER_PAGE + 1])
    context = {
        "zones": [(zone, WORDS[zone.kind], _status(zone)) for zone in found[:PER_PAGE]],
        "kinds": WORDS.items(),
        "kind": kind,
        "q": typed,
        "after": f"{found[PER_PAGE - 1].code}:{found[PER_PAGE - 1].name}" if len(found) > PER_PAGE else "",
    }
    return render(request, "zones/list.html", context)


def _status(zone: Zone) -> Any:
    return STATUSES["closed"] if zone.closed_on else STATUSES[zone.status]


@for_actors(may_read_sites)
def zone(request: HttpRequest, code: str) -> HttpResponse:
    """Show a zone: what it is, its outline, the sites in it for those who may know where sites lie."""
    if codes.normal(code) != code:
        return redirect("zone", codes.normal(code))
    found = Zone.objects.filter(code=code).first()
    if found is None:
        raise Http404
    context = {
        "zone": found,
        "kind": WORDS[found.kind],
        "status": _status(found),
        "holder": Party.objects.filter(code=found.holder).first() if found.holder else None,
        "hectares": round(found.area_m2 / 10_000),
        "drawings": ZoneDrawn.objects.filter(zone=code).defer("outline").order_by("-valid_from", "-event_id")[:50],
        **_inside(found, request.actor),
    }
    return render(request, "zones/zone.html", context)


def _inside(found: Zone, actor: Actor) -> dict[str, Any]:
    """Return the drawing and the sites inside; a small zone tells where its sites lie, so they are for few."""
    outline = drawn(found.outline)
    if not may_see_exact_positions(actor):
        return {"sites": None, "consents": [], "drawing": drawing(outline)}
    codes_inside = places_inside(found)
    places = Place.objects.filter(code__in=codes_inside).order_by("name", "code")[:MOST_SITES]
    held = positions_of([place.code for place in places])
    points = [
        (held[place.code].longitude_e6 / E6, held[place.code].latitude_e6 / E6, place.name)
        for place in places
        if place.code in held
    ]
    return {
        "sites": list(places),
        "more": max(0, len(codes_inside) - MOST_SITES),
        "consents": ZoneConsent.objects.filter(zone=found.code).order_by("-valid_from")[:50],
        "drawing": drawing(outline, points),
    }
