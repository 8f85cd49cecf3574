"""A log is recovered: entries that the database has lost come back from bundles, to the root that was published.

All of it is one transaction behind the sequencers' lock. The entries keep their bytes and positions; they are applied
as replay would. What no bundle holds are openings: they come from a file, and where one of the `trade` group is missing
that the read tables are made of, nothing is recovered at all rather than something invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, transaction

from ledger.deeds.gate import shut
from ledger.deeds.kinds import KINDS
from ledger.deeds.replay import apply_batch
from ledger.deeds.sealing import unseal
from ledger.log import append as log
from ledger.log.comparing import load_edge
from ledger.log.laying import lay
from ledger.log.mending import CannotRecover, Missing, origins, read_leaf
from ledger.log.models import Checkpoint, LogState
from ledger.log.openings_file import OpeningsFile, WrongOpenings
from ledger.log.partitions import PARTITION_IDS, make_partitions_ahead
from ledger.log.reading import tile_reader
from ledger.log.sequence import LOCK
from ledger.log.wire import Statement, ask
from ledger.proofs.tiles import RightEdge

BATCH = 1_000
NEEDED = "trade"
"""The group that apply looks at; the others are for people to read, and may be lost."""
_KNOWN = """
    SELECT known.key::text, known.outcome, event.id, event.entry, pending.event_id IS NOT NULL
    FROM ledger_eventkey known
    LEFT JOIN ledger_event event ON event.id = known.event_id
    LEFT JOIN ledger_pending pending ON pending.event_id = known.event_id
    WHERE known.key = ANY(%b::uuid[])"""
_NO_LONGER_PENDING = "DELETE FROM ledger_pending WHERE event_id = ANY(%b::bigint[])"


@dataclass
class Recovered:
    """What came back: entries, openings, and groups of openings that are lost, by group."""

    entries: int = 0
    were_pending: int = 0
    openings: int = 0
    lost: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Lost:
    """An entry on its way back: its leaf, read, and the id of the event where it waited for its position already."""

    entry: bytes
    envelope: dict[str, Any]
    event_id: int | None

    @property
    def key(self) -> str:
        return str(self.envelope["key"])


def recover(missing: Missing, openings: OpeningsFile | None, *, without_openings: bool = False) -> Recovered:
    """Bring back what is missing; the log stays frozen. Raises CannotRecover, and then nothing is changed."""
    make_partitions_ahead(missing.count // PARTITION_IDS + 3)
    recovered = Recovered()
    with transaction.atomic():
        state = _take_the_log(missing.held)
        edge = load_edge(missing.held, tile_reader())
        last = None
        for entries in _batches(missing):
            last = _bring_back(edge, _lost(entries), openings, without_openings, recovered)
        target = missing.target.checkpoint
        if (edge.size, edge.root()) != (target.size, target.root):
            raise CannotRecover("the entries do not lead to the published root")
        if last is not None and not Checkpoint.objects.filter(size=target.size).exists():
            note = missing.target.promise.note
            Checkpoint.objects.create(size=target.size, root=target.root, note=note, signed_at=last)
        LogState.objects.filter(id=1).update(frozen=state.frozen)
    return recovered


def _take_the_log(held: int) -> LogState:
    """Let events in, within this transaction alone; everybody else still sees the log frozen."""
    shut()
    (((alone,),),) = ask([Statement("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])])
    if not alone:
        raise CannotRecover("a sequencer is at work on this log: stop it first")
    state = LogState.objects.select_for_update().get(id=1)
    if state.size != held:
        raise CannotRecover("the log has grown since it was looked at: begin again")
    LogState.objects.filter(id=1).update(frozen=None)
    return state


def _batches(missing: Missing) -> Iterator[list[bytes]]:
    if missing.mirror is None:
        return
    bundles = missing.mirror.entries(missing.held, missing.target.checkpoint.size)
    entries = (entry for bundle in bundles for entry in bundle)
    while batch := list(islice(entries, BATCH)):
        yield batch


def _lost(entries: Sequence[bytes]) -> list[Lost]:
    """Read leaves and find out which of them wait in the database already. Raises CannotRecover for a key in use."""
    ours = origins()
    envelopes = [read_leaf(entry, ours) for entry in entries]
    (rows,) = ask([Statement(_KNOWN, [[envelope["key"] for envelope in envelopes]])])
    known = {key: rest for key, *rest in rows}
    found = []
    for entry, envelope in zip(entries, envelopes, strict=True):
        if envelope["kind"] not in KINDS:
            raise CannotRecover(f"entry {envelope['key']} is a {envelope['kind']}, which this release does not know")
        event_id = None
        if (held := known.get(envelope["key"])) is not None:
            outcome, event_id, bytes_held, waits = held
            if outcome != "recorded" or bytes_held is None or bytes(bytes_held) != entry or not waits:
                raise CannotRecover(
                    f"entry {envelope['key']} was entered again after the database was set back, with other words or at"
                    " another place: both cannot stand under one key. The log must continue under a new origin"
                )
        found.append(Lost(entry, envelope, event_id))
    return found


def _bring_back(
    edge: RightEdge, lost: list[Lost], openings: OpeningsFile | None, without: bool, recovered: Recovered
) -> datetime:
    """Append, lay and apply a batch in order; return when its last entry was recorded."""
    new = [each for each in lost if each.event_id is None]
    opened = {each.key: _openings(each, openings, without, recovered) for each in new}
    ids = iter(number for (number,) in ask([log.next_ids(len(new))])[0]) if new else iter(())
    numbers = {each.key: next(ids) if each.event_id is None else each.event_id for each in lost}
    leaves = [(numbers[each.key], _leaf(each, opened[each.key])) for each in new]
    ask(log.append(leaves, [_outcome(each, numbers) for each in new]))
    ask([Statement(_NO_LONGER_PENDING, [list(numbers.values())], answers=False)])
    lay(edge, [(numbers[each.key], each.entry) for each in lost])
    _apply(new, numbers, opened)
    recovered.entries += len(lost)
    recovered.were_pending += len(lost) - len(new)
    return max(_moment(each.envelope["recorded_at"]) for each in lost)


def _leaf(lost: Lost, openings: Sequence[log.Opening]) -> log.Leaf:
    said = lost.envelope
    happened, recorded = _moment(said["happened_at"]), _moment(said["recorded_at"])
    return log.Leaf(lost.key, said["kind"], happened, recorded, lost.entry, tuple(openings))


def _outcome(lost: Lost, numbers: dict[str, int]) -> log.KeyOutcome:
    # the client's words are not in the leaf; without their hash, a repeat of this key by its actor is just that
    return log.KeyOutcome(lost.key, lost.envelope["actor"], b"", "recorded", numbers[lost.key], None)


def _openings(lost: Lost, file: OpeningsFile | None, without: bool, recovered: Recovered) -> list[log.Opening]:
    """Return what opens this entry's commitments; of a lost group an emptied opening, as of one that was erased."""
    found = []
    for group, commitment in sorted(lost.envelope["commitments"].items()):
        try:
            opening = file.of(lost.key, group, commitment) if file else None
        except WrongOpenings as fault:
            raise CannotRecover(str(fault)) from None
        if opening is None and not without:
            raise CannotRecover(
                f"entry {lost.key} ({lost.envelope['kind']}) has no opening of {group}: give a file of openings, or say"
                " that you go without"
            )
        if opening is not None:
            recovered.openings += 1
            found.append(opening)
            continue
        recovered.lost[group] = recovered.lost.get(group, 0) + 1
        if group != NEEDED:
            found.append(log.Opening(group, b"", b""))
    return found


def _apply(new: Sequence[Lost], numbers: dict[str, int], opened: dict[str, list[log.Opening]]) -> None:
    """Apply what came back to the read tables. Raises CannotRecover where a lost value is one that they need."""
    trade = {key: each.value for key, openings in opened.items() for each in openings if each.group == NEEDED}
    for lost in new:
        if NEEDED in lost.envelope["commitments"] and lost.key not in trade:
            _refuse_if_needed(lost)
    try:
        if new:
            apply_batch([unseal(numbers[each.key], each.entry, trade.get(each.key)) for each in new])
    except (KeyError, TypeError, ValueError, AttributeError, DatabaseError) as fault:
        raise CannotRecover(
            f"the entries {new[0].key} to {new[-1].key} cannot be applied to the read tables ({type(fault).__name__}): "
            "a value that they need is lost, or entries that came after the database was set back stand against them"
        ) from fault


def _refuse_if_needed(lost: Lost) -> None:
    kind = KINDS[lost.envelope["kind"]]
    needed = sorted(name for name, fact in kind.schema.items() if fact.group == NEEDED and fact.required)
    if needed:
        raise CannotRecover(
            f"entry {lost.key} ({kind.name}) cannot be applied without its {', '.join(needed)}, which nobody makes up."
            " Find its opening, or continue under a new origin and have it entered again"
        )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def waiting_keys_settled() -> int:
    """Let the inbox know of entries that waited there and came back with the log; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_inboxentry held SET status = 'recorded' FROM ledger_eventkey known"
            " WHERE held.status = 'waiting' AND known.key = held.key AND known.outcome = 'recorded'"
        )
        return int(cursor.rowcount)
