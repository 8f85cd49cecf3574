"""Fill a log quickly: a few rounds go through the engine, the others are stamped after them and copied in.

Made for measuring at ten million events. Every leaf, key, opening, position, tile and checkpoint is a real one:
`verify_log` and `replay --check` hold, as a test asks. Runs as the login that owns the tables, since nobody else may
write into a partition of the event table beside its trigger; and only where the log has no events.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

from django.conf import settings
from django.db import connection, transaction

from buyers.demo.sealing import seal
from buyers.growing.cast import cast_for, founding
from buyers.growing.entering import Writer
from buyers.growing.making import NotEmpty
from buyers.growing.patterns import RoundPattern, pattern_of
from buyers.growing.rounds import BAGS, EVENTS, play_round
from buyers.growing.stamping import Stamp, Stamped
from buyers.growing.trading import FIRST_DAY
from ledger import codes
from ledger.deeds.rebuilding import rebuild
from ledger.log.anchor import Anchor
from ledger.log.keyring import signer
from ledger.log.laying import TILES
from ledger.log.models import EventKey, LogState
from ledger.log.partitions import PARTITION_IDS, make_partitions_ahead
from ledger.log.reading import tile_reader
from ledger.log.sequence import Sequencer
from ledger.log.wire import Statement, ask
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import RightEdge, Tile

PATTERNS = 60
ROUNDS_AT_ONCE = 540
"""Rounds that are copied in one transaction: some 50,000 events."""
CHECKPOINT_EVERY = 5_000
LOTS = 40_000
"""The cast is that of a world of so many lots: 20 sites, 5 depots."""
BEGIN, END = b"PGCOPY\n\xff\r\n\x00" + bytes(8), b"\xff\xff"
COPIES = {
    "keys": "ledger_eventkey (key, actor, words_hash, outcome, event_id, answer)",
    "openings": 'ledger_opening (key, "group", hmac_key, value)',
    "leaves": "ledger_leaf (position, event_id, hash)",
}
EVENT_COLUMNS = "(id, key, kind, happened_at, recorded_at, entry, hash)"
_CHECKPOINTS = """
    INSERT INTO ledger_checkpoint (size, root, note, signed_at)
    SELECT * FROM unnest(%b::bigint[], %b::bytea[], %b::text[], %b::timestamptz[])"""


Note = tuple[int, bytes, str]
"""Size, root and signed note of a checkpoint."""


class NotOwner(Exception):
    """Only the login that owns the tables may copy events into their partitions."""


def fill_world(events: int, seed: int) -> Iterator[str]:
    """Make a world of at least so many events and yield how it gets on. Raises NotEmpty, NotOwner."""
    if EventKey.objects.exists():
        raise NotEmpty
    if not _owns():
        raise NotOwner
    started = time.monotonic()
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(settings.LOG_FOLDER / "anchor"))
    sequencer.load()
    gc.disable()
    try:
        make_partitions_ahead()
        filling = _Filling(Writer(seed))
        patterns = filling.patterns(max(1, min(PATTERNS, events // (10 * EVENTS))))
        seal(sequencer)
        for number in filling.fill(patterns, events):
            yield _line(number, time.monotonic() - started)
        stamped = time.monotonic()
        yield f"the log stands; {number / (stamped - started):,.0f} events/s. Now the read tables."
        rebuilt = rebuild()
        rate = rebuilt.events / (time.monotonic() - stamped)
        yield f"read tables from {rebuilt.events:,} events, {rate:,.0f} events/s"
    finally:
        gc.enable()
    sequencer.load()
    yield _line(number, time.monotonic() - started)


class _Filling:
    """A world on its way: the cast, who writes, and how far codes, ids and positions have counted."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.cast = writer, cast_for(LOTS)
        self.numbers = {kind: count(1) for kind in (codes.LOT, codes.TAG, codes.CONSIGNMENT)}

    def patterns(self, number: int) -> list[RoundPattern]:
        """Let the engine enter everybody and so many rounds, and take their patterns."""
        self.writer.say(founding(self.cast), FIRST_DAY, "04:00")
        made = []
        for each in range(number):
            before = _last_id()
            used = play_round(self.cast, self.writer, each, FIRST_DAY, self._new)
            made.append(pattern_of(used, before))
        return made

    def fill(self, patterns: list[RoundPattern], events: int) -> Iterator[int]:
        """Stamp rounds until there are so many events; copying goes on in a thread while the next are stamped."""
        size = LogState.objects.get(id=1).size
        edge, signing = RightEdge.load(size, tile_reader()), signer()
        stamp = Stamp(self.numbers, _last_id() + 1, size, PARTITION_IDS)
        left = max(0, -(-(events - size) // EVENTS))
        make_partitions(stamp.next_id + left * EVENTS)
        copying: Future[None] | None = None
        rounds = 0
        with ThreadPoolExecutor(1) as pool:
            while left:
                stamped = Stamped()
                for _ in range(min(left, ROUNDS_AT_ONCE)):
                    stamp.round(patterns[rounds % len(patterns)], BAGS, BAGS, stamped)
                    rounds, left = rounds + 1, left - 1
                tiles, notes = _grow(edge, stamped, signing)
                if copying:
                    copying.result()
                copying = pool.submit(_copy, stamped, tiles, notes, stamp.next_id - 1, stamp.position)
                yield stamp.position
            if copying:
                copying.result()
            pool.submit(lambda: connection.close()).result()  # noqa: PLW0108  (the one of that thread)
        yield stamp.position

    def _new(self, kind: str) -> str:
        return codes.numbered(kind, next(self.numbers[kind]))


def make_partitions(last_id: int) -> None:
    """Make every partition up to the one of this id."""
    with connection.cursor() as cursor:
        for number in range(last_id // PARTITION_IDS + 2):
            cursor.execute("SELECT ledger_make_partition(%s)", [number])


def _grow(edge: RightEdge, stamped: Stamped, signing: Signer) -> tuple[dict[tuple[int, int], Tile], list[Note]]:
    tiles: dict[tuple[int, int], Tile] = {}
    notes = []
    for first in range(0, len(stamped.hashes), CHECKPOINT_EVERY):
        for tile in edge.extend(stamped.hashes[first : first + CHECKPOINT_EVERY]):
            tiles[tile.level, tile.index] = tile
        root = edge.root()
        note = signing.sign_note(Checkpoint(settings.LOG_ORIGIN, edge.size, root).text())
        notes.append((edge.size, root, note))
    return tiles, notes


def _copy(stamped: Stamped, tiles: dict[tuple[int, int], Tile], notes: list[Note], last_id: int, size: int) -> None:
    """Write what was stamped in one transaction; the anchor comes after it, as the sequencer does it."""
    now = datetime.now(UTC)
    with transaction.atomic():
        for partition, rows in stamped.events.items():
            _pour(f"ledger_event_p{partition:05d} {EVENT_COLUMNS}", rows)
        for name, table in COPIES.items():
            _pour(table, getattr(stamped, name))
        all_tiles = list(tiles.values())
        levels, indexes = [tile.level for tile in all_tiles], [tile.index for tile in all_tiles]
        sizes, roots, texts = (list(column) for column in zip(*notes, strict=True))
        ask(
            [
                Statement(TILES, [levels, indexes, [tile.hashes for tile in all_tiles]], answers=False),
                Statement(_CHECKPOINTS, [sizes, roots, texts, [now] * len(notes)], answers=False),
                Statement("UPDATE ledger_logstate SET size = %s WHERE id = 1", [size], answers=False),
                Statement("SELECT setval('ledger_event_id_seq', %s)", [last_id]),
            ]
        )
    Anchor(settings.LOG_FOLDER / "anchor").write(notes[-1][2])


def _pour(table: str, rows: list[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(BEGIN + b"".join(rows) + END)


def _owns() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('ledger_event_p00000', 'INSERT')")
        return bool(cursor.fetchone()[0])


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM ledger_event")
        return int(cursor.fetchone()[0])


def _line(events: int, seconds: float) -> str:
    return f"{events:,} events, {seconds:,.0f} s, {events / max(seconds, 0.001):,.0f} events/s"
