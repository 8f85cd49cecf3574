"""A file is tried, entered, sent again, cut off: nothing is lost and nothing is doubled."""

import pytest

from ledger.models import EventKey, InboxEntry, Place
from sites.bringing import orders
from sites.bringing.advancing import advance_once
from sites.bringing.keeping import folder_of
from sites.bringing.models import ImportEntry, ImportRun
from sites.models import MineSite
from sites.tasks import advance_imports
from tests.imports.conftest import (
    as_csv,
    brought,
    counts,
    entered,
    party_row,
    rest,
    site_row,
    status_row,
    visit_row,
    wrong,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def test_trying_writes_nothing(world):
    before = EventKey.objects.count(), InboxEntry.objects.count(), Place.objects.count()

    run = brought(world, "sites", [site_row(1), site_row(2), site_row(3, country="Atlantis")])

    assert (run.state, counts(run)) == ("tried", (2, 0, 1))
    assert (EventKey.objects.count(), InboxEntry.objects.count(), Place.objects.count()) == before


def test_good_rows_are_entered_and_bad_ones_stay_listed(world):
    run = entered(world, "sites", [site_row(1), site_row(2, minerals="cassitrite")])

    assert (run.state, counts(run), run.entries) == ("entered", (1, 0, 1), 1)
    assert wrong(run) == [(3, "minerals", "not_listed", "cassiterite")]
    assert MineSite.objects.filter(pcode="codmine00001").exists()


def test_every_sheet_makes_entries(world):
    parties = entered(world, "parties", [party_row()])
    visits = entered(world, "visits", [visit_row(world)])
    statuses = entered(world, "statuses", [status_row(world)])

    assert [counts(run) for run in (parties, visits, statuses)] == [(1, 0, 0)] * 3, [
        wrong(run) for run in (parties, visits, statuses)
    ]


def test_the_same_file_again_adds_nothing(world):
    rows = [site_row(1), site_row(2)]
    entered(world, "sites", rows)

    again = brought(world, "sites", rows, by=world.regulator)

    assert counts(again) == (0, 2, 0)
    with pytest.raises(orders.OrderRefused, match="no_good_rows"):
        orders.accept(again.pk, world.programme, only_good=True)


def test_a_worker_that_lost_its_cursor_doubles_nothing(world):
    run = entered(world, "visits", [visit_row(world), visit_row(world, visited_on="2026-10-20")])
    events = EventKey.objects.count()
    ImportRun.objects.filter(pk=run.pk).update(state="entering", offset=0, rows_done=0, good=0, repeated=0, bad=0)

    again = rest(run)

    assert (counts(again), EventKey.objects.count()) == ((0, 2, 0), events)
    assert ImportEntry.objects.filter(run=run.pk).count() == 2


def test_a_worker_killed_before_the_commit_left_nothing_and_is_made_up_for(world, monkeypatch):
    from sites.bringing import advancing

    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    run = brought(world, "visits", [visit_row(world)])
    orders.accept(run.pk, world.programme, only_good=True)
    events = EventKey.objects.count()
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(advancing, "_keep_problems", killed)
        advancing.advance_once(run.pk)

    assert EventKey.objects.count() == events
    assert counts(rest(run)) == (1, 0, 0)
    assert EventKey.objects.count() == events + 1


def test_a_row_that_stands_twice_in_the_file_counts_once(world):
    run = entered(world, "visits", [visit_row(world), visit_row(world)])

    assert counts(run) == (1, 1, 0)


def test_a_number_that_stands_twice_in_the_file_is_bad_also_far_apart(world, monkeypatch):
    monkeypatch.setattr("sites.bringing.advancing.MOST_ENTRIES", 2)
    rows = [site_row(1), site_row(2), site_row(3), site_row(4, pcode="codmine00001")]

    tried = brought(world, "sites", rows)

    assert counts(tried) == (3, 0, 1)
    assert wrong(tried) == [(5, "pcode", "doubled_in_file", "")]


def test_the_worker_takes_what_is_there_and_rests(world):
    runs = [
        orders.bring("visits", "file.csv", [as_csv([visit_row(world, note=note)])], world.programme) for note in "ab"
    ]

    advance_imports()

    assert [counts(rest(run)) for run in runs] == [(1, 0, 0), (1, 0, 0)]
    assert not advance_once()


def test_a_run_that_breaks_fails_and_does_not_hold_up_the_others(world):
    broken = brought(world, "visits", [visit_row(world, note="a")])
    orders.accept(broken.pk, world.programme, only_good=True)
    (folder_of(broken.pk) / "rows.jsonl").unlink()
    behind = orders.bring("visits", "file.csv", [as_csv([visit_row(world, note="b")])], world.programme)

    advance_imports()

    broken.refresh_from_db()
    assert (broken.state, broken.trouble) == ("failed", "unexpected")
    assert rest(behind).state == "tried"
