"""MIN-08: over a window of months, no more metal comes out of a place's work than went into it, stock included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.balance.window import Window, window_of, windows
from ledger.custody.models import Lot, Making
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.units import PPM

SENTENCES = {
    "warn": _(
        "From %(since)s on, %(in_kg)s kg of %(metal)s went into the work here, %(opening_kg)s kg of them from stock "
        "that lay here before, and %(out_kg)s kg came out: %(kg)s kg more than any input explains. A grade that was "
        "estimated, or ore that was never entered, may be the reason: ask for the assays, and what was added."
    ),
}


@finds("place")
def metal_of_window(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return, for places where lots became lots, what the work of the last months made of the metal."""
    period = window_of(today, parameter("metal_window_months", today))
    return {place: {"window": window} for place, window in windows(places, period).items()}


@rule(
    "MIN-08",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/buying.md, MIN",
    reads=(_("metal in the lots that went into work here and came out of it"), _("stock that lay here before")),
    parameters=("metal_window_months", "metal_window_tolerance_ppm"),
    innocent=(
        _("What went in was assayed too low, by eye or with a field instrument."),
        _("Old stock or tailings were worked again and never entered."),
        _("Two laboratories differ by more than their methods allow."),
    ),
    clears=_("Assays of what went in, and the ore that was added, entered by the plant."),
)
def more_metal_than_went_in(place: PlaceSeen) -> Worry | None:
    """Metal out is at most metal in and 2 % of it, over a window of months in which stock carries over."""
    window: Window | None = place.findings.get("window")
    if window is None:
        return None
    opening, came, out = window.opening.metal(), window.came.metal(), window.out.metal()
    tolerance = parameter("metal_window_tolerance_ppm", window.period.last, place.country)
    gains = []
    # a metal for which no input was assayed is unknown there, and a by-product no gain
    for metal in sorted({*opening, *came} & set(out)):
        went_in = opening.get(metal, 0) + came.get(metal, 0)
        if went_in and out[metal] * PPM > went_in * (PPM + tolerance):
            gains.append((out[metal] - went_in, metal, went_in))
    if not gains:
        return None
    grams, metal, went_in = max(gains)
    said = {"grams": grams, "in_g": went_in, "opening_g": opening.get(metal, 0), "out_g": out[metal]}
    return Worry("warn", "operational", {"metal": metal, "since": window.period.first.isoformat(), **said})


@touches
def assayed_after_work(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say at which places assayed lots were made or used: their metal is known otherwise now."""
    assayed = [event.facts["lot"] for event in events if event.kind.startswith("lot.assayed.")]
    if not assayed:
        return set(), set()
    told = Lot.objects.filter(Q(made_by__isnull=False) | Q(used_by__isnull=False), code__in=assayed)
    keys = {key for both in told.values_list("made_by", "used_by") for key in both if key}
    return set(Making.objects.filter(key__in=keys).exclude(place=None).values_list("place", flat=True)), set()
