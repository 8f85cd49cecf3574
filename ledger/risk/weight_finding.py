"""Finds what rules about weights and grades look at: weighings and assays of a lot, and the making it came out of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ledger.custody.models import Assay, Edge, Lot, LotEvent, Making, Weighing
from ledger.log.reading import Positioned
from ledger.parties.models import Place
from ledger.risk.finders import finds, touches

LOOKED_AT = (
    "lot.weighed.",
    "lot.assayed.",
    "lot.split.",
    "lot.processed.",
    "stock.brought_in.",
    "lot.imported.",
    "consignment.received.",
)


@finds("lot")
def weights_of(codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return of each lot its row, its weighings and assays in their order, the making it came out of, and countries."""
    lots = Lot.objects.in_bulk(list(codes))
    weighings = _by_lot(Weighing.objects.filter(lot__in=lots).order_by("on_day", "event_id"))
    assays = _by_lot(Assay.objects.filter(lot__in=lots).order_by("on_day", "event_id"))
    makings = _makings(lots.values())
    places = {each.place for each in lots.values()} | {each.place for own in weighings.values() for each in own}
    countries = dict(Place.objects.filter(code__in=places - {None}).values_list("code", "country"))
    return {
        code: {
            "lot": lot,
            "weighings": weighings.get(code, []),
            "assays": assays.get(code, []),
            "making": makings.get(lot.made_by or ""),
            "weighed_in": countries,
        }
        for code, lot in lots.items()
    }


def _by_lot(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.lot, []).append(row)
    return found


def _makings(lots: Iterable[Lot]) -> dict[str, tuple[str, date, list[Lot], list[Lot]]]:
    """Return, by the key of a making: its kind, its day, the lots that went in and those that came out."""
    keys = {lot.made_by for lot in lots if lot.made_by}
    made = list(Making.objects.filter(key__in=keys)) if keys else []
    named = {code for making in made for code in (*making.inputs, *making.outputs)}
    rows = Lot.objects.in_bulk(list(named)) if named else {}
    return {
        making.key: (
            making.kind,
            making.on_day,
            [rows[code] for code in making.inputs],
            [rows[code] for code in making.outputs],
        )
        for making in made
    }


@touches
def touched_by_weights(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """A lot that was weighed, assayed or made is looked at again; an assay also touches what was made with it."""
    ids = [event.id for event in events if event.kind.startswith(LOOKED_AT)]
    if not ids:
        return set(), set()
    lots = set(LotEvent.objects.filter(event_id__in=ids).values_list("lot", flat=True))
    assayed = {event.facts["lot"] for event in events if event.kind.startswith("lot.assayed.")}
    return set(), lots | _made_with(assayed)


def _made_with(assayed: set[str]) -> set[str]:
    if not assayed:
        return set()
    children = set(Edge.objects.filter(parent__in=assayed).values_list("child", flat=True))
    keys = set(Lot.objects.filter(code__in=assayed).exclude(made_by=None).values_list("made_by", flat=True))
    beside = {
        code for outputs in Making.objects.filter(key__in=keys).values_list("outputs", flat=True) for code in outputs
    }
    return children | beside
