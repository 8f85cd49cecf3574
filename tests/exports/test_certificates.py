"""A certificate is whole, short-lived and signed by two people, or it is not recorded."""

import pytest

from ledger.models import ExportCertificate
from tests.exports.conftest import certificate
from tests.make import enter, entered


def test_a_whole_certificate_is_kept_without_anybodys_name(world):
    lot = world.bought()
    sent = certificate(world, lot, validator_position="Directeur provincial")

    entered(world.regulator, sent)

    kept = ExportCertificate.objects.get(number=sent["facts"]["certificate"])
    assert (kept.lot, kept.country, kept.state, kept.origins) == (lot, "CD", "issued", "CD")
    assert (kept.verifier, kept.validator) == ("Inspectrice principale", "Directeur provincial")


@pytest.mark.rule("EXP-01")
@pytest.mark.parametrize("left_out", ["description_fr", "description_en", "paper", "importer_address", "weight_g"])
def test_a_certificate_says_everything_in_english_and_in_french(world, left_out):
    (answer,) = enter(world.programme, certificate(world, world.bought(), **{left_out: None}))

    assert (answer.code, answer.rule, answer.facts["lacks"]) == ("certificate_incomplete", "EXP-01", [left_out])
    assert not ExportCertificate.objects.exists()


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    "days",
    [{"expires_on": "2027-02-01"}, {"expires_on": "2026-11-01"}, {"verified_on": "2026-11-03"}],
    ids=["91 days", "ends before it begins", "verified afterwards"],
)
def test_a_certificate_runs_ninety_days_at_most(world, days):
    (answer,) = enter(world.programme, certificate(world, world.bought(), **days))

    assert (answer.code, answer.rule) == ("certificate_dates", "EXP-05")


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize("name", ["Amina Kabongo", "KABONGO, Amína", "amina  kabongo."])
def test_two_different_people_sign(world, name):
    (answer,) = enter(world.programme, certificate(world, world.bought(), validator=name))

    assert (answer.code, answer.rule) == ("same_person_twice", "EXP-05")


@pytest.mark.rule("EXP-05")
def test_unknown_grams_are_declared_with_the_code_nought(world):
    gained = world.blended(
        world.bought(), world.bought(), mass_g=100_000, changes=[{"cause": "unexplained", "grams": 8_400}]
    )

    (hidden,) = enter(world.programme, certificate(world, gained))
    assert (hidden.code, hidden.rule, hidden.facts["unknown_g"]) == ("origin_not_declared", "EXP-05", 7_484)

    entered(world.programme, certificate(world, gained, origins="CD;0"))


@pytest.mark.rule("EXP-02")
def test_a_certificate_covers_no_more_than_the_book(world):
    (answer,) = enter(world.programme, certificate(world, world.bought(mass_g=45_800), weight_g=45_801))

    assert (answer.code, answer.rule) == ("export_above_balance", "EXP-02")


def test_a_certificate_is_for_its_holders_lot_and_its_number_is_given_once(world):
    lot = world.bought()
    entered(world.programme, first := certificate(world, lot))

    (taken,) = enter(world.programme, certificate(world, lot, certificate=first["facts"]["certificate"]))
    (stranger,) = enter(world.programme, certificate(world, lot, exporter=world.rivals.party))

    assert (taken.code, stranger.code) == ("code_taken", "not_holder")
