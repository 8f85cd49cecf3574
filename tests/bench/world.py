"""Worlds to measure in: stocked with tags, grown to many lots, written to by many."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connection

from ledger import codes
from ledger.deeds.entries import Actor, Answer
from ledger.log.anchor import Anchor
from ledger.log.keyring import signer
from ledger.log.sequence import Sequencer
from ledger.models import Lot
from tests import make
from tests.emptying import owner
from tests.make import World, code, enter, envelope
from tests.served import publish

RANDOM = random.Random(20261123)
SYLLABLES = ("ba", "du", "fi", "go", "ka", "lu", "me", "ni", "po", "ra", "su", "ti", "vo", "we", "ya", "zu")


def flush_once() -> None:
    """Commit one logged row of the product: a cursor's position."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cursor (name, position) VALUES ('flush', 0)"
            " ON CONFLICT (name) DO UPDATE SET position = ledger_cursor.position + 1"
        )


def another_world() -> World:
    """Return a world whose site sounds like no other: there may be many in one ledger."""
    return make.world(name=any_name())


def any_name() -> str:
    """Return a name that sounds like no other."""
    return " ".join("".join(RANDOM.choices(SYLLABLES, k=4)).title() for _ in range(2))


def stocked(tags: int) -> World:
    """Return a fresh world with so many tags at its site."""
    made = another_world()
    for start in range(0, tags, 400):
        made.issue(min(400, tags - start))
    return made


def clerk_day(bags: int) -> tuple[World, Actor, list[dict]]:
    """Return a day of one phone that weighs, buys and weighs again so many bags; who tagged them was another."""
    made = stocked(bags)
    tagging = [made.tagging() for _ in range(bags)]
    enter(made.tagger, *tagging)
    entries = []
    for lot in (each["facts"]["lot"] for each in tagging):
        weighing = {"lot": lot, "gross_g": 46_200, "tare_g": 400}
        buying = envelope("lot.bought.v1", lot=lot, place=made.ours.depot, price_minor=41_220, currency="USD")
        entries += [envelope("lot.weighed.v1", **weighing), buying, envelope("lot.weighed.v1", **weighing)]
    return made, made.ours.clerk, entries


def enter_all(actor: Actor, entries: Iterable[dict]) -> list[Answer]:
    """Enter any number of entries as one batch."""
    return enter(actor, *entries)


def many_writers(writers: int, seconds: float) -> tuple[float, int]:
    """Let writers tag and buy at one site for so long; return deeds per second, and deadlocks seen."""
    made = stocked(writers * 1_200)
    shares = [made.tags[number::writers] for number in range(writers)]
    shared = [made.bought() for _ in range(20)] if made.tags else []
    before = _deadlocks()
    until = time.monotonic() + seconds

    def work(tags: list[str]) -> int:
        done = 0
        try:
            while time.monotonic() < until and len(tags) > 1:
                tagging = made.tagging(tag=tags.pop())
                enter(made.tagger, tagging)
                lot = tagging["facts"]["lot"]
                enter(made.ours.clerk, envelope("lot.bought.v1", lot=lot, place=made.ours.depot))
                weighed = RANDOM.choice(shared)
                enter(made.ours.clerk, envelope("lot.weighed.v1", lot=weighed, gross_g=46_200, tare_g=400))
                done += 3
            return done
        finally:
            connection.close()

    started = time.monotonic()
    with ThreadPoolExecutor(writers) as pool:
        done = sum(pool.map(work, shares))
    return done / (time.monotonic() - started), _deadlocks() - before


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


GROWN: dict[str, Any] = {}


def grow(lots: int) -> None:
    """Grow one world to so many lots: bags of forty sites, bought, and blended three levels deep."""
    if GROWN:
        return
    made = another_world()
    sites = [made.site, *(made.new_site(any_name()) for _ in range(39))]
    tops: list[str] = []
    while not tops or Lot.objects.count() < lots:
        tops.append(_one_top(made, sites, bags=100))
    GROWN.update(world=made, sites=sites, tops=tops)


def _one_top(made: World, sites: list[str], bags: int) -> str:
    """Make a hundred bags, ten blends of ten, and one blend of those; return its code."""
    chosen = RANDOM.sample(sites, 10)
    tagging = []
    for number in range(bags):
        site = chosen[number % 10]
        if number < 10:
            made.tags, kept = [], made.tags
            GROWN.setdefault("tags", {})[site] = made.issue(bags // 10, place=site)
            made.tags = kept
        tag = GROWN["tags"][site].pop()
        tagging.append(made.tagging(tag=tag, place=site, mass_g=RANDOM.randint(20_000, 60_000)))
    enter(made.tagger, *tagging)
    lots = [each["facts"]["lot"] for each in tagging]
    manager = Actor("manager", made.ours.party, made.ours.manager.roles | made.ours.clerk.roles)
    entries = [envelope("lot.bought.v1", lot=lot, place=made.ours.depot) for lot in lots]
    masses = {each["facts"]["lot"]: each["facts"]["mass_g"] for each in tagging}
    blends = []
    for start in range(0, bags, 10):
        inputs, blend = lots[start : start + 10], code(codes.LOT)
        masses[blend] = sum(masses[lot] for lot in inputs)
        entries.append(envelope("lot.blended.v1", lot=blend, inputs=inputs, mass_g=masses[blend]))
        blends.append(blend)
    top = code(codes.LOT)
    whole = sum(masses[lot] for lot in blends)
    entries.append(envelope("lot.blended.v1", lot=top, inputs=blends, mass_g=whole))
    answers = enter(manager, *entries)
    assert {answer.status for answer in answers} == {"recorded"}
    return top


def analyze() -> None:
    """Let the owner bring the planner's statistics up to date, as autovacuum would in its time."""
    with owner() as owning:
        owning.autocommit = True
        owning.execute("ANALYZE")


def seal() -> None:
    """Give everything a position, sign it, and publish what was signed."""
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(settings.LOG_FOLDER / "anchor"))
    sequencer.load()
    sequencer.finish()
    publish(settings.LOG_FOLDER)
