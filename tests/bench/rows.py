"""The rows of ARCHITECTURE §7 that exist now, each a function."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable

from django.db import connection

from ledger.deeds.replay import compare
from ledger.log.keyring import signer
from ledger.log.verify import verify_log
from ledger.log.wire import watch_traffic
from tests.bench import (
    appending,
    asking,
    conflict_events,
    flushing,
    growing,
    large_log,
    large_pack,
    proving,
    registering,
    screening_names,
    serving,
    tainting,
    world,
)
from tests.bench import month as month_of_trade
from tests.bench.figures import at_least, at_most, milliseconds, note, percentile, spread, stopwatch
from tests.bench.world import clerk_day, enter_all
from tests.make import enter

COMMIT_MS = [0.0]
"""What one durable commit was measured to cost in this run."""


def flush_cost() -> None:
    """What one flush and one durable commit cost on this disk: the goals of append depend on it."""
    note("fdatasync of 8 kB, own loop", f"{flushing.own_loop():.3f} ms", f"pg_test_fsync: {flushing.pg_test_fsync()}")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE flush_probe (id bigint)")
    # the WAL of a temporary table is not flushed: a logged one-row write is timed instead
    times = milliseconds(world.flush_once, rounds=200)
    COMMIT_MS[0] = percentile(times, 50)
    note("one durable commit of one row", f"{COMMIT_MS[0]:.3f} ms", spread(times))


def append() -> None:
    """Append alone against a plain durable insert of the same bytes through the same driver."""
    slow = COMMIT_MS[0] >= 2
    for connections, goal in ((1, 0.6), (4, 0.5), (16, 0.45)):
        goal = 0.9 if slow else goal
        plain, ours = appending.rates(connections)
        ratios = sorted(a / b for a, b in zip(ours, plain, strict=True))
        middle = ratios[len(ratios) // 2]
        said = f"ours {max(ours):,.0f}/s, plain {max(plain):,.0f}/s, {ratios[0]:.2f}..{ratios[-1]:.2f}"
        at_least(f"append alone / plain insert, {connections} connections", middle, goal, spread=said)


def deed() -> None:
    """One whole deed: tag a bag."""
    made = world.stocked(320)
    bags = iter([made.tagging() for _ in range(310)])
    times = milliseconds(lambda: enter(made.tagger, next(bags)), rounds=300)
    at_most("one deed (tag a bag), one writer", times, 2.5)
    with watch_traffic() as traffic:
        enter(made.tagger, made.tagging())
    count = len(traffic.statements) + 2
    note(
        "its statements (BEGIN, COMMIT too)",
        str(count),
        f"{traffic.round_trips + 1} round trips",
        "<= 16 in <= 5",
        count <= 16,
    )


def writers() -> None:
    """Sixteen writers over overlapping lots and sites."""
    rate, deadlocks = world.many_writers(16, seconds=6)
    at_least("deeds by 16 writers, overlapping lots and sites", rate, 500, "/s", f"{deadlocks} deadlocks")


def batch() -> None:
    """A phone's day: 500 mixed entries in one transaction."""
    days = [clerk_day(170) for _ in range(8)]
    times, statements = [], 0
    for made, actor, entries in days:
        with watch_traffic() as traffic:
            started = time.perf_counter()
            answers = enter_all(actor, entries[:500])
            times.append((time.perf_counter() - started) * 1_000)
        statements = len(traffic.statements) + 2
        assert {answer.status for answer in answers} == {"recorded"}, made
    middle = at_most("a batch of 500 mixed entries", times[1:], 100)
    plain = appending.one_insert_of(500)
    note("its statements", str(statements), "", "<= 20", statements <= 20)
    ratio = middle / percentile(plain, 50)
    note("against one insert of 500 rows of the same bytes", f"{ratio:.1f}x", spread(plain), "<= 12x", ratio <= 12)


def http() -> None:
    """Two entries in a request over HTTP: tag and weigh."""
    times, rate = serving.measure()
    at_most("HTTP, one request of two entries, one client", times, 15)
    at_least("HTTP, requests of two entries, four clients", rate, 150, "/s")


def positions() -> None:
    """From commit to position, and to a signed checkpoint, at 1,000 events a second."""
    lags, ages, rate = serving.lags(seconds=8)
    at_most(f"position after commit at {rate:,.0f} events/s", lags, 250, quantile="p99")
    at_most("signed checkpoint after commit", ages, 1_500, quantile="p99")


def queries() -> None:
    """Origins and lots of a site at 100,000 lots."""
    world.grow(100_000)
    world.analyze()
    for what, times, goal in asking.timed():
        at_most(what, times, goal, quantile="p95")


def proofs() -> None:
    """Inclusion proofs, and a pack of 1,000 events checked offline."""
    for what, times, goal, unit in proving.timed():
        at_most(what, times, goal, unit, quantile="p95")


def pack() -> None:
    """A pack of 10,000 entries, checked by the verifier alone."""
    for what, times, goal, unit in large_pack.timed():
        at_most(what, times, goal, unit, quantile="p95")


def replay() -> None:
    """Replay everything written so far into shadow tables."""
    with stopwatch() as seconds:
        replayed, differences = compare()
    assert differences == {}, differences
    at_least(f"replay of {replayed:,} events, difference 0", replayed / seconds[0], 15_000, "/s")


def verify() -> None:
    """Check the whole log."""
    world.seal()
    with stopwatch() as seconds:
        checked = verify_log(signer().verifier)
    said = f"{checked.tiles} tiles, {checked.checkpoints} checkpoints"
    at_least(f"full check of {checked.leaves:,} events", checked.leaves / seconds[0], 300_000, "/s", said)


def fill() -> None:
    """Make and publish a log of LODEBOOK_BENCH_EVENTS events, for the rows named after this one."""
    large_log.made()
    large_log.proven()


def log() -> None:
    """A log of LODEBOOK_BENCH_EVENTS events, and every row that speaks of a log; then appending on a slow disk."""
    done: list[tuple[str, Callable[[], None]]] = [
        *large_log.parts(),
        *((each.__name__, each) for each in (append, deed, writers, batch, positions, proofs)),
        ("slow disk", slow_disk),
    ]
    for name, part in done:
        try:
            part()
        except Exception as error:
            # hours of measuring shall not be lost to one row
            note(f"{name} failed", error.__class__.__name__, str(error)[:60], "", False)
            traceback.print_exc()


def slow_disk() -> None:
    """Append, one deed and sixteen writers where a flush costs two milliseconds more."""
    flushing.on_a_slow_disk("append", "deed", "writers")


def register() -> None:
    """The list and the map of a register of 100,000 sites, every filter for itself, rendered and all."""
    registering.grow(100_000)
    for what, times in registering.timed():
        at_most(what, times, 100, quantile="p95")


def growth() -> None:
    """A made world of a million lots (LODEBOOK_BENCH_LOTS says how many), and its questions."""
    with stopwatch() as seconds:
        for line in growing.grow():
            print(f"  {line}", flush=True)
    note(f"a world of {growing.LOTS:,} lots is made", f"{seconds[0]:,.0f} s", "", "<= 3,600 s", seconds[0] <= 3_600)
    for what, times, goal in [*growing.timed(), *tainting.timed()]:
        at_most(what, times, goal, quantile="p95")


def month() -> None:
    """The trade of a month through API, sheets and pages (LODEBOOK_BENCH_MONTH says how large), and its checks."""
    for what, seconds, said, holds in month_of_trade.played():
        note(what, f"{seconds:,.1f} s", said, "" if holds is None else "holds", holds)


def screening() -> None:
    """All parties against a list on all cores, and how well that tells people apart (LODEBOOK_BENCH_PARTIES)."""
    for what, value, said, holds in screening_names.measured():
        note(what, value, said, "", holds)


def conflict() -> None:
    """The whole files of visits and conflict events, with every flag counted once more from the rows."""
    for what, value, said, holds in conflict_events.measured():
        note(what, value, said, "" if holds is None else "holds", holds)
