"""Leaf hashes of a range, computed from the stored bytes: in bulk while all is well, row by row to name what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain
from struct import Struct, unpack

from ledger.log.wire import Statement, ask, stream

ROWS = """
    SELECT leaf.position, leaf.event_id, leaf.hash, event.hash, event.entry, event.key::text, event.kind
    FROM ledger_leaf leaf LEFT JOIN ledger_event event ON event.id = leaf.event_id
    WHERE leaf.position >= %s AND leaf.position < %s ORDER BY leaf.position"""
LEAVES = """
    SELECT count(*), string_agg(int8send(event_id), ''::bytea ORDER BY position),
           string_agg(hash, ''::bytea ORDER BY position), min(event_id), max(event_id)
    FROM ledger_leaf WHERE position >= %s AND position < %s"""
EVENTS = "SELECT id, hash, key::text, kind, entry FROM ledger_event WHERE "
SCATTERED = 4
"""If ids span more than this many times their number, they are asked for one by one instead of as one span."""
AT_ONCE = 4_096

_HEAD = Struct(">2x4xq4x32s4x36sI")
"""A row of COPY in binary: how many columns, then each with its length: id, hash, key, and how long the kind is."""


class FalseLog(Exception):
    """The log is not what it says; the message names the first bad event or checkpoint."""


def leaf_hashes(start: int, end: int) -> list[bytes]:
    """Return the leaf hash of every position of a range; raises FalseLog."""
    return _in_bulk(start, end) or list(_row_by_row(start, end))


def _in_bulk(start: int, end: int) -> list[bytes] | None:
    """Return the leaf hashes if everything fits; None as soon as anything does not.

    Events are streamed in binary in the order in which they lie, and found by their ids afterwards.
    """
    ((leaves,),) = ask([Statement(LEAVES, [start, end])])
    count, ids, kept, lowest, highest = leaves
    if count != end - start:
        return None
    wanted = unpack(f">{count}q", ids)
    computed: dict[int, bytes] = {}
    for sql in _spans(wanted, lowest, highest):
        if not _hash_events(sql, computed):
            return None
    hashes = list(map(computed.get, wanted))
    if None in hashes or b"".join(hashes) != kept:  # type: ignore[arg-type]
        return None
    return hashes  # type: ignore[return-value]


def _spans(wanted: Sequence[int], lowest: int, highest: int) -> Iterator[str]:
    if highest - lowest < SCATTERED * len(wanted):
        yield f"{EVENTS} id >= {lowest:d} AND id <= {highest:d}"
        return
    for first in range(0, len(wanted), AT_ONCE):
        yield f"{EVENTS} id IN ({', '.join(map(str, wanted[first : first + AT_ONCE]))})"


def _hash_events(sql: str, computed: dict[int, bytes]) -> bool:
    """Hash the entries of these events into `computed`; false if one is not what its columns say."""
    head, begins, zero = _HEAD.unpack_from, _HEAD.size, b"\x00"
    for row in stream(sql):
        number, kept, key, length = head(row)
        at = begins + length
        leaf = zero + row[at + 4 :]
        computed[number] = found = sha256(leaf).digest()
        # canonical JSON is sorted, so key and kind stand side by side
        if found != kept or b'"key":"%b","kind":"%b"' % (key, bytes(row[begins:at])) not in leaf:
            return False
    return True


def _row_by_row(start: int, end: int) -> Iterator[bytes]:
    """Yield the leaf hashes in order, up to the first position that is false: FalseLog says which and why."""
    parts = (range(first, min(end, first + AT_ONCE)) for first in range(start, end, AT_ONCE))
    return chain.from_iterable(_checked(part.start, part.stop) for part in parts)


def _checked(start: int, end: int) -> Iterator[bytes]:
    (records,) = ask([Statement(ROWS, [start, end])])
    for wanted, (position, number, leaf, kept, entry, key, kind) in enumerate(records, start):
        if position != wanted:
            raise FalseLog(f"position {wanted} is missing")
        if entry is None:
            raise FalseLog(f"event {number} at position {position} is gone")
        computed = sha256(b"\x00" + entry).digest()
        if computed != leaf or computed != kept:
            raise FalseLog(f"event {number} ({key}) at position {position} is not what was sealed")
        if f'"key":"{key}","kind":"{kind}"'.encode() not in entry:
            raise FalseLog(f"event {number} ({key}) at position {position}: its columns differ from its leaf")
        yield computed
    if len(records) != end - start:
        raise FalseLog(f"position {start + len(records)} is missing")
