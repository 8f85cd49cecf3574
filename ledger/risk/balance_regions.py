"""MB-03: no country exports more of a mineral than was tagged, lay in stock, or came in under a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.balance.regions import RegionLine, regions
from ledger.custody.models import Move
from ledger.log.reading import Positioned
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.balance_depots import months_to_look_at
from ledger.risk.engine import settle
from ledger.risk.rules import Worry, rule
from ledger.units import share_ppm

SENTENCES = {
    "warn": _(
        "In the month from %(month)s, %(kg)s kg of %(mineral)s left %(country)s that nothing feeds: not tagged, not "
        "in stock, not imported under a certificate."
    ),
}


@dataclass(frozen=True)
class CountrySeen:
    """A country as a rule sees it: its lines month by month, the latest first."""

    code: str
    months: Sequence[tuple[date, Sequence[RegionLine]]]


@rule(
    "MB-03",
    looks_at="country",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("tagged bags, stock, imports and exports of the country, month by month"),),
    parameters=("region_gap_tolerance_ppm", "book_months"),
    innocent=(
        _("Stock from before the book was never brought in."),
        _("Ore of a neighbouring country came with a certificate that is not entered yet."),
        _("Ore of industrial mines leaves under papers of its own, without tags."),
    ),
    clears=_("Imports and old stock, entered with their papers by those who hold the ore or by the State."),
)
def exports_that_nothing_feeds(country: CountrySeen) -> Worry | None:
    """Exports of a mineral are at most what was tagged, taken from stock and imported under certificates."""
    for first, lines in country.months:
        tolerance = parameter("region_gap_tolerance_ppm", first, country.code)
        over = [line for line in lines if _beyond(line, tolerance)]
        if over:
            worst = max(over, key=lambda line: (line.unfed_g, line.mineral))
            evidence = {
                "country": country.code,
                "mineral": worst.mineral,
                "grams": worst.unfed_g,
                "exported_g": worst.exported_g,
                "month": first.isoformat(),
            }
            return Worry("warn", "operational", evidence)
    return None


def _beyond(line: RegionLine, tolerance: int) -> bool:
    return line.unfed_g > 0 and share_ppm(line.unfed_g, max(line.exported_g, 1)) > tolerance and line.exported_g > 0


def look_at_countries(countries: Iterable[str], today: date) -> int:
    """Bring the flags of countries up to date; return how many were raised or cleared."""
    asked = sorted(set(countries))
    if not asked:
        return 0
    by_month = [(period.first, regions(asked, period)) for period in months_to_look_at(today)]
    return settle("country", [CountrySeen(code, _of(code, by_month)) for code in asked])


def _of(code: str, by_month: Sequence[tuple[date, Sequence[RegionLine]]]) -> list[tuple[date, list[RegionLine]]]:
    return [(first, [line for line in lines if line.country == code]) for first, lines in by_month]


def exporting(events: Sequence[Positioned]) -> set[str]:
    """Return the countries that events export from."""
    gone = Move.objects.filter(event_id__in=[event.id for event in events], cause="exported")
    return set(Place.objects.filter(code__in=gone.values("place")).values_list("country", flat=True))


def with_places() -> set[str]:
    """Return the countries in which ore can be."""
    return set(Place.objects.values_list("country", flat=True).distinct())
