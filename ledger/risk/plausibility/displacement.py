"""PLAU-03 (D9): output rises at one site after a neighbour went Red or had an incident, while the neighbour's falls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.digging import DUG, Dug, first_day, grams_in
from ledger.risk.plausibility.innocent import DRY_SEASON, MINERS_MOVED, NEW_PIT, PRICE_JUMP
from ledger.risk.plausibility.robust import in_steps
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

NEIGHBOURS = "neighbours"
RED, INCIDENT = "red", "incident"
SENTENCES = {
    "warn": _(
        "In the %(window_days)s days from %(since)s on, when %(neighbour)s, about %(km)s km away, went Red, %(kg)s kg "
        "were dug here; in as many days before it were %(before_kg)s kg. There it fell from %(there_before_kg)s kg."
    ),
    "warn.incident": _(
        "In the %(window_days)s days from %(since)s on, when %(neighbour)s, about %(km)s km away, had an incident, "
        "%(kg)s kg were dug here; in as many days before it were %(before_kg)s kg. There it fell from "
        "%(there_before_kg)s kg."
    ),
    "warn.running": _(
        "Since %(since)s, when %(neighbour)s, about %(km)s km away, went Red or had an incident, already more than "
        "%(over_percent)s %% of what the %(window_days)s days before had yielded were dug here. There it were "
        "%(there_before_kg)s kg before."
    ),
}


@dataclass(frozen=True)
class Neighbour:
    """A place near by, the day from which it was Red or had an incident, and what it dug itself."""

    place: str
    since: date
    why: str
    km: int
    days: Sequence[Dug] = ()


@dataclass(frozen=True)
class Rise:
    """What a place dug in as many days before and from a neighbour's day on."""

    neighbour: Neighbour
    before_g: int
    after_g: int
    there_before_g: int
    over: bool


def rise_after(days: Sequence[Dug], neighbour: Neighbour, window: int, today: date) -> Rise | None:
    """Return what was dug before and since; None where the days before are not known or the neighbour did not fall."""
    before, since = neighbour.since - timedelta(days=window), neighbour.since
    last = since + timedelta(days=window - 1)
    begun = first_day(days)
    if begun is None or before < begun < since:
        return None
    there = [grams_in(neighbour.days, *span) for span in ((before, since - timedelta(days=1)), (since, last))]
    if there[1] >= there[0]:
        return None
    own = [grams_in(days, *span) for span in ((before, since - timedelta(days=1)), (since, min(last, today)))]
    return Rise(neighbour, own[0], own[1], there[0], last < today)


def is_displaced(before_g: int, after_g: int, rise_ppm: int, least_g: int) -> bool:
    """Say whether output rose by more than a share of what it was, and by grams worth asking about."""
    return after_g * PPM > before_g * (PPM + rise_ppm) and after_g - before_g >= least_g


def displaced(place: PlaceSeen, neighbours: Iterable[Neighbour]) -> list[Rise]:
    """Return the rises that a neighbour's day may explain, the smallest first."""
    found = []
    for each in neighbours:
        window, rise_ppm, least_g = (
            parameter(f"displacement_{name}", each.since, place.country) for name in ("days", "rise_ppm", "least_g")
        )
        rise = rise_after(place.findings.get(DUG, ()), each, window, place.today)
        if rise and is_displaced(rise.before_g, rise.after_g, rise_ppm, least_g):
            found.append(rise)
    return sorted(found, key=lambda one: (one.after_g - one.before_g, one.neighbour.since, one.neighbour.place))


@rule(
    "PLAU-03",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; beyond_the_peers.md C D9",
    innocent=(MINERS_MOVED, NEW_PIT, DRY_SEASON, PRICE_JUMP),
    clears=_("A visit that counts miners and pits here, and asks those who came where they dug before."),
    parameters=("displacement_days", "displacement_rise_ppm", "displacement_least_g", "displacement_km")
    + ("displacement_shown_days", "displacement_incident_level"),
    reads=(_("bags tagged here and at the neighbour, by day of digging"), _("Red decisions and incidents near by")),
)
def rises_as_neighbour_falls(place: PlaceSeen) -> Worry | None:
    """Output rises by more than a quarter in the month after a site within 75 km went Red or had an incident."""
    rises = displaced(place, place.findings.get(NEIGHBOURS, ()))
    return Worry("warn", "operational", _evidence(rises[-1], place)) if rises else None


def _evidence(rise: Rise, place: PlaceSeen) -> dict[str, Any]:
    near = rise.neighbour
    said: dict[str, Any] = {
        "neighbour": near.place,
        "km": near.km,
        "since": near.since.isoformat(),
        "window_days": parameter("displacement_days", near.since, place.country),
        "there_before_g": rise.there_before_g,
    }
    if not rise.over and rise.before_g:
        step = parameter("displacement_rise_ppm", near.since, place.country)
        return {**said, "why": "running", "over_ppm": in_steps(rise.after_g * PPM // rise.before_g, step)}
    why = {"why": near.why} if near.why != RED else {}
    return {**said, **why, "grams": rise.after_g, "before_g": rise.before_g}
