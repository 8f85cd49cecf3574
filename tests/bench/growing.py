"""A made world of many lots, and how long its questions take: origins, lots of a site, lineages, lists, statements.

`make bench ARGS=growth` makes 1,000,000 lots; LODEBOOK_BENCH_LOTS=20000 makes fewer.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from buyers.growing.making import make_world
from ledger.balance.graph import back, record
from ledger.custody.models import Lot, Origin
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tracing import dug_at, grams_by_lot, lots_with, open_grams, origins_of
from ledger.deeds.entries import Actor
from ledger.parties import roles
from tests import make
from tests.bench import world
from tests.bench.figures import milliseconds
from tests.emptying import owner
from tests.served import Caller

LOTS = int(os.environ.get("LODEBOOK_BENCH_LOTS", "1000000"))
AUDITOR = Actor("auditor", "Q0000001Z", frozenset({roles.AUDITOR}))
Figure = tuple[str, list[float], float]
"""What was asked, how long each round took, the goal in milliseconds."""


def grow(lots: int = LOTS) -> Iterator[str]:
    """Make the world, in a database that has no events yet; then bring the planner's statistics up to date."""
    yield from make_world(lots, seed=20_261_123)
    with owner() as owning:
        owning.autocommit = True
        owning.execute("VACUUM ANALYZE")  # as autovacuum would in its time


def timed(rounds: int = 200) -> Iterator[Figure]:
    """Yield every question of the table of goals (ARCHITECTURE §7)."""
    yield from _origins(rounds)
    yield from _lineages(rounds)
    yield from _lists(max(10, rounds // 5))


def _origins(rounds: int) -> Iterator[Figure]:
    plants, depots, bags = (_lots_of_size(size) for size in (94, 31, 1))
    for what, lots in (("a bag", bags), ("a depot's lot", depots), ("a plant's lot", plants)):
        yield f"origins of {what}, SQL", _in_database(lots, lambda code: list(origins_of(code)), rounds), 5
    sites = list(Origin.objects.exclude(place="UNKNOWN").values_list("place", flat=True).distinct()[:200])
    last = Origin.objects.order_by("-dug_on").values_list("dug_on", flat=True).first()
    since = last.replace(day=1) if last else date(2024, 1, 1)
    seen = lots_seen_by(AUDITOR)

    def lots_of(place: str) -> None:
        dug = dug_at(place, since)
        page = list(lots_with(dug, seen).order_by("-event_id", "code")[:51])
        grams_by_lot(dug, [lot.code for lot in page])

    def total_of(place: str) -> None:
        open_grams(dug_at(place, since), seen)

    yield "lots of a site since a day: a page of 50 with grams, SQL", _in_database(sites, lots_of, rounds), 5
    yield "the same, rows made into lots", _each(sites, lots_of, rounds), 15
    yield "its total over open lots", _each(sites, total_of, rounds), 15


def _lineages(rounds: int) -> Iterator[Figure]:
    small, plants = _lots_of_size(31), _lots_of_size(94)
    yield "lineage of 31 nodes, with shares", _each(small, _back, rounds), 10
    yield "lineage of 94 nodes, with shares", _each(plants, _back, rounds), 30
    large = _largest()
    nodes = len(back(large, AUDITOR).nodes)
    goal = 300 * max(1, nodes / 10_000)
    yield f"lineage of {nodes:,} nodes as JSON", milliseconds(lambda: json.dumps(record(large, AUDITOR)), 40), goal


def _lists(rounds: int) -> Iterator[Figure]:
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("collectstatic", "--no-input", verbosity=0)
    user = make.user("bench", roles.PROGRAMME_MANAGER, "Q0000001Z")
    client, caller = Client(), Caller(user)
    client.force_login(user)
    depot_lot = _lots_of_size(31)[0]
    lot = Lot.objects.get(code=depot_lot)
    month = lot.opened_on.strftime("%Y-%m")
    middle = Lot.objects.order_by("-event_id").values_list("event_id", flat=True)[: max(2, Lot.objects.count() // 2)]
    pages = {
        "list of lots": "/lots/",
        "list of lots, deep": f"/lots/?after={list(middle)[-1]}",
        "list of lots in stock": "/lots/?state=open",
        "list of lots of one ore": "/lots/?mineral=coltan",
        "one lot": f"/lots/{depot_lot}/",
        "lineage page": f"/lots/{depot_lot}/lineage/",
        "statement of a depot, a month": f"/balances/?place={lot.place}&month={month}",
    }
    for what, path in pages.items():
        yield what, milliseconds(_reading(client.get, path), rounds), 100
    yield "API: lots", milliseconds(_reading(caller.get, "/api/v1/lots/"), rounds), 100
    yield "API: lots of a holder", milliseconds(_reading(caller.get, f"/api/v1/lots/?holder={lot.holder}"), rounds), 100


def _reading(get: Callable[[str], Any], path: str) -> Callable[[], None]:
    def read() -> None:
        answer = get(path)
        assert answer.status_code == 200, path

    return read


def _back(code: str) -> None:
    back(Lot.objects.get(code=code), AUDITOR)


def _each(codes: list[str], ask: Callable[[str], Any], rounds: int) -> list[float]:
    picked = iter(world.RANDOM.choices(codes, k=rounds + 10))
    return milliseconds(lambda: ask(next(picked)), rounds)


def _in_database(codes: list[str], ask: Callable[[str], Any], rounds: int) -> list[float]:
    """Return how long the database took over each question: sent, answered and read from the wire."""
    picked, spent = iter(world.RANDOM.choices(codes, k=rounds + 10)), [0.0]

    def timing(execute: Callable[..., Any], *said: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*said)
        finally:
            spent[-1] += (time.perf_counter() - started) * 1_000

    with connection.execute_wrapper(timing):
        for _ in range(rounds + 3):
            spent.append(0.0)
            ask(next(picked))
    return spent[4:]


def _lots_of_size(nodes: int) -> list[str]:
    """Return some lots whose lineage has so many nodes, spread over the whole world."""
    made = {
        1: "tag IS NOT NULL",
        31: "made_by IS NOT NULL AND {inputs} = 30",
        94: "made_by IS NOT NULL AND {inputs} = 3",
    }
    inputs = "(SELECT count(*) FROM ledger_edge edge WHERE edge.child = lot.code)"
    condition = made[nodes].format(inputs=inputs)
    with connection.cursor() as cursor:
        # S608: the conditions are named above
        cursor.execute(
            f"SELECT code FROM ledger_lot lot WHERE {condition} ORDER BY md5(code) LIMIT 300"  # noqa: S608
        )
        return [code for (code,) in cursor.fetchall()]


def _largest() -> Lot:
    """Return the lot that was made of most lots."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child FROM ledger_edge GROUP BY child ORDER BY count(*) DESC, child LIMIT 1")
        ((code,),) = cursor.fetchall()
    return Lot.objects.get(code=code)


def explained() -> Iterator[str]:
    """Yield how the database finds origins, lots of a site and a lineage."""
    lot, place = _lots_of_size(94)[0], Origin.objects.values_list("place", flat=True).first()
    asked = [origins_of(lot).query, lots_with(dug_at(str(place), date(2024, 1, 1)), Lot.objects.all()).query]
    for query in asked:
        sql, parameters = query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", parameters)
            yield "\n".join(line for (line,) in cursor.fetchall())
