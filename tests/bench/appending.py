"""Append alone, against a plain durable insert of the same bytes: same driver, same connection count, one run."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from ledger.log.append import Leaf, append
from ledger.log.wire import Statement, ask
from ledger.proofs import canonical
from tests.bench.figures import milliseconds
from tests.emptying import owner

PLAIN = (
    "INSERT INTO bench_plain (id, happened_at, entry) SELECT * FROM unnest(%b::uuid[], %s::timestamptz[], %s::bytea[])"
)
SECONDS = 1.2
ROUNDS = 5


def envelope() -> dict:
    """Return an envelope of the size of a tagged bag."""
    return {
        "v": 1,
        "log": settings.LOG_ORIGIN,
        "key": str(uuid4()),
        "kind": "lot.tagged.v1",
        "happened_at": "2026-11-03T10:42:00+02:00",
        "recorded_at": "2026-11-03T08:42:07.123456Z",
        "local_date": "2026-11-03",
        "actor": str(uuid4()),
        "party": "Q0000001H",
        "facts": {
            "lot": "P00000019",
            "tag": "T00000018",
            "place": "S0000001Z",
            "mineral": "cassiterite",
            "mass_g": 45_800,
        },
        "heads": {},
        "resolved": {},
        "commitments": {"trade": "00" * 32},
        "alg": "log",
    }


def append_one() -> None:
    """Canonical bytes, hash, insert, outbox: one event, durably, in one statement and its own transaction."""
    said = envelope()
    now = datetime.now(UTC)
    leaf = Leaf(said["key"], said["kind"], now, now, canonical.encode(said), ())
    ask([_with_own_id(append([(0, leaf)])[0])])


def _with_own_id(statement: Statement) -> Statement:
    # a deed draws its ids after its last lock; append alone draws it in the same statement
    sql = statement.sql.replace("SELECT * FROM unnest(", "SELECT nextval('ledger_event_id_seq'), new.* FROM unnest(")
    sql = sql.replace("%b::bigint[], ", "", 1).rstrip() + " AS new"
    return Statement(sql, statement.parameters[1:], answers=False)


def plain_one() -> None:
    """Insert the same bytes with a primary key, durably."""
    said = envelope()
    ask([Statement(PLAIN, [[said["key"]], [datetime.now(UTC)], [json.dumps(said).encode()]], answers=False)])


def rates(connections: int) -> tuple[list[float], list[float]]:
    """Return rows per second of the plain insert and of append, in turn, so that both meet the same machine."""
    make_plain_table()
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(_rate(plain_one, connections))
        ours.append(_rate(append_one, connections))
    return plain, ours


def make_plain_table() -> None:
    """Let the owner make the table of the plain insert."""
    with owner() as owning:
        owning.execute(
            "CREATE TABLE IF NOT EXISTS bench_plain (id uuid PRIMARY KEY, happened_at timestamptz, entry bytea)"
        )
        owning.execute(f"GRANT INSERT ON bench_plain TO {settings.APP_ROLE}")


def _rate(work, connections: int) -> float:
    gate = Barrier(connections)

    def run(_: int) -> int:
        done = 0
        try:
            connection.ensure_connection()
            work()
            gate.wait()
            until = time.monotonic() + SECONDS
            while time.monotonic() < until:
                work()
                done += 1
            return done
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(run, range(connections))) / SECONDS


def one_insert_of(rows: int) -> list[float]:
    """Return how long one plain durable multi-row insert of the same bytes takes."""

    def work() -> None:
        said = [envelope() for _ in range(rows)]
        keys, entries = [each["key"] for each in said], [json.dumps(each).encode() for each in said]
        with transaction.atomic():
            ask([Statement(PLAIN, [keys, [datetime.now(UTC)] * rows, entries], answers=False)])

    make_plain_table()
    return milliseconds(work, rounds=12)
