"""Questions that readers ask, warm, in SQL: where from, and which lots does this site touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.balance.lineage import ancestry
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tracing import dug_at, grams_by_lot, lots_with, open_grams, origins_of
from tests.bench import world
from tests.bench.figures import milliseconds


def timed() -> Iterator[tuple[str, list[float], float]]:
    """Yield what was asked, how long each round took, and the goal (ARCHITECTURE §7)."""
    tops, sites = world.GROWN["tops"], world.GROWN["sites"]
    picked = iter(world.RANDOM.choices(tops, k=400))
    yield "origins of a blend of blends at 100,000 lots", milliseconds(lambda: list(origins_of(next(picked))), 300), 5
    places = iter(world.RANDOM.choices(sites, k=400))
    yield (
        "lots of a site since a day, a page of 50, with total",
        milliseconds(lambda: lots_of(next(places)), 200),
        15,
    )
    picked = iter(world.RANDOM.choices(tops, k=400))
    yield "lineage of a blend of blends (110 edges)", milliseconds(lambda: ancestry(next(picked)), 200), 10


def lots_of(place: str) -> tuple[list, dict[str, int], int]:
    """Ask what the API asks for an auditor: a page of lots, their grams from there, the total over open lots."""
    dug, seen = dug_at(place, date(2026, 11, 1)), lots_seen_by(world.GROWN["world"].auditor)
    page = list(lots_with(dug, seen).order_by("-event_id", "code")[:51])
    return page, grams_by_lot(dug, [lot.code for lot in page]), open_grams(dug, seen)
