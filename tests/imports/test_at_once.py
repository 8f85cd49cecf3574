"""Two keepers and two workers at the same instant, on real connections: everything happens once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ledger.deeds.replay import compare
from ledger.models import EventKey
from sites.bringing import orders
from sites.bringing.advancing import advance_once
from sites.bringing.models import AT_WORK, ImportEntry, ImportRun
from sites.models import MineSite, Visit, Withdrawn
from tests import make
from tests.imports.conftest import brought, counts, rest, site_row, visit_row


@pytest.fixture
def world(transactional_db):
    return make.world()


def at_once(*deeds):
    """Run deeds in threads of their own, let go at the same instant."""
    gate = Barrier(len(deeds))

    def run(deed):
        try:
            gate.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def work_off(run):
    """Work like a worker of its own until the run rests."""
    while ImportRun.objects.filter(pk=run.pk, state__in=AT_WORK).exists():
        advance_once(run.pk)


def many_visits(world, number: int) -> list[dict]:
    """Return as many different visits."""
    return [visit_row(world, visited_on=f"2025-{1 + each // 28 % 12:02}-{1 + each % 28:02}") for each in range(number)]


def test_two_keepers_who_press_enter_at_once_enter_once(world):
    run = brought(world, "visits", many_visits(world, 30))

    at_once(*[lambda who=who: orders.accept(run.pk, who, only_good=True) for who in (world.programme, world.regulator)])
    at_once(lambda: work_off(run), lambda: work_off(run))

    run.refresh_from_db()
    assert (run.state, counts(run), run.entries) == ("entered", (30, 0, 0), 30)
    assert Visit.objects.count() == 30
    assert compare()[1] == {}


def test_two_workers_share_a_long_run_without_a_row_lost_or_doubled(world, monkeypatch):
    monkeypatch.setattr("sites.bringing.advancing.MOST_ENTRIES", 25)
    run = brought(world, "visits", many_visits(world, 300))
    orders.accept(run.pk, world.programme, only_good=True)

    at_once(*[lambda: work_off(run) for _ in range(4)])

    run.refresh_from_db()
    assert (counts(run), run.rows_done, run.entries) == ((300, 0, 0), 300, 300)
    assert ImportEntry.objects.filter(run=run.pk).values("row").distinct().count() == 300


def test_the_same_file_brought_twice_at_once_registers_every_site_once(world, monkeypatch):
    monkeypatch.setattr("sites.bringing.advancing.MOST_ENTRIES", 5)
    rows = [site_row(number) for number in range(40)]
    runs = [brought(world, "sites", rows), brought(world, "sites", rows, by=world.regulator)]
    for run in runs:
        orders.accept(run.pk, world.programme, only_good=True)

    at_once(*[lambda run=run: work_off(run) for run in runs])

    for run in runs:
        run.refresh_from_db()
    assert sum(run.entries for run in runs) == 40
    assert sum(run.good for run in runs) == 40
    assert sum(run.repeated + run.bad for run in runs) == 40
    assert [run.bad for run in runs] == [0, 0]
    assert MineSite.objects.filter(pcode__startswith="codmine").count() == 40
    assert compare()[1] == {}


def test_two_keepers_who_undo_at_once_undo_once(world):
    run = brought(world, "visits", many_visits(world, 30))
    run = rest(orders.accept(run.pk, world.programme, only_good=True))
    events = EventKey.objects.count()

    at_once(*[lambda who=who: orders.undo(run.pk, who, "Wrong year.") for who in (world.programme, world.regulator)])
    at_once(lambda: work_off(run), lambda: work_off(run))

    run.refresh_from_db()
    assert (run.state, run.taken_back) == ("undone", 30)
    assert Withdrawn.objects.count() == 30
    assert EventKey.objects.count() == events + 1
