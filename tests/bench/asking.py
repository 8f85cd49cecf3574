"""Questions that readers ask, warm, in SQL: where from, and which lots does this site touch."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.balance.lineage import ancestry
from ledger.custody.origins_read import lots_of_place, origins_of
from tests.bench import world
from tests.bench.figures import milliseconds


def timed() -> Iterator[tuple[str, list[float], float]]:
    """Yield what was asked, how long each round took, and the goal (ARCHITECTURE §7)."""
    tops, sites = world.GROWN["tops"], world.GROWN["sites"]
    picked = iter(world.RANDOM.choices(tops, k=400))
    yield "origins of a blend of blends at 100,000 lots", milliseconds(lambda: origins_of(next(picked)), 300), 5
    places = iter(world.RANDOM.choices(sites, k=400))
    yield (
        "lots of a site since a day, first 500, with total",
        milliseconds(lambda: lots_of_place(next(places), "2026-11-01"), 200),
        15,
    )
    picked = iter(world.RANDOM.choices(tops, k=400))
    yield "lineage of a blend of blends (110 edges)", milliseconds(lambda: ancestry(next(picked)), 200), 10
