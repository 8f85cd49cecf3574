"""A lot as the book knew it at the end of a day: by what had come in by then, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyers import lot_check
from ledger.custody.models import Correction, Hold, Lot, LotEvent, Origin
from ledger.log.knowing import Held, among, held_on
from ledger.log.models import Checkpoint
from ledger.parties.models import Place
from ledger.risk.models import Flag
from ledger.standing.models import Standing


@dataclass(frozen=True)
class View:
    """What is known of a lot: the verdict, its flags, and whether the book had the lot at all."""

    day: date
    verdict: lot_check.Verdict
    flags: Sequence[Flag]
    there: bool = True


@dataclass(frozen=True)
class Both:
    """A lot then and now; `corrected` are corrections that came in after that day, `held` what the log was then."""

    then: View
    now: View
    held: Held
    corrected: Sequence[Correction]
    places: dict[str, Place]


@dataclass
class _Rows:
    """All rows about a lot, whenever they came in."""

    lot: Lot
    origins: list[Any]
    statements: list[Any]
    flags: list[Any]
    holds: list[Any]
    places: dict[str, Place]
    releases: set[int]


def both(lot: Lot, day: date, today: date) -> Both:
    """Return a lot as it was known at the end of a day and as it is known now; a fixed number of queries."""
    rows, held = _rows(lot), held_on(day)
    corrections = list(Correction.objects.filter(lot=lot.code).order_by("event_id"))
    known = among(_events(rows, corrections), held)
    return Both(
        then=_view(rows, day, lambda number: number in known),
        now=_view(rows, today, lambda number: number is not None),
        held=held,
        corrected=[each for each in corrections if each.event_id not in known],
        places=rows.places,
    )


def _rows(lot: Lot) -> _Rows:
    origins = list(Origin.objects.filter(lot=lot.code))
    dug_at = {origin.place for origin in origins}
    return _Rows(
        lot,
        origins,
        list(Standing.objects.filter(subject__in=dug_at).order_by("event_id")),
        list(Flag.objects.filter(subject__in=[*dug_at, lot.code]).order_by("event_id")),
        list(Hold.objects.filter(lot=lot.code)),
        Place.objects.in_bulk(dug_at),
        set(LotEvent.objects.filter(lot=lot.code).values_list("event_id", flat=True)),
    )


def _events(rows: _Rows, corrections: Sequence[Correction]) -> Iterable[int | None]:
    yield rows.lot.event_id
    yield from rows.releases
    for each in (*rows.statements, *rows.flags, *rows.holds, *corrections):
        yield each.event_id
    for flag in rows.flags:
        yield flag.cleared_event_id
    for hold in rows.holds:
        yield hold.ended_event


def _view(rows: _Rows, day: date, known: Any) -> View:
    """Return what was known where `known` says of an event's number whether the book had it."""
    said = _by_subject([each for each in rows.statements if known(each.event_id)])
    flags = [each for each in rows.flags if known(each.event_id) and not known(each.cleared_event_id)]
    of_places = _by_subject([flag for flag in flags if flag.subject != rows.lot.code])
    countries = {code: place.country for code, place in rows.places.items()}
    lines = lot_check.lines_of(rows.origins, said, of_places, day, countries)
    on_hold = any(known(each.event_id) and not known(each.ended_event) for each in rows.holds)
    own = [flag for flag in flags if flag.subject == rows.lot.code]
    return View(day, lot_check.check(lines, on_hold=on_hold, lot_flags=own), flags, known(rows.lot.event_id))


def _by_subject(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


def first_day() -> date | None:
    """Return the day of the first checkpoint: before it nothing can be said of what was known."""
    first = Checkpoint.objects.order_by("size").values_list("signed_at", flat=True).first()
    return first.date() if first else None
