"""The page, the file and the API of statements: the own books, for overseers all; every number in all three."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from buyers.balances.words import cause
from ledger.balance.asking import BadAsking, read
from ledger.balance.periods import Period
from ledger.parties import roles
from tests import make
from tests.served import caller

TODAY = date(2026, 11, 23)
NOVEMBER = "from=2026-11-01&to=2026-11-30"


def browser(role, party):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.fixture
def clerk(world):
    return browser(roles.DEPOT_CLERK, world.ours.party)


@pytest.fixture
def manager(world):
    return browser(roles.PROGRAMME_MANAGER, world.programme_party)


def traded(world):
    """Buy 30 kg, blend it with a loss of which a part is explained, and return the blend."""
    one, other = world.bought(mass_g=10_000), world.bought(mass_g=20_000)
    changes = [{"cause": "drying", "grams": -900}, {"cause": "unexplained", "grams": -101}]
    return world.blended(one, other, mass_g=28_999, changes=changes)


def test_the_page_shows_every_line_in_kilograms(world, clerk):
    traded(world)

    text = clerk.get(f"/balances/?place={world.ours.depot}&{NOVEMBER}").content.decode()

    for shown in ("30.0", "28.999", "Drying", "Not explained", "Bought", "Came out of other lots", "not known"):
        assert shown in text


def test_one_sees_the_own_books_without_asking(world, clerk):
    traded(world)
    world.bought(by=world.rivals, mass_g=77_000)

    text = clerk.get(f"/balances/?{NOVEMBER}").content.decode()

    assert "28.999" in text
    assert "77.0" not in text


@pytest.mark.parametrize("path", ["/balances/", "/balances.csv"])
def test_other_parties_books_are_theirs(world, clerk, path):
    world.bought(by=world.rivals, mass_g=77_123)

    refused = clerk.get(f"{path}?party={world.rivals.party}&{NOVEMBER}")
    answer = clerk.get(f"{path}?place={world.rivals.depot}&{NOVEMBER}")

    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    assert (refused.status_code, answer.status_code) == (400, 200)
    assert "77.123" not in text
    assert "77123" not in text


def test_an_overseer_asks_about_anybody(world, manager):
    traded(world)

    text = manager.get(f"/balances/?party={world.ours.party}&{NOVEMBER}").content.decode()

    assert "28.999" in text
    assert "Comptoir Orévia" in text


def test_an_overseer_is_asked_whose_balance(world, manager):
    assert "Whose balance?" in manager.get("/balances/").content.decode()
    assert manager.get("/balances.csv").status_code == 400


def test_the_file_adds_up(world, clerk):
    traded(world)

    answer = clerk.get(f"/balances.csv?place={world.ours.depot}&{NOVEMBER}")

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    stock = next(int(row["wet_g"]) for row in rows if row["line"] == "stock")
    assert stock == sum(int(row["wet_g"]) for row in rows if row["line"] != "stock") == 28_999
    assert {row["cause"] for row in rows} >= {"bought", "made", "used", "change:drying", "change:unexplained"}


def test_the_api_says_the_same(world):
    traded(world)

    said = caller(roles.DEPOT_CLERK, world.ours.party).get("/api/v1/statements/?month=2026-11").json()

    assert (said["party"], said["opening"]["wet_g"], said["stock"]["wet_g"]) == (world.ours.party, 0, 28_999)
    assert (said["unexplained"]["wet_g"], said["declared"]["wet_g"]) == (-101, -900)
    assert (said["stock"]["dry_g"], said["stock"]["dry_unknown_ppm"]) == (None, 1_000_000)
    assert said["closes"] is True
    (book,) = said["books"]
    assert (book["place"], book["stock_g"]) == (world.ours.depot, 28_999)


def test_a_lot_of_others_has_no_statement_for_us(world):
    theirs = world.bought(by=world.rivals)

    answer = caller(roles.DEPOT_CLERK, world.ours.party).get(f"/api/v1/statements/?lot={theirs}")

    assert answer.status_code == 400
    assert answer.json()["field"] == "lot"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("party", "Q0"),
        ("party", "P00000019"),
        ("place", "nowhere"),
        ("mineral", "unobtainium"),
        ("lot", "S0000001Z"),
        ("month", "2026-00"),
        ("from", "yesterday"),
        ("to", "0001-01-01"),
        ("to", "9999-12-31"),
        ("months", "0"),
        ("months", "121"),
        ("months", "three"),
        ("known", "2026-02-30"),
    ],
)
def test_what_cannot_be_read_is_named(world, name, value):
    with pytest.raises(BadAsking) as bad:
        read({name: value}, world.auditor, TODAY)

    assert bad.value.name == name


def test_days_that_end_before_they_begin_are_refused(world):
    with pytest.raises(BadAsking) as bad:
        read({"from": "2026-11-02", "to": "2026-11-01"}, world.auditor, TODAY)

    assert bad.value.name == "to"


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ({}, Period(date(2026, 11, 1), date(2026, 11, 30))),
        ({"month": "2026-02"}, Period(date(2026, 2, 1), date(2026, 2, 28))),
        ({"from": "2026-11-05"}, Period(date(2026, 11, 5), TODAY)),
        ({"months": "3", "to": "2026-09-30"}, Period(date(2026, 7, 1), date(2026, 9, 30))),
        ({"to": "2026-09-30"}, Period(date(1900, 1, 1), date(2026, 9, 30))),
    ],
)
def test_days_are_a_month_a_span_or_a_window(world, said, period):
    assert read(said, world.auditor, TODAY).period == period


def test_pages_take_the_same_number_of_questions_at_any_size(world, clerk, django_assert_max_num_queries):
    traded(world)
    with django_assert_max_num_queries(16):
        clerk.get(f"/balances/?{NOVEMBER}")
    for _ in range(3):
        traded(world)
    with django_assert_max_num_queries(16):
        clerk.get(f"/balances/?{NOVEMBER}")


@pytest.mark.parametrize("stored", ["change:washing", "change:drying", "imported", "made"])
def test_every_cause_is_said_in_a_word_of_the_trade(stored):
    assert cause(stored)[0].isupper()
