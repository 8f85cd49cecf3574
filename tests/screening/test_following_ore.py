"""A confirmed hit is followed through the ore, and taken back with the confirmation."""

from datetime import date

import pytest

from ledger.custody.models import Lot
from ledger.log.reading import events_from
from ledger.risk.models import Flag
from ledger.risk.screening.loading import load
from ledger.risk.screening.models import Hit
from ledger.risk.tainting.models import Taint
from ledger.risk.watching import look_over
from tests.make import entered
from tests.screening import lists
from tests.screening.test_deciding import decision
from tests.screening.test_screening import DECEMBER, owned_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


@pytest.fixture
def lot(listed, follow):
    """A lot that our trader has, of whom an owner answers the list."""
    owned_by(listed, listed.ours.party, "Obedi Rwakabuba")
    bought = listed.bought()
    follow()
    return bought


@pytest.fixture
def look(seal):
    def looking():
        seal()
        look_over(events_from(0, 10_000))
        seal()

    return looking


def test_an_open_hit_is_followed_nowhere(lot, look):
    look()

    assert not Taint.objects.exists()
    assert not Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("SCR-02")
def test_a_confirmed_hit_finds_and_holds_what_the_party_has(listed, lot, look):
    entered(listed.programme, decision(Hit.objects.get(), "confirmed", second="birth_date"))
    look()

    taint = Taint.objects.get()
    assert (taint.why, taint.subject, taint.lots) == ("hit", listed.ours.party, 1)
    assert taint.since == date(2012, 12, 31)
    assert Lot.objects.get(code=lot).on_hold
    assert Flag.objects.get(rule="SCR-02", cleared_on=None).severity == "stop"


def test_what_was_found_is_taken_back_with_the_confirmation(listed, lot, look):
    entered(listed.programme, decision(Hit.objects.get(), "confirmed", second="birth_date"))
    look()

    entered(listed.programme, decision(Hit.objects.get(), "not_same"))
    look()

    assert Taint.objects.get().withdrawn_on is not None
    assert not Lot.objects.get(code=lot).on_hold


def test_what_was_found_is_taken_back_when_the_entry_leaves_the_list(listed, lot, look, follow):
    entered(listed.programme, decision(Hit.objects.get(), "confirmed", second="birth_date"))
    look()

    load("un", lists.un(lists.entity("1", "OTHER HOUSE")), DECEMBER)
    follow()
    look()

    assert Taint.objects.get().withdrawn_on is not None
    assert not Lot.objects.get(code=lot).on_hold
