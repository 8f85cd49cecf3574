"""Rows are entered in batches through the one door, as the importing program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import MOST_ENTRIES
from ledger.log.models import EventKey
from ledger.parties.roles import PROGRAMME_MANAGER
from ledger.reference.spellings import Spellings
from sites.importing.cells import BadCell
from sites.importing.keys import entry_key, site_code
from sites.importing.named_columns import Row
from sites.importing.reading import REGISTERED, VISITED, VISITED_BEFORE, Told, read_row
from sites.models import SitePcode

IMPORTER = Actor("import.ipis", "", frozenset({PROGRAMME_MANAGER}))
"""One name for all runs, whoever starts them: a key belongs to the actor that used it first, and a second run by
somebody else must repeat. It is not the system, which only states what follows from other entries."""
MOST_ENTRIES_OF_A_ROW = 3
ROWS_IN_A_BATCH = MOST_ENTRIES // MOST_ENTRIES_OF_A_ROW
IMPORTED, REPEATED, REFUSED = "imported", "repeated", "refused"
Door = Callable[[Sequence[dict[str, Any]], Actor], list[Answer]]


@dataclass(frozen=True)
class Outcome:
    """What became of one row, and how many entries of which kind it added."""

    row: Row
    status: str
    bad: BadCell | None = None
    added: tuple[str, ...] = ()
    unmapped: tuple[tuple[str, str], ...] = ()


def enter_rows(
    rows: Iterable[Row], latest: Mapping[str, Told], door: Door, today: date, spellings: Spellings
) -> Iterator[Outcome]:
    """Enter rows and yield the outcome of each, in order. `latest` gives each site's newest row."""
    rows, places = iter(rows), dict[str, str]()
    while batch := list(islice(rows, ROWS_IN_A_BATCH)):
        read = _without_known([_read(row, today, spellings) for row in batch])
        places.update(_known_places({told.pcode for told in read if isinstance(told, Told)} - places.keys()))
        yield from _enter_batch(batch, read, latest, places, door)


def _enter_batch(
    batch: Sequence[Row], read: Sequence[Told | BadCell], latest: Mapping[str, Told], places: dict[str, str], door: Door
) -> list[Outcome]:
    asked = [[] if isinstance(told, BadCell) else _envelopes(told, latest, places) for told in read]
    answers = iter(door([envelope for envelopes in asked for envelope in envelopes], IMPORTER))
    return [
        _outcome(row, told, [(each, next(answers)) for each in envelopes])
        for row, told, envelopes in zip(batch, read, asked, strict=True)
    ]


def _read(row: Row, today: date, spellings: Spellings) -> Told | BadCell:
    try:
        return read_row(row, today, spellings)
    except BadCell as bad:
        return bad


def _without_known(read: Sequence[Told | BadCell]) -> list[Told | BadCell]:
    """Leave out visits that an earlier version of this program entered in the first form: they are in the book."""
    told = [each for each in read if isinstance(each, Told)]
    keys = {entry_key(VISITED_BEFORE, each.source): each.source for each in told}
    held = EventKey.objects.filter(key__in=keys, outcome="recorded").values_list("key", flat=True)
    known = {keys[str(key)] for key in held}
    return [_without_visit(each) if isinstance(each, Told) and each.source in known else each for each in read]


def _without_visit(told: Told) -> Told:
    return replace(told, said=[(kind, facts) for kind, facts in told.said if kind != VISITED])


def _known_places(pcodes: Iterable[str]) -> dict[str, str]:
    return dict(SitePcode.objects.filter(pcode__in=list(pcodes)).values_list("pcode", "place"))


def _envelopes(told: Told, latest: Mapping[str, Told], places: dict[str, str]) -> list[dict[str, Any]]:
    """Return the entries of a row; the first row of an unknown site registers it, with the facts of its newest."""
    found = []
    if told.pcode not in places:
        newest = latest[told.pcode]
        places[told.pcode] = site_code(told.pcode)
        found.append(newest.envelope(REGISTERED, places[told.pcode], newest.site, source=told.pcode))
    return found + [told.envelope(kind, places[told.pcode], facts) for kind, facts in told.said]


def _outcome(row: Row, told: Told | BadCell, answered: Sequence[tuple[dict[str, Any], Answer]]) -> Outcome:
    if isinstance(told, BadCell):
        return Outcome(row, REFUSED, told)
    added = tuple(envelope["kind"] for envelope, answer in answered if answer.status == "recorded")
    for envelope, answer in answered:
        if answer.status not in {"recorded", "repeated"}:
            where = answer.field or envelope["kind"]
            return Outcome(row, REFUSED, BadCell(where, told.source, answer.code or answer.status), added)
    return Outcome(row, IMPORTED if added else REPEATED, added=added, unmapped=told.unmapped)
