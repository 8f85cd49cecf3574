"""Parties that share an owner, telephone, card or account: lots between them are held, what is shared stays hidden."""

import pytest

from ledger.custody.models import Lot
from ledger.log.reading import events_from
from ledger.parties.accounts import seal_account
from ledger.risk.models import Flag
from ledger.risk.screening.marks import card, mark_of, owner, phone
from ledger.risk.screening.models import PartyMark
from ledger.risk.screening.sharing import MOST_SHARING, page_of_pairs, shared_between
from ledger.risk.watching import look_over
from tests import make
from tests.make import entered, envelope
from tests.parties.people import described, forget, registered
from tests.screening.test_screening import owned_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]
PHONE = "+243 991 445 118"


@pytest.fixture(autouse=True)
def account_key(settings, tmp_path):
    settings.ACCOUNT_KEY_FILE = tmp_path / "account_key"


def account_of(world, party, number="00011-22334-5566"):
    sealed = seal_account(number)
    facts = {"account_kind": "bank", "fingerprint": sealed.fingerprint, "sealed": sealed.sealed}
    entered(world.programme, envelope("party.account_stated.v1", party=party, **facts))


def flags():
    return [(flag.rule, flag.subject, flag.severity) for flag in Flag.objects.filter(rule="ACT-02", cleared_on=None)]


def between(world):
    pair = sorted((world.cooperative, world.ours.party))
    return shared_between([tuple(pair)]).get(tuple(pair), {})


@pytest.mark.rule("ACT-02")
def test_a_lot_bought_from_whom_one_shares_an_account_with_is_held(world, follow, seal):
    account_of(world, world.cooperative)
    account_of(world, world.ours.party)
    follow()
    lot = world.bought()
    seal()
    look_over(events_from(0, 10_000))

    assert flags() == [("ACT-02", lot, "hold")]
    assert Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("ACT-02")
def test_a_lot_that_was_bought_before_it_was_known_is_held_when_it_is(world, follow):
    lot = world.bought()
    entered(world.programme, described(world, phone=PHONE))
    follow()
    assert flags() == []

    entered(world.programme, described(world, party=world.cooperative, phone="0991445118"))
    follow()

    assert flags() == [("ACT-02", lot, "hold")]


@pytest.mark.rule("ACT-02")
def test_the_hold_ends_when_the_owner_turns_out_to_be_another_one(world, follow):
    lot = world.bought()
    owned_by(world, world.ours.party, "Obedi Rwakabuba")
    owned_by(world, world.cooperative, "Rwakabuba Obedi", "Jeanne Sifa")
    follow()
    assert Lot.objects.get(code=lot).on_hold

    owned_by(world, world.cooperative, "Jeanne Sifa")
    follow()

    assert flags() == []
    assert not Lot.objects.get(code=lot).on_hold


def test_what_is_shared_stands_nowhere_in_the_open(world, follow):
    world.bought()
    entered(world.programme, described(world, phone=PHONE), described(world, party=world.cooperative, phone=PHONE))
    follow()

    (raised,) = [event for event in events_from(0, 10_000) if event.kind == "flag.raised.v1"]
    assert raised.facts["evidence"] == {"owners": 0, "phones": 1, "cards": 0, "accounts": 0}
    assert b"445" not in raised.entry
    assert not PartyMark.objects.filter(mark__contains="991445118").exists()


def test_a_person_who_sells_to_a_firm_that_they_own_shares_an_owner(world, follow):
    seller = registered(world, name="Obedi Rwakabuba", born_on="1971-04-02", phone=None, card_number=None)
    people = [{"name": "RWAKABUBA Obedi", "role": "owner", "born_on": "1971-04-02"}]
    facts = {"party": world.ours.party, "complete": "yes", "people": people}
    entered(world.programme, envelope("party.people_stated.v1", **facts))
    follow()

    pair = tuple(sorted((seller, world.ours.party)))
    assert shared_between([pair]) == {pair: {"owner": 1}}


def test_a_director_is_no_owner(world, follow):
    people = [{"name": "Obedi Rwakabuba", "role": "director"}]
    for party in (world.ours.party, world.cooperative):
        facts = {"party": party, "complete": "yes", "people": people}
        entered(world.programme, envelope("party.people_stated.v1", **facts))
    follow()

    assert between(world) == {}


def test_who_is_forgotten_leaves_no_mark(world, follow):
    first, second = (registered(world, name=f"Obedi {word}") for word in ("Rwakabuba", "Varunga"))
    follow()
    pair = tuple(sorted((first, second)))
    assert shared_between([pair])[pair] == {"phone": 1, "card": 1}

    forget(world, first, "asked_by_person")
    follow()

    assert shared_between([pair]) == {}
    assert not PartyMark.objects.filter(party=first).exists()


def test_a_telephone_of_a_whole_village_ties_nobody_to_anybody(world, follow):
    for _ in range(MOST_SHARING + 1):
        registered(world, name=f"Obedi {make.code('Q')}", card_number=None)
    follow()

    assert page_of_pairs(None, 10) == []


def test_pairs_come_page_by_page_each_once(world, follow):
    people = sorted(registered(world, name=f"Obedi {sign}arunga", card_number=None) for sign in "BDF")
    follow()

    first = page_of_pairs(None, 2)
    rest = page_of_pairs(first[-1][0], 2)

    one, two, three = people
    assert [pair for pair, _ in [*first, *rest]] == [(one, two), (one, three), (two, three)]


def test_numbers_meet_however_they_are_typed():
    assert phone("+243 991 445 118") == phone("0991-445-118") != ""
    assert phone("12345") == ""
    assert card("cea-77102-K") == card("CEA 77102 k")


def test_a_common_name_without_a_birthday_ties_nobody():
    assert owner("Jean Pierre", None) == ""
    assert owner("Varunga", None) == ""
    assert owner("Jean Pierre", "1971-04-02") == owner("PIERRE Jean", "1971-04-02") != ""


def test_a_mark_cannot_be_tried_out_without_the_key(settings, tmp_path):
    before = mark_of("phone", "991445118")
    settings.ACCOUNT_KEY_FILE = tmp_path / "another_key"

    assert mark_of("phone", "991445118") != before
