"""Reads the log: events with their positions, tiles, checkpoints, openings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Subquery

from ledger.log.models import Checkpoint, Opening, Published, Tile

_COLUMNS = "event.id, event.entry, leaf.position"
_AFTER = f"""
    SELECT {_COLUMNS} FROM ledger_leaf leaf JOIN ledger_event event ON event.id = leaf.event_id
    WHERE leaf.position >= %s ORDER BY leaf.position LIMIT %s"""  # noqa: S608 (columns are named above)
_CONTINUED = f"""
    SELECT {_COLUMNS} FROM ledger_leaf leaf JOIN ledger_event event ON event.id = leaf.event_id
    WHERE leaf.position = ANY(ARRAY(SELECT generate_series(0, (SELECT count(*) FROM ledger_endedlog) - 1)))
    ORDER BY leaf.position"""  # noqa: S608 (columns are named above)
"""Named one by one: of an open range the planner believes that it holds a third of the log, and hashes all of it."""
_BY_ID = f"""
    SELECT {_COLUMNS} FROM ledger_event event LEFT JOIN ledger_leaf leaf ON leaf.event_id = event.id
    WHERE event.id = ANY(%s) ORDER BY event.id"""  # noqa: S608 (columns are named above)


@dataclass(frozen=True)
class Positioned:
    """An event as its leaf tells it, with its position; None while it waits for the sequencer."""

    id: int
    position: int | None
    entry: bytes
    envelope: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.envelope["key"])

    @property
    def kind(self) -> str:
        return str(self.envelope["kind"])

    @property
    def facts(self) -> dict[str, Any]:
        """The open facts."""
        return dict(self.envelope["facts"])

    @property
    def party(self) -> str:
        return str(self.envelope["party"])


def _positioned(records: Iterable[Sequence[Any]]) -> list[Positioned]:
    return [Positioned(number, place, bytes(leaf), json.loads(leaf)) for number, leaf, place in records]


def events_from(position: int, most: int) -> list[Positioned]:
    """Return sequenced events from a position on, in order of position."""
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [position, most])
        return _positioned(cursor.fetchall())


def continuations() -> list[Positioned]:
    """Return the first entries of a log that goes on where others ended: each names the one before it."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTINUED)
        return _positioned(cursor.fetchall())


def events_by_id(ids: Iterable[int]) -> list[Positioned]:
    """Return events in id order, sequenced or not."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID, [sorted(ids)])
        return _positioned(cursor.fetchall())


def openings_of(keys: Iterable[str]) -> dict[str, list[Opening]]:
    """Return openings by entry key, in group order. Whoever shows them asks the access layer first."""
    found: dict[str, list[Opening]] = {}
    for opening in Opening.objects.filter(key__in=[UUID(key) for key in keys]).order_by("key", "group"):
        found.setdefault(str(opening.key), []).append(opening)
    return found


def last_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint that the world was shown, its note as published; signed ones may be newer.

    Whoever is shown a checkpoint is shown this one: what nobody published yet, a restored backup might take back.
    """
    shown = Published.objects.filter(id=1)
    found = (
        Checkpoint.objects.filter(size=Subquery(shown.values("size")))
        .annotate(shown_note=Subquery(shown.values("note")))
        .first()
    )
    if found:
        found.note = found.shown_note
    return found


def newest_signed() -> Checkpoint | None:
    """Return the newest checkpoint that was signed, published or not."""
    return Checkpoint.objects.order_by("-size").first()


def tile_reader() -> Callable[[int, int], bytes]:
    """Return a read_tile for proofs, which reads every tile once."""

    @cache
    def read_tile(level: int, index: int) -> bytes:
        return bytes(Tile.objects.values_list("hashes", flat=True).get(level=level, idx=index))

    return read_tile
