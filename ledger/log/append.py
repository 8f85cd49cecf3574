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


def append(leaves: Sequence[tuple[int, Leaf]]) -> list[Statement]:
    """Return the statements that append leaves under their ids; a trigger puts them into the outbox.

    Raises ValueError for a leaf that no tile could carry.
    """
    if not leaves:
        return []
    if any(len(leaf.entry) > MOST_LEAF_BYTES for _, leaf in leaves):
        raise ValueError("a leaf is at most 65,535 bytes")
    rows = [
        (number, leaf.key, leaf.kind, leaf.happened_at, leaf.recorded_at, leaf.entry, leaf_hash(leaf.entry))
        for number, leaf in leaves
    ]
    return [
        Statement(_EVENTS, _turned(rows), answers=False),
        *_openings(((leaf.key, leaf.openings) for _, leaf in leaves), _REPLACE),
    ]


def keep_openings(of_keys: Pairs) -> list[Statement]:
    """Return the statement that keeps openings of entries that are no events (yet); what is there already stays."""
    return _openings(of_keys, "NOTHING")


def _openings(of_keys: Pairs, kept: str) -> list[Statement]:
    # an entry that waited and is sent again is sealed under fresh keys: its leaf holds, its older openings go. No
    # event's opening can be replaced so, since its entry key can be inserted but once
    rows = [(key, *opening) for key, openings in of_keys for opening in openings]
    return [Statement(_OPENINGS.format(kept=kept), _turned(rows), answers=False)] if rows else []


def keep_keys(outcomes: Sequence[KeyOutcome]) -> list[Statement]:
    """Return the statement that keeps keys, sorted: the primary key decides between simultaneous repeats."""
    rows = [
        each._replace(answer=None if each.answer is None else json.dumps(each.answer))  # type: ignore[arg-type]
        for each in sorted(outcomes, key=lambda outcome: outcome.key)
    ]
    return [Statement(_KEYS, _turned(rows), answers=False)] if rows else []


def _turned(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
