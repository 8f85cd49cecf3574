"""Lock and load: what a batch names, then what locked rows point to, then what depends on them.

Statements of one round trip run in their order, each with its own view under READ COMMITTED: what is read behind a lock
is as it was when the lock was held. So a batch in which nothing points on needs one round trip, the others two.

What the second round trip locks may come before what the first one holds, and whoever waits there may be waited for.
So it does not wait: the try is given up, and the next one, which has learnt what is needed, locks all in one order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ledger.deeds import sources, statements
from ledger.deeds.entries import Entry
from ledger.deeds.gate import PASS, refuse_if_frozen
from ledger.deeds.kinds import KINDS
from ledger.deeds.needs import Wanted
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.log import append as log
from ledger.log.keys import KEY_OUTCOMES
from ledger.log.wire import Statement, ask

Loaded = tuple[Table, list[str], Statement]
Outcomes = dict[str, log.KeyOutcome]


def lock_and_load(
    entries: Sequence[Entry], rows: Rows, look_for_new: bool, learnt: Wanted
) -> tuple[Outcomes, list[int]]:
    """Fill rows with all that the batch needs; return the outcomes of known keys and an event id for each entry.

    Ids are drawn behind the last lock, so that they respect cause. Keys are read behind the locks too. `learnt` are
    the locks that earlier tries found out about; this try adds its own. Raises LogFrozen.
    """
    wanted = Wanted()
    wanted.lock_too(learnt)
    for entry in entries:
        sources.want(wanted, entry)
    named, keys, drawn = _locks(wanted), _keys(entries), log.next_ids(len(entries))
    if any(KINDS[entry.kind].points_on for entry in entries):
        passed, *found, known = ask([PASS, *_sent(named), keys])
        refuse_if_frozen(passed)
        _take(named, found, rows)
        held = Wanted()
        held.lock_too(wanted)
        for entry in entries:
            wanted.add(KINDS[entry.kind].needs_more(entry, rows))
        learnt.lock_too(wanted)
        rest = [*_further_locks(wanted, held, rows), *_reads(wanted, rows, look_for_new)]
        *found, ids = ask([*_sent(rest), drawn])
    else:
        rest = _reads(wanted, rows, look_for_new)
        passed, *all_found, ids = ask([PASS, *_sent(named), *_sent(rest), keys, drawn])
        refuse_if_frozen(passed)
        _take(named, all_found[: len(named)], rows)
        *found, known = all_found[len(named) :]
    _take(rest, found, rows)
    for table, new in wanted.create.items():
        rows.load(table, new, [])
    return _outcomes(known, rows), [number for (number,) in ids]


def _keys(entries: Sequence[Entry]) -> Statement:
    keys = {entry.key for entry in entries} | {head for entry in entries for head in entry.heads.values()}
    return Statement(KEY_OUTCOMES, [sorted(keys)])


def _outcomes(known: Iterable[Sequence[Any]], rows: Rows) -> Outcomes:
    outcomes = {record[0]: log.KeyOutcome(*record) for record in known}
    rows.recorded = {key: outcome.outcome for key, outcome in outcomes.items()}
    return outcomes


def _sent(loaded: Iterable[Loaded]) -> list[Statement]:
    return [statement for _, _, statement in loaded]


def _take(loaded: Sequence[Loaded], found: Sequence[list[Any]], rows: Rows) -> None:
    for (table, names, _), records in zip(loaded, found, strict=True):
        made = map(table.row._make, records)
        rows.load_lists(table, names, made) if table.by else rows.load(table, names, made)


def _locks(wanted: Wanted) -> list[Loaded]:
    return [
        (table, sorted(keys), statements.locking(table, keys, strong=table in wanted.strong))
        for table, keys in sorted(wanted.lock.items(), key=lambda item: item[0].order)
        if keys
    ]


def _further_locks(wanted: Wanted, held: Wanted, rows: Rows) -> list[Loaded]:
    """Lock what locked rows point to, and for change what is held for sharing alone; out of order nobody waits."""
    last = max((table.order for table, keys in held.lock.items() if keys), default=0)
    found: list[Loaded] = []
    for table, keys in sorted(wanted.lock.items(), key=lambda item: item[0].order):
        strong = table in wanted.strong
        weak = strong and table not in held.strong
        # a row that was absent when it was asked for stays so: its primary key decides
        missing = sorted(key for key in keys if not rows.holds(table, key) or (weak and rows.get(table, key)))
        if missing:
            wait = table.order > last
            found.append((table, missing, statements.locking(table, missing, strong=strong, wait=wait)))
    return found


def _reads(wanted: Wanted, rows: Rows, look_for_new: bool) -> list[Loaded]:
    """Read dependants; and rows that shall be new, but only when a try has failed.

    A row that does not exist cannot be locked: its primary key decides. So the first try takes it for new and saves
    the question; a try after a unique violation asks.
    """
    reads = [(table, sorted(owners), statements.loading(table, owners)) for table, owners in wanted.read.items()]
    news = [
        (table, keys, statements.loading(table, keys))
        for table, wished in wanted.create.items()
        if look_for_new and (keys := sorted(key for key in wished if not rows.holds(table, key)))
    ]
    return [*news, *reads]
