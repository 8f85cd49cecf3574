"""The calendar of what falls due, and its pages: a fixed number of questions, by index."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.parties import roles
from sites.statuses import due
from sites.statuses.running import today
from tests import make
from tests.make import entered, envelope
from tests.pages.test_lot_page import text_of


def days_from_now(days):
    return (today() + timedelta(days=days)).isoformat()


def site_with(world, status, last_in, name=None):
    """Return a site whose status has its last day so many days from now."""
    site = world.new_site(name or make.code("S"), status=None)
    world.status(status, place=site, since=make.days_ago(100), valid_to=days_from_now(last_in))
    return site


def found(asked="90"):
    return {(row.what, row.subject): row for row in due.page(asked, today())[0]}


@pytest.mark.parametrize(
    ("status", "what", "following"),
    [("green", "lapse", "blue"), ("blue", "lapse", "red"), ("yellow", "review", "yellow"), ("red", "review", "red")],
)
@pytest.mark.parametrize(
    ("last_in", "asked", "is_there"),
    [(0, "30", True), (30, "30", True), (31, "30", False), (31, "60", True), (90, "90", True)],
)
def test_what_ends_within_the_days_is_listed(world, status, what, following, last_in, asked, is_there):
    site = site_with(world, status, last_in, "Due")

    row = found(asked).get((what, site))

    assert (row is not None) is is_there
    if row:
        assert (row.colour, row.following, row.name) == (status, following, "Due")


def test_an_evaluation_that_was_missed_is_overdue(world):
    late = site_with(world, "yellow", -5)
    site_with(world, "green", 5)

    assert set(found("overdue")) == {("review", late)}
    assert late not in {subject for _what, subject in found()}


def test_clear_days_of_a_report_fall_due_unless_it_was_taken_back(world):
    (answer, other) = entered(
        world.regulator,
        *[
            envelope(
                "blue.report_filed.v1",
                at=f"{make.days_ago(3)}T12:00:00+02:00",
                place=world.site,
                filed_on=make.days_ago(days),
                document="ab" * 32,
            )
            for days in (3, 4)
        ],
    )
    taken = {"subject": world.site, "event": other.event_id}
    entered(world.regulator, envelope("entries.withdrawn.v1", entries=[taken], reason="Filed twice."))

    rows = due.page("30", today())[0]

    assert [(row.what, row.due.isoformat()) for row in rows] == [("blue", days_from_now(7))]
    assert answer.status == "recorded"


def test_pages_lead_through_all_without_a_double(world, monkeypatch):
    monkeypatch.setattr(due, "PER_PAGE", 3)
    monkeypatch.setattr(due, "_PAGE", due._PAGE.replace("LIMIT 41", "LIMIT 4"))
    sites = [site_with(world, "green", 10 + number // 2, f"Site {number}") for number in range(8)]
    seen, after = [], ""
    while True:
        rows, after = due.page("30", today(), after)
        seen += [row.subject for row in rows]
        if not after:
            break

    assert sorted(seen) == sorted(sites)


def test_counts_add_up_by_window(world):
    for days in (10, 40, 80):
        site_with(world, "green", days)
    site_with(world, "red", 5)

    assert dict(due.counts(today())) == {
        "lapse": [1, 2, 3],
        "review": [1, 1, 1],
        "blue": [0, 0, 0],
        "licence": [0, 0, 0],
        "certificate": [0, 0, 0],
    }


@pytest.mark.parametrize("path", ["/sites/due/?within=90", "/sites/due/if-nobody-inspects/?on={day}", "/acts/"])
def test_pages_ask_as_many_questions_for_thirty_sites_as_for_one(world, path):
    path = path.format(day=days_from_now(120))
    client = Client()
    client.force_login(make.user("auditor", roles.AUDITOR, world.programme_party))
    site_with(world, "green", 20)

    def asked():
        client.get(path)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(path).status_code == 200
        return len(questions)

    one = asked()
    for number in range(30):
        site_with(world, "green", 20, f"Site {number}")

    assert asked() == one


def test_the_calendar_goes_by_index(world):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        first, last = due.window("90", today())
        named = {"first": first, "last": last, "filed": first, "ahead": True}
        cursor.execute(f"EXPLAIN {due._ALL}", named)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    for index in ("site_by_last_day", "site_by_licence_end", "standing_blue_reports", "standing_by_end"):
        assert index in plan


@pytest.mark.parametrize("typed", ["", "2020-01-01", "never", "9999-12-31"])
def test_a_day_that_is_none_is_told(world, typed):
    client = Client()
    client.force_login(make.user("auditor", roles.AUDITOR, world.programme_party))

    page = client.get(f"/sites/due/if-nobody-inspects/?on={typed}")

    assert page.status_code == 200
    assert ("Choose a day after today" in text_of(page)) is bool(typed)


def test_what_a_site_gave_is_for_overseers_alone(world):
    site_with(world, "green", 20)
    client = Client()
    client.force_login(make.user("clerk", roles.DEPOT_CLERK, world.ours.party))

    page = text_of(client.get(f"/sites/due/if-nobody-inspects/?on={days_from_now(60)}"))

    assert "kg" not in page
