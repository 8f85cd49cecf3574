"""Append: the only place that inserts events (law 1). Unsequenced; the sequencer gives positions later."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ledger.log.wire import Statement
from ledger.proofs.tree import leaf_hash

MOST_LEAF_BYTES = 65_535
"""C2SP tlog-tiles: an entry's length is an unsigned 16-bit number."""


class Opening(NamedTuple):
    """The values of one disclosure group as canonical bytes, with the 32-byte key of their commitment."""

    group: str
    key: bytes
    value: bytes


class Leaf(NamedTuple):
    """Bytes to append, with the few columns that the log keeps beside them."""

    key: str
    kind: str
    happened_at: datetime
    recorded_at: datetime
    entry: bytes
    openings: tuple[Opening, ...]


class KeyOutcome(NamedTuple):
    """What became of a client's key: the same key and words get the same answer for ever."""

    key: str
    actor: str
    words_hash: bytes
    outcome: str
    event_id: int | None
    answer: dict[str, Any] | None


Pairs = Iterable[tuple[str, Sequence[Opening]]]
"""Entry keys with their openings."""

Row = tuple[Any, ...]

NEXT_IDS = "SELECT nextval('ledger_event_id_seq') FROM generate_series(1, %b::int)"
_EVENTS = """
    INSERT INTO ledger_event (id, key, kind, happened_at, recorded_at, entry, hash)
    SELECT * FROM unnest(%b::bigint[], %b::uuid[], %b::text[], %b::timestamptz[], %b::timestamptz[],
                         %b::bytea[], %b::bytea[])"""
_KEYS = """
    INSERT INTO ledger_eventkey (key, actor, words_hash, outcome, event_id, answer)
    SELECT * FROM unnest(%b::uuid[], %b::text[], %b::bytea[], %b::text[], %b::bigint[], %b::text[]::jsonb[])"""
_OPENINGS = """
    INSERT INTO ledger_opening (key, "group", hmac_key, value)
    SELECT * FROM unnest(%b::uuid[], %b::text[], %b::bytea[], %b::bytea[])
    ON CONFLICT (key, "group") DO {kept}"""
_REPLACE = "UPDATE SET hmac_key = EXCLUDED.hmac_key, value = EXCLUDED.value"


def next_ids(count: int) -> Statement:
    """Return the statement that draws event ids; send it after the last lock, so that ids respect cause."""
    return Statement(NEXT_IDS, [count])


def append(leaves: Sequence[tuple[int, Leaf]], outcomes: Sequence[KeyOutcome] = ()) -> list[Statement]:
    """Return the statements that append leaves under their ids, with their openings and all outcomes of keys.

    A trigger puts the events into the outbox. Keys go first and sorted: the primary key decides between simultaneous
    repeats. Raises ValueError for a leaf that no tile could carry.
    """
    if any(len(leaf.entry) > MOST_LEAF_BYTES for _, leaf in leaves):
        raise ValueError("a leaf is at most 65,535 bytes")
    openings = _opening_rows((leaf.key, leaf.openings) for _, leaf in leaves)
    return [
        *_insert(_KEYS, [_key_row(outcome) for outcome in sorted(outcomes, key=lambda each: each.key)]),
        *_insert(_OPENINGS.format(kept=_REPLACE), openings),
        *_insert(_EVENTS, [_event_row(number, leaf) for number, leaf in leaves]),
    ]


def _insert(sql: str, rows: Sequence[Row]) -> list[Statement]:
    return [Statement(sql, _turned(rows), answers=False)] if rows else []


def _event_row(number: int, leaf: Leaf) -> Row:
    about = (number, leaf.key, leaf.kind, leaf.happened_at, leaf.recorded_at)
    return (*about, leaf.entry, leaf_hash(leaf.entry))


def _key_row(outcome: KeyOutcome) -> Row:
    return outcome._replace(answer=None if outcome.answer is None else json.dumps(outcome.answer))  # type: ignore[arg-type]


def _opening_rows(of_keys: Pairs) -> list[Row]:
    # an entry that waited and is sent again is sealed under fresh keys: its leaf holds, its older openings go. No
    # event's opening can be replaced so, since its entry key can be inserted but once
    return [(key, *opening) for key, openings in of_keys for opening in openings]


def keep_openings(of_keys: Pairs) -> list[Statement]:
    """Return the statement that keeps openings of entries that are no events (yet); what is there already stays."""
    return _insert(_OPENINGS.format(kept="NOTHING"), _opening_rows(of_keys))


def _turned(rows: Sequence[Row]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
