"""The list of depots, and one depot: keeper, licences, scales with their calibration, people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger import codes
from ledger.custody.models import Calibration, Lot
from ledger.custody.scales import latest_of_scales
from ledger.custody.tables import OPEN
from ledger.deeds.entries import Actor
from ledger.parties.access import may_calibrate, may_read_parties, sees_agents, sees_trade_of_party
from ledger.parties.doors import for_actors
from ledger.parties.kinds import PLACE_KINDS
from ledger.parties.models import Party, Place, Role
from ledger.parties.roles import KEEPERS
from ledger.reference.parameters import parameter
from ledger.standing.licences import held_by
from ledger.standing.models import Standing

PER_PAGE = 40


@dataclass(frozen=True)
class Scale:
    """A scale on a day: its last calibration, and the days that are left of it."""

    calibration: Calibration
    days_left: int
    due: bool

    @property
    def lapsed(self) -> bool:
        return self.days_left < 0

    @property
    def days_over(self) -> int:
        return -self.days_left


def scales(calibrations: list[Calibration], today: date) -> list[Scale]:
    """Return the scales of one place, as they are today."""
    red = parameter("days_left_red", today)
    aged = ((each, (each.valid_to - today).days) for each in latest_of_scales(calibrations))
    return [Scale(each, left, left <= red) for each, left in aged]


def place_or_404(code: str) -> Place:
    """Return a depot, store or plant by its code."""
    place = Place.objects.filter(code=code, kind__in=PLACE_KINDS).first()
    if place is None:
        raise Http404
    return place


def may_calibrate_at(actor: Actor, place: Place) -> bool:
    """Say whether an actor may record calibrations of this place's scales; the deed asks the same."""
    return may_calibrate(actor) and (bool(actor.roles & KEEPERS) or actor.party == place.party)


@for_actors(may_read_parties)
def depots(request: HttpRequest) -> HttpResponse:
    """Show depots, stores and plants in the order of their names."""
    today, typed = datetime.now(UTC).date(), request.GET.get("q", "").replace("\0", "").strip()[:80]
    places, page = _page(_found(typed), request.GET, typed)
    keepers = Party.objects.in_bulk({place.party for place in places})
    calibrations: dict[str, list[Calibration]] = {}
    for each in Calibration.objects.filter(place__in=[place.code for place in places]):
        calibrations.setdefault(each.place, []).append(each)
    lines = [
        {
            "place": place,
            "keeper": keepers.get(place.party),
            "scales": (of_place := scales(calibrations.get(place.code, []), today)),
            "lapsed": sum(scale.lapsed for scale in of_place),
        }
        for place in places
    ]
    return render(request, "depots/list.html", {"lines": lines, "typed": typed, "page": page})


def _found(typed: str) -> QuerySet[Place]:
    rows = Place.objects.filter(kind__in=PLACE_KINDS)
    if not typed:
        return rows
    named = Q(name__icontains=typed) | Q(area__icontains=typed)
    code = codes.normal(typed)
    return rows.filter(named | Q(code=code) if codes.is_code(code, codes.PLACE) else named)


def _page(rows: QuerySet[Place], asked: Any, typed: str) -> tuple[list[Place], SimpleNamespace]:
    """Return the places of one page by name, with the query strings of its neighbours."""
    after, before = _key(asked.get("after", "")), _key(asked.get("before", ""))
    if before:
        name, code = before
        held = rows.filter(Q(name__lt=name) | Q(name=name, code__lt=code)).order_by("-name", "-code")
        found = list(held[: PER_PAGE + 1])
        earlier, later, places = len(found) > PER_PAGE, True, found[:PER_PAGE][::-1]
    else:
        held = rows.filter(Q(name__gt=after[0]) | Q(name=after[0], code__gt=after[1])) if after else rows
        found = list(held.order_by("name", "code")[: PER_PAGE + 1])
        earlier, later, places = after is not None, len(found) > PER_PAGE, found[:PER_PAGE]
    if not places:
        return places, SimpleNamespace(before="", after="", range="")
    kept = {"q": typed} if typed else {}
    first, last = places[0], places[-1]
    page = SimpleNamespace(
        before=urlencode({**kept, "before": f"{first.code}:{first.name}"}) if earlier else "",
        after=urlencode({**kept, "after": f"{last.code}:{last.name}"}) if later else "",
        range=_("%(first)s to %(last)s") % {"first": first.name, "last": last.name},
    )
    return places, page


def _key(typed: str) -> tuple[str, str] | None:
    code, _sep, name = typed.replace("\0", "").partition(":")
    return (name[:200], code[:9]) if name else None


@for_actors(may_read_parties)
def depot(request: HttpRequest, code: str) -> HttpResponse:
    """Show one depot."""
    if codes.normal(code) != code:
        return redirect("depot", codes.normal(code))
    place, today, actor = place_or_404(code), datetime.now(UTC).date(), request.actor
    calibrations = list(Calibration.objects.filter(place=code).order_by("-calibrated_on", "-event_id"))
    said = list(Standing.objects.filter(subject=place.party))
    context = {
        "place": place,
        "keeper": Party.objects.filter(code=place.party).first(),
        "licences": [_licence(held, today) for held in held_by(said)],
        "scales": scales(calibrations, today),
        "past": calibrations,
        "agents": _agents(place.party, today) if sees_agents(actor, place.party) else None,
        "stock": _stock(code, place.party, actor),
        "may_calibrate": may_calibrate_at(actor, place),
    }
    return render(request, "depots/depot.html", context)


def _licence(held: Any, today: date) -> dict[str, Any]:
    runs = held.runs_on(today)
    return {
        "held": held,
        "runs": runs,
        "stopped": held.stopped_on(today),
        "ends": held.last_day(today) if runs else held.ended_before(today),
    }


def _agents(party: str, today: date) -> list[Role]:
    in_force = Q(until=None) | Q(until__gte=today)
    return list(Role.objects.filter(in_force, party=party).select_related("user").order_by("role", "user__username"))


def _stock(code: str, party: str, actor: Actor) -> list[dict[str, Any]] | None:
    if not sees_trade_of_party(actor, party):
        return None
    held = Lot.objects.filter(holder=party, place=code, state=OPEN).values("mineral")
    return list(held.annotate(grams=Sum("mass_g"), lots=Count("code")).order_by("-grams"))
