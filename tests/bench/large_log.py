"""A log of a million or ten million events: checked, replayed, swapped, proven, appended to.

`make bench ARGS=log` makes it by `manage.py make_world --events`; LODEBOOK_BENCH_EVENTS says how many (100,000 by
default). Every part runs even if one before it failed; LODEBOOK_BENCH_FILE keeps the lines as they come.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from threading import Event, Thread

from django.db import connection, transaction

from ledger.deeds.replay import compare
from ledger.log.keyring import retired, signer
from ledger.log.models import LogState
from ledger.log.proving import inclusion_proofs
from ledger.log.verify import Checked, LogKeys, check_beyond, snapshot
from ledger.log.verify_jobs import in_order
from ledger.log.wire import stream
from ledger.proofs.tree import node_hash
from tests.bench import world
from tests.bench.figures import at_least, at_most, milliseconds, note, stopwatch
from tests.emptying import owner
from tests.make import enter

EVENTS = int(os.environ.get("LODEBOOK_BENCH_EVENTS", "100000"))
MOST_COMPARED = int(os.environ.get("LODEBOOK_BENCH_COMPARED", "1000000"))
"""A comparison needs the read tables a second time, and hashes both; above this many events the swap alone is timed."""
SAMPLE = 50_000
WRITERS = 4


def parts() -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what is measured, in order."""
    yield "made", made
    yield "checked", checked
    yield "replayed", replayed
    yield "swapped", swapped
    yield "proven", proven


def made() -> None:
    """Fill the log as the owner, in a process of its own; its last lines hold both rates."""
    with stopwatch() as seconds:
        said = _as_owner("make_world", "--events", str(EVENTS))
    note(f"a log of {EVENTS:,} events is filled", f"{seconds[0]:,.0f} s", _found(r"the log stands; ([\d,]+)", said))
    rate = float(_found(r"read tables from [\d,]+ events, ([\d,]+)", said).replace(",", "") or 0)
    at_least("its read tables are made (replay beside, indexes, swap)", rate, 15_000, "/s")
    with owner() as owning:
        owning.autocommit = True
        owning.execute("VACUUM ANALYZE")  # as autovacuum would in its time
        (size,) = owning.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
        note("the database's size", str(size))


def checked() -> None:
    """Check the whole log with one process and with two, and say what hashing alone would take."""
    limit = _pure_hashing()
    note("limit: a leaf and a node hash for each event, no database", f"{limit:,.0f}/s")
    keys = LogKeys(signer().verifier, retired())
    for jobs in (1, 2):
        whole = Checked()
        with stopwatch() as seconds, transaction.atomic():
            snapshot()
            size = LogState.objects.get().size
            for _, part in in_order(0, size, keys, jobs):
                whole.add(part)
        said = f"{whole.tiles:,} tiles, {whole.checkpoints:,} checkpoints, {limit * seconds[0] / size:.1f} x hashing"
        at_least(f"full check of {size:,} events, {jobs} process(es)", size / seconds[0], 300_000, "/s", said)
    with stopwatch() as seconds:
        check_beyond(size)
    note("events that are nowhere, keys that are missing: looked for", f"{seconds[0]:.1f} s")


def _pure_hashing() -> float:
    size = LogState.objects.get().size
    rows = [
        bytes(row)[14:] for row in stream(f"SELECT id, entry FROM ledger_event ORDER BY id LIMIT {min(SAMPLE, size)}")
    ]
    with stopwatch() as seconds:
        hashes = [sha256(b"\x00" + entry).digest() for entry in rows]
        for each in hashes:
            node_hash(each, each)
    return len(rows) / seconds[0]


def replayed() -> None:
    """Replay into shadow tables and compare."""
    if EVENTS > MOST_COMPARED:
        note("replay --check", "not run", f"above {MOST_COMPARED:,} events; see the swap")
        return
    with stopwatch() as seconds:
        number, differences = compare()
    assert differences == {}, list(differences)
    at_least(f"replay of {number:,} events, difference 0", number / seconds[0], 15_000, "/s")


def swapped() -> None:
    """Rebuild beside the live tables and swap, while writers enter bags."""
    made_world, stop, waits = world.stocked(WRITERS * 400), Event(), []
    shares = [made_world.tags[number::WRITERS] for number in range(WRITERS)]

    def write(tags: list[str]) -> None:
        try:
            while tags and not stop.is_set():
                started = time.perf_counter()
                (answer,) = enter(made_world.tagger, made_world.tagging(tag=tags.pop()))
                assert answer.status == "recorded"
                waits.append((time.perf_counter() - started) * 1_000)
                stop.wait(max(0.05, EVENTS / 15_000 / 400))
        finally:
            connection.close()

    writing = [Thread(target=write, args=(share,)) for share in shares]
    for each in writing:
        each.start()
    try:
        with stopwatch() as seconds:
            said = _as_owner("replay", "--swap")
    finally:
        stop.set()
        for each in writing:
            each.join()
    shut = _found(r"waited at for (\d+) ms", said)
    rounds = _found(r"(\d+) rounds", said)
    note("rebuilt beside and swapped while 4 wrote", f"{seconds[0]:,.0f} s", f"{rounds} rounds, gate shut {shut} ms")
    at_most("a bag entered meanwhile, the longest", [max(waits)], 2_000)
    note("bags entered meanwhile, the median", f"{sorted(waits)[len(waits) // 2]:.1f} ms", f"{len(waits)} bags")


def proven() -> None:
    """Inclusion proofs by SQL and Python at this size."""
    with stopwatch() as seconds:
        world.seal()
    note("signed, and every tile and bundle published as a file", f"{seconds[0]:,.0f} s")
    size = LogState.objects.get().size
    times = milliseconds(lambda: inclusion_proofs([world.RANDOM.randrange(size)], size), 500, warm_up=50)
    at_most(f"inclusion proof, SQL and Python, warm, {size:,} events", times, 3, quantile="p95")


def _as_owner(*words: str) -> str:
    """Run a command as the owner and pass its lines on as they come."""
    command = [sys.executable, "-u", "manage.py", *words, "--skip-checks"]
    said = []
    environ = {**os.environ, "LODEBOOK_LOGIN": "owner"}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            said.append(line)
            if len(said) % 20 == 1 or "events/s" in line and "the log stands" in line:
                print(f"  {line.rstrip()}", flush=True)
    assert running.returncode == 0, "".join(said[-3:])
    return "".join(said)


def _found(pattern: str, said: str) -> str:
    found = re.search(pattern, said)
    return found[1] if found else ""
