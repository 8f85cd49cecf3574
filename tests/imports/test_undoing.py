"""A whole import is taken back as one act: what it said no longer counts, and it can be brought again."""

import pytest

from ledger.models import EventKey, Standing
from ledger.standing.reading import LICENCE, live
from sites.bringing import orders
from sites.bringing.models import ImportEntry, ImportProblem
from sites.models import MineSite, Withdrawn
from tests import make
from tests.imports.conftest import (
    brought,
    counts,
    entered,
    licence_row,
    party_row,
    rest,
    site_row,
    status_row,
    undone,
    visit_row,
    wrong,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def standing(subject: str, topic: str) -> list[str]:
    """Return the values that count for a subject."""
    return [each.value for each in live(Standing.objects.filter(subject=subject)) if each.topic == topic]


def test_sites_leave_the_register(world):
    run = entered(world, "sites", [site_row(1), site_row(2)])

    run = undone(world, run)

    assert (run.state, run.taken_back) == ("undone", 2)
    assert MineSite.objects.filter(pcode__startswith="codmine", withdrawn_by__isnull=True).count() == 0


def test_statuses_no_longer_count(world):
    world.status("green", since="2026-01-10")
    before = standing(world.site, "status.state")
    run = entered(world, "statuses", [status_row(world, status="red", valid_from="2026-03-15")])
    assert standing(world.site, "status.state")[-1] == "red"

    undone(world, run)

    assert standing(world.site, "status.state") == before


def test_visits_are_struck(world):
    run = entered(world, "visits", [visit_row(world, presence="yes")])
    assert standing(world.site, "visit.armed_presence") == ["yes"]

    undone(world, run)

    assert standing(world.site, "visit.armed_presence") == []
    assert Withdrawn.objects.filter(subject=world.site, reason="The file was of another year.").count() == 1


def test_licences_no_longer_allow_anything(world):
    run = entered(world, "licences", [licence_row(world)])
    assert len(standing(world.cooperative, LICENCE)) == 1, wrong(run)

    undone(world, run)

    assert standing(world.cooperative, LICENCE) == []


def rows_of(world, sheet: str) -> list[dict]:
    """Return a row of a sheet, without numbers of registers."""
    rows = {
        "sites": site_row(1, pcode=""),
        "parties": party_row(),
        "licences": licence_row(world),
        "visits": visit_row(world),
        "statuses": status_row(world),
    }
    return [rows[sheet]]


@pytest.mark.parametrize("sheet", ["sites", "parties", "licences", "visits", "statuses"])
def test_the_same_file_can_be_brought_again_after_an_undo(world, sheet):
    assert undone(world, entered(world, sheet, rows_of(world, sheet))).taken_back == 1

    second = entered(world, sheet, rows_of(world, sheet))

    assert (second.state, counts(second)) == ("entered", (1, 0, 0)), wrong(second)
    assert undone(world, second).taken_back == 1
    assert counts(entered(world, sheet, rows_of(world, sheet))) == (1, 0, 0)


def test_a_site_with_a_number_can_be_brought_again_after_an_undo(world):
    undone(world, entered(world, "sites", [site_row(1)]))

    assert wrong(brought(world, "sites", [site_row(1)])) == []


def test_a_party_with_a_number_can_be_brought_again_after_an_undo(world):
    rows = [party_row(register="RCCM", number="CD/BKV/14-B-0123")]

    run = undone(world, entered(world, "parties", rows))

    assert run.taken_back == 2
    assert wrong(brought(world, "parties", rows)) == []


def test_more_entries_than_one_withdrawal_can_hold(world):
    rows = [
        visit_row(world, visited_on=f"20{year:02}-{month:02}-{day:02}")
        for year in (24, 25)
        for month in range(1, 13)
        for day in range(1, 26)
    ]
    run = entered(world, "visits", rows)
    assert run.entries == 600

    run = undone(world, run)

    assert (run.state, run.taken_back) == ("undone", 600)
    assert Withdrawn.objects.filter(subject=world.site).count() == 600
    assert Withdrawn.objects.values("by_event_id").distinct().count() == 2


def test_what_somebody_took_back_before_is_left_as_it_is(world):
    run = entered(world, "visits", [visit_row(world), visit_row(world, visited_on="2026-10-20")])
    first = ImportEntry.objects.get(run=run.pk, row=2)
    line = {"subject": first.subject, "event": first.event_id}
    make.entered(world.programme, make.envelope("entries.withdrawn.v1", entries=[line], reason="Wrong site."))

    assert undone(world, run).taken_back == 1


def test_what_the_ledger_refuses_to_take_back_stays_and_is_told(world):
    run = entered(world, "visits", [visit_row(world), visit_row(world, visited_on="2026-10-20")])
    ImportEntry.objects.filter(run=run.pk, row=2).update(event_id=2**40)

    run = undone(world, run)

    assert (run.state, run.taken_back) == ("undone", 1)
    (kept,) = ImportProblem.objects.filter(run=run.pk, stage="undoing")
    assert (kept.row, kept.code) == (2, "nothing_to_withdraw")


def test_an_undo_that_is_cut_off_goes_on(world):
    from sites.bringing import advancing

    rows = [visit_row(world, visited_on=f"2025-{month:02}-{day:02}") for month in range(1, 13) for day in range(1, 26)]
    run = entered(world, "visits", rows)
    orders.undo(run.pk, world.programme, "Wrong file.")
    with pytest.MonkeyPatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(advancing.ImportRun, "save", _killed)
        advancing.advance_once(run.pk)
    assert Withdrawn.objects.count() == 0

    assert rest(run).taken_back == 300


def _killed(*args, **kwargs):
    raise KeyboardInterrupt


def test_undo_asks_for_a_reason_and_for_something_entered(world):
    tried = brought(world, "visits", [visit_row(world)])
    with pytest.raises(orders.OrderRefused, match="nothing_entered"):
        orders.undo(tried.pk, world.programme, "Wrong file.")

    run = entered(world, "visits", [visit_row(world)])
    for reason in ("", "  ", "x" * 201, "two\x00"):
        with pytest.raises(orders.OrderRefused, match="reason_needed"):
            orders.undo(run.pk, world.programme, reason)
    events = EventKey.objects.count()
    assert rest(run).state == "entered"
    assert EventKey.objects.count() == events


def test_an_import_is_undone_once(world):
    run = undone(world, entered(world, "visits", [visit_row(world)]))
    events = EventKey.objects.count()

    assert undone(world, run, "Again.").reason == "The file was of another year."
    assert EventKey.objects.count() == events
