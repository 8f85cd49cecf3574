"""Organisations: what is described, whose a number is, who stands behind them, where they are paid."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj
from stdnum.cl import rut

from ledger.inbox.wording import sentence
from ledger.log.models import Opening
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.accounts import NoAccountNumber, masked, seal_account, unseal_account
from ledger.reports.disclosing import disclosed
from sites.parties.models import PartyAccount, PartyEvent, PartyLine, PartyNumber
from sites.parties.numbers import rut_check_sign, spelled
from tests.make import enter, entered, envelope
from tests.parties.people import NAME, PHONE, described, registered
from tests.parties.test_persons import everything_but_openings

RUT = {"register": "RUT", "number": "76.086.428-5", "country": "CL"}
ACCOUNT = "CD08 0005 1712 3456 7890 1234"


def with_number(number: str, register: str = "RUT", country: str = "CL") -> list[dict]:
    return [{"register": register, "number": number, "country": country}]


def shown_of(party: str, kind: str, actor):
    """Return what an actor is shown of the last event of a kind about a party."""
    event_id = PartyEvent.objects.filter(party=party, kind=kind).order_by("-event_id").first().event_id
    (event,) = events_by_id([event_id])
    return event, disclosed(event, openings_of([event.key])[event.key], actor)


# --- REG-06 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("REG-06")
@pytest.mark.parametrize(
    ("number", "expected"), [("76.086.428-4", "5"), ("76086428-K", "5"), ("10.000.013-0", "K"), ("6-1", "K")]
)
def test_a_rut_whose_check_digit_is_wrong_is_refused_and_the_right_one_is_told(world, number, expected):
    (answer,) = enter(world.programme, described(world, numbers=with_number(number)))

    assert (answer.status, answer.code, answer.rule) == ("refused", "number_check_wrong", "REG-06")
    assert answer.field == "facts.numbers[0].number"
    assert answer.facts["expected"] == f"the check digit {expected}"
    assert expected in sentence(answer.code, answer.facts, answer.field)


@pytest.mark.rule("REG-06")
def test_what_is_no_rut_at_all_is_refused(world):
    (answer,) = enter(world.programme, described(world, numbers=with_number("7608642X-5")))

    assert (answer.code, answer.kept) == ("number_malformed", False)


@pytest.mark.rule("REG-06")
def test_a_rut_of_a_person_is_checked_too(world):
    code = registered(world)

    (answer,) = enter(world.programme, envelope("party.described.v1", party=code, own_numbers=with_number("5126663-4")))

    assert (answer.code, answer.field) == ("number_check_wrong", "facts.own_numbers[0].number")


@pytest.mark.rule("REG-06")
@given(st.integers(1, 99_999_999))
def test_the_check_digit_is_what_the_weights_say(number):
    """The oracle writes the weights out: 2 to 7 from the right, then 2 to 7 again."""
    digits = f"{number:08d}"
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    oracle = {11: "0", 10: "K"}.get(rest, str(rest))

    assert rut_check_sign(str(number)) == oracle == rut.calc_check_digit(str(number))


@given(st.integers(1, 99_999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, place, by):
    digits = list(f"{number:08d}")
    right = rut_check_sign("".join(digits))
    digits[place] = str((int(digits[place]) + by) % 10)

    assert rut_check_sign("".join(digits)) != right


# --- numbers of other registers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "country", "number", "expected"),
    [
        ("CNPJ", "BR", "16.727.230/0001-98", "the check digit 97"),
        ("RUC", "PE", "20512333791", "the check digit 7"),
        ("LEI", "FR", "213800KUD8LAJWSQ9D16", "the check digit 15"),
        ("NIT", "CO", "213123432-2", "the check digit 1"),
        ("RUC", "EC", "1792060347001", "the check digit of its register"),
    ],
)
def test_other_registers_say_which_digits_would_fit(world, register, country, number, expected):
    (answer,) = enter(world.programme, described(world, numbers=with_number(number, register, country)))

    assert (answer.code, answer.facts["expected"]) == ("number_check_wrong", expected)


def test_a_number_of_a_register_without_check_digits_is_taken_as_it_is(world):
    entered(world.programme, described(world, numbers=with_number("CD/KIN/RCCM/14-B-3456", "RCCM", "CD")))

    assert PartyNumber.objects.get().number == "CD:RCCM:CDKINRCCM14B3456"


def test_the_law_of_another_country_does_not_judge(world):
    """A number that a register of Chile would refuse is none of Chile's business."""
    (answer,) = entered(world.programme, described(world, numbers=with_number("76086428-4", "RUT", "AR")))

    assert answer.status == "recorded"
    assert cnpj.is_valid("16.727.230/0001-97")


@pytest.mark.parametrize("typed", ["5.126.663-3", "5126663-3", "05126663-3", "05 126 663 - 3", "51266633"])
def test_a_number_has_one_spelling(typed):
    assert spelled({**RUT, "number": typed}) == "CL:RUT:5126663-3"


def test_a_number_belongs_to_one_party(world):
    entered(world.programme, described(world, numbers=[RUT]))

    (answer,) = enter(world.programme, described(world, world.rivals.party, numbers=with_number("76086428-5")))

    assert (answer.code, answer.kept) == ("party_number_taken", True)
    assert answer.facts == {"number": "CL:RUT:76086428-5", "party": world.ours.party}
    assert PartyNumber.objects.get().party == world.ours.party


def test_a_party_may_repeat_its_own_number_and_the_last_description_counts(world):
    entered(world.programme, described(world, numbers=[RUT], legal_form="company", capacity_tpm=100))
    entered(world.programme, described(world, numbers=[RUT], legal_form="cooperative"))

    line = PartyLine.objects.get(party=world.ours.party)
    assert (line.legal_form, line.capacity_tpm) == ("cooperative", None)
    assert PartyNumber.objects.count() == 1


def test_two_parties_in_one_batch_cannot_share_a_number(world):
    answers = enter(
        world.programme,
        described(world, numbers=[RUT]),
        described(world, world.rivals.party, numbers=[RUT]),
    )

    assert [answer.code for answer in answers] == [None, "party_number_taken"]


def test_what_is_open_for_an_organisation_is_hidden_for_a_person(world):
    code = registered(world)
    refused = [
        envelope("party.described.v1", party=code, phone=PHONE),
        described(world, own_phone=PHONE),
    ]

    answers = enter(world.programme, *refused)
    entered(world.programme, envelope("party.described.v1", party=code, own_phone=PHONE, own_address="3 rue du Lac"))

    assert [(answer.code, answer.field) for answer in answers] == [
        ("hidden_for_persons", "facts.phone"),
        ("only_for_persons", "facts.own_phone"),
    ]
    assert PHONE not in everything_but_openings()


def test_a_party_reads_what_is_described_of_it_and_its_rivals_do_not(world):
    entered(world.programme, described(world, numbers=[RUT], address="12 av. du Lac"))

    _, ours = shown_of(world.ours.party, "party.described.v1", world.ours.manager)
    _, theirs = shown_of(world.ours.party, "party.described.v1", world.rivals.manager)

    assert ours.opened["trade"]["address"] == "12 av. du Lac"
    assert (theirs.opened, theirs.withheld) == ({}, ["trade"])


# --- people behind an organisation ------------------------------------------------------------------------------------


def people_stated(world, *people, complete="yes"):
    facts = {"party": world.ours.party, "complete": complete, "people": list(people)}
    return envelope("party.people_stated.v1", **facts)


def test_how_many_own_a_party_is_open_and_who_they_are_is_not(world):
    owners = [{"name": NAME, "role": "owner", "share_ppm": 600_000}, {"name": "J. Bisimwa", "role": "owner"}]
    entered(world.programme, people_stated(world, *owners, {"name": "P. Amani", "role": "director"}))

    event, ours = shown_of(world.ours.party, "party.people_stated.v1", world.ours.manager)
    _, keeper = shown_of(world.ours.party, "party.people_stated.v1", world.regulator)

    assert event.envelope["resolved"] == {"owners": 2, "others": 1}
    assert ours.withheld == ["people"]
    assert keeper.opened["people"]["people"][0]["name"] == NAME
    assert NAME not in everything_but_openings()


def test_shares_cannot_make_more_than_the_whole(world):
    owners = [
        {"name": "A", "role": "owner", "share_ppm": 600_000},
        {"name": "B", "role": "owner", "share_ppm": 400_001},
    ]

    (answer,) = enter(world.programme, people_stated(world, *owners))

    assert (answer.code, answer.field) == ("shares_over_whole", "facts.people")


# --- accounts ---------------------------------------------------------------------------------------------------------


def account_stated(world, number: str = ACCOUNT, party: str | None = None) -> dict:
    account = seal_account(number)
    facts = {"account_kind": "bank", "sealed": account.sealed, "fingerprint": account.fingerprint}
    return envelope("party.account_stated.v1", party=party or world.ours.party, **facts)


def test_an_account_number_lies_nowhere_in_the_clear(world, caplog):
    caplog.set_level(logging.DEBUG)
    entered(world.programme, account_stated(world))

    plain = ACCOUNT.replace(" ", "")
    everywhere = everything_but_openings() + "".join(bytes(each.value).decode() for each in Opening.objects.all())
    assert plain not in everywhere + caplog.text
    assert ACCOUNT not in everywhere + caplog.text
    assert plain[-6:] not in everywhere


def test_a_number_in_the_clear_is_refused_and_not_repeated(world):
    facts = {"account_kind": "bank", "sealed": ACCOUNT, "fingerprint": "0" * 64}

    (answer,) = enter(world.programme, envelope("party.account_stated.v1", party=world.ours.party, **facts))

    assert (answer.status, answer.field, answer.kept) == ("refused", "facts.sealed", False)
    assert ACCOUNT not in str(answer)
    assert ACCOUNT not in sentence(answer.code, answer.facts, answer.field)


def test_the_same_number_has_the_same_fingerprint_however_it_is_typed(world):
    entered(world.programme, account_stated(world))
    entered(world.programme, account_stated(world, ACCOUNT.lower().replace(" ", "-"), world.rivals.party))
    entered(world.programme, account_stated(world, "CD08 0005 1712 3456 7890 1235", world.cooperative))

    prints = {row.party: row.fingerprint for row in PartyAccount.objects.all()}
    assert prints[world.ours.party] == prints[world.rivals.party]
    assert prints[world.cooperative] != prints[world.ours.party]


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=4, max_size=34))
def test_what_is_sealed_opens_again_and_shows_its_last_signs_alone(number):
    account = seal_account(number)

    assert unseal_account(account.sealed) == number
    shown = masked(account.sealed).removeprefix("•••• ")
    assert number.endswith(shown)
    assert 2 <= len(shown) <= min(4, len(number) // 2)


def test_sealing_twice_gives_two_ciphertexts_of_one_length():
    first, second, short = seal_account(ACCOUNT), seal_account(ACCOUNT), seal_account("12345")

    assert first.sealed != second.sealed
    assert len(first.sealed) == len(second.sealed) == len(short.sealed)


@pytest.mark.parametrize("typed", ["", "123", "x" * 35, "12*45", "१२३४५"])
def test_what_is_no_account_number_is_not_repeated_by_the_error(typed):
    with pytest.raises(NoAccountNumber) as error:
        seal_account(typed)
    assert str(error.value) == ""
