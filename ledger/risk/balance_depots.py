"""MB-01: the book of a depot or plant must close, in contained metal where lots become lots, over the last months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.metal import Closing, closings
from ledger.balance.periods import Period, month_of
from ledger.custody.models import Making
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later
from ledger.units import share_ppm

SENTENCES = {
    "warn.gained": _(
        "In the month from %(month)s more %(metal)s came out here than went in: %(kg)s kg of metal that no input "
        "explains. Ask for the assays of the lots, and what was added."
    ),
    "warn.lost": _(
        "In the month from %(month)s less %(metal)s came out here than went in: %(kg)s kg of metal are gone and "
        "declared as no loss. Ask for tailings, by-products and assays."
    ),
    "warn.unexplained": _(
        "In the month from %(month)s nobody explains %(kg)s kg of the book here. Ask for the reason of each line."
    ),
    "warn": _("The book of the month from %(month)s does not close here."),
}


@finds("place")
def how_books_close(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return, for places where anything moved, how the books of the last months close, the latest first."""
    found: dict[str, dict[str, Any]] = {}
    for period in months_to_look_at(today):
        for place, closing in closings(places, period).items():
            found.setdefault(place, {}).setdefault("closings", []).append((period.first, closing))
    return found


def months_to_look_at(today: date) -> list[Period]:
    """Return the calendar months that are looked at, the current one first."""
    return [month_of(months_later(today.replace(day=1), -back)) for back in range(parameter("book_months", today))]


@rule(
    "MB-01",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("what came, was made, went and lies here, month by month"), _("assays and moistures")),
    parameters=("book_gap_tolerance_ppm", "book_months"),
    innocent=(
        _("A grade was estimated, and the laboratory's is not entered yet."),
        _("Tailings or a by-product were kept apart and not weighed."),
        _("The moisture of a lot was never measured."),
    ),
    clears=_("The assays, weighings and by-products that are missing, entered by the depot."),
)
def book_does_not_close(place: PlaceSeen) -> Worry | None:
    """Opening and in must be out, stock and declared loss, per month: in contained metal where lots become lots."""
    for first, closing in place.findings.get("closings", ()):
        tolerance = parameter("book_gap_tolerance_ppm", first, place.country)
        gaps = [*_metal_gaps(closing, tolerance), *_wet_gap(closing, tolerance)]
        if gaps:
            why, metal, grams = max(gaps, key=lambda gap: gap[2])
            # the metal is nothing where the grams are net wet
            evidence = {"why": why, "metal": metal or None, "grams": grams, "month": first.isoformat()}
            return Worry("warn", "operational", evidence)
    return None


def _metal_gaps(closing: Closing, tolerance: int) -> Iterable[tuple[str, str, int]]:
    for metal in sorted({*closing.in_g, *closing.out_g}):
        went, came = closing.in_g.get(metal, 0), closing.out_g.get(metal, 0)
        gaps = {"gained": came - went, "lost": went - came - closing.apart_g.get(metal, 0)}
        for why, grams in gaps.items():
            if grams > 0 and share_ppm(grams, max(went, 1)) > tolerance:
                yield why, metal, grams


def _wet_gap(closing: Closing, tolerance: int) -> Iterable[tuple[str, str, int]]:
    grams = abs(closing.unexplained_g)
    if grams and share_ppm(grams, max(closing.came_g, 1)) > tolerance:
        yield "unexplained", "", grams


@touches
def made_here(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Say which places have made lots of lots: their book is looked at again."""
    ids = [event.id for event in events]
    return {place for place in Making.objects.filter(event_id__in=ids).values_list("place", flat=True) if place}, set()
