"""WGT-06: weights of one person that are all alike, or end alike, were perhaps never read off a scale.

Looked at are the bags of months that are over, by who tagged them: what the scale showed where that person entered a
weighing too (gross), else the mass of the tag. The flag is on the places; who it was stands in its evidence, as an id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.balance.books import Row, rows_of
from ledger.balance.periods import Period
from ledger.custody.models import Calibration
from ledger.custody.typed_weights import METRIC
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.heaping import ENDINGS, SAME, Heap, Weights, heap_of
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.months import months_later

SENTENCES = {
    f"warn.{SAME}": _(
        "%(times)s of %(number)s weights that one person entered in the month from %(month)s are %(kg)s kg to the "
        "gram. Bags that are filled to a mark, or a coarse scale, can explain it: look at the scale, and weigh some "
        "again."
    ),
    f"warn.{ENDINGS}": _(
        "%(times)s of %(number)s weights that one person entered in the month from %(month)s have the same last digit "
        "in steps of %(step_kg)s kg, where about %(expected)s would by chance. Figures that are rounded, or a scale "
        "with coarser steps, can explain it: look at the scale, and weigh some bags again."
    ),
    "warn": _("%(times)s of %(number)s weights that one person entered in the month from %(month)s are alike."),
}
# where the person who tagged a bag entered a weighing of it too, the first one tells what the scale showed
_READ = """
    WITH people AS (
        SELECT DISTINCT lot.tagged_by FROM ledger_move move JOIN ledger_lot lot ON lot.code = move.lot
        WHERE move.place = ANY(%(places)s) AND move.cause = 'dug' AND move.on_day BETWEEN %(first)s AND %(last)s)
    SELECT lot.tagged_by, date_trunc('month', lot.opened_on)::date, dug.place, shown.gross_g IS NOT NULL,
        coalesce(shown.gross_g, dug.grams), count(*), bool_and(coalesce(shown.unit, 'kg') = ANY(%(metric)s))
    FROM people JOIN ledger_lot lot ON lot.tagged_by = people.tagged_by
    JOIN ledger_move dug ON dug.lot = lot.code AND dug.cause = 'dug'
    LEFT JOIN LATERAL (
        SELECT weighing.gross_g, weighing.unit FROM ledger_weighing weighing
        WHERE weighing.lot = lot.code AND weighing.operator = lot.tagged_by ORDER BY weighing.event_id LIMIT 1
    ) shown ON true
    WHERE lot.opened_on BETWEEN %(first)s AND %(last)s AND lot.state <> 'voided'
    GROUP BY 1, 2, 3, 4, 5"""


@finds("place")
def weights_read_at(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each place what people who tagged bags there read in each of the last months, there and elsewhere."""
    period = months_over(today)
    asked = {"places": list(places), "first": period.first, "last": period.last, "metric": list(METRIC)}
    read: dict[tuple[str, date, bool], list[Row]] = {}
    for row in rows_of(_READ, asked):
        person, month, _place, shown, *_weight = row
        read.setdefault((person, month, shown), []).append(row)
    divisions = _divisions({row[2] for rows in read.values() for row in rows})
    found: dict[str, dict[str, Any]] = {}
    for (person, month, _shown), rows in sorted(read.items()):
        there = {row[2] for row in rows}
        weights = _weights(person, month, rows, _coarsest(divisions, there))
        for place in there & set(places):
            found.setdefault(place, {}).setdefault("weights_read", []).append(weights)
    return found


def months_over(today: date) -> Period:
    """Return the last months that are over: while a month goes on, each bag would raise another flag."""
    first = today.replace(day=1)
    return Period(months_later(first, -parameter("weight_heaping_months", today)), first - timedelta(days=1))


def _weights(person: str, month: date, rows: Iterable[Row], division_g: int | None) -> Weights:
    times: dict[int, int] = {}
    metric = True
    for *_who, grams, number, in_metric in rows:
        times[grams] = times.get(grams, 0) + number
        metric = metric and in_metric
    return Weights(person, month, times, division_g, metric)


def _divisions(places: set[str]) -> dict[str, int]:
    """Return the coarsest division of the registered scales of each place that has any."""
    found: dict[str, int] = {}
    for place, division_g in Calibration.objects.filter(place__in=places).values_list("place", "division_g"):
        found[place] = max(found.get(place, 0), division_g)
    return found


def _coarsest(divisions: Mapping[str, int], places: set[str]) -> int | None:
    return max(divisions[place] for place in places) if places and places <= divisions.keys() else None


@rule(
    "WGT-06",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(
        _("weights of one person and month, as the scale showed them or as tagged"),
        _("steps of registered scales"),
    ),
    parameters=(
        "weight_heaping_months",
        "weight_heaping_least",
        "weight_repeat_ppm",
        "weight_digit_chi_thousandths",
        "weight_digit_least_steps",
    ),
    innocent=(
        _("Bags are filled to a mark."),
        _("The scale has coarse steps."),
        _("Weights are rounded by custom, before they are written down."),
    ),
    clears=_("Some bags weighed again with the agent present, by the field team; the month grows old by itself."),
)
def weights_heap(place: PlaceSeen) -> Worry | None:
    """Weights of one person and month neither repeat too often nor share a last digit beyond what chance explains."""
    heaps = [(weights, heap) for weights in place.findings.get("weights_read", ()) if (heap := heap_of(weights))]
    if not heaps:
        return None
    weights, heap = max(heaps, key=_weight_of)
    people = len({each.person for each, _heap in heaps})
    said = {"why": heap.why, "agent": weights.person, "people": people, "month": weights.month.isoformat()}
    figures = {"number": weights.number, "times": heap.times, "expected": heap.expected}
    which = {"grams": heap.grams} if heap.why == SAME else {"step_g": heap.step_g}
    return Worry("warn", "operational", {**said, **figures, **which})


def _weight_of(found: tuple[Weights, Heap]) -> tuple[date, int, str]:
    """The latest month first, then the larger heap; the person's id decides between equals."""
    weights, heap = found
    return weights.month, heap.times, weights.person
