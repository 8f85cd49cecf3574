"""A lot leaves only when everything about it is known, certified, declared and clear; then its book is closed."""

from uuid import uuid4

import pytest

from ledger.deeds.batches import enter as write
from ledger.deeds.kinds import KINDS
from ledger.deeds.system import system_entry
from ledger.models import ExportCertificate, Flag, Lot, Move
from tests.exports.conftest import certificate, exporting
from tests.make import enter, entered, envelope


def stopped(lot):
    """Let a rule of risk stop a lot."""
    raised = {"rule": "WGT-02", "version": 1, "severity": "stop", "category": "operational", "evidence": {}}
    write([system_entry(str(uuid4()), "flag.raised.v1", {**raised, "subject": lot})])


def test_a_lot_leaves_the_country_and_the_book(world, certified, manager):
    held = certified()

    entered(manager, exporting(held.lot, held.number))

    lot = Lot.objects.get(code=held.lot)
    assert (lot.state, lot.holder) == ("exported", world.ours.party)
    assert ExportCertificate.objects.get(number=held.number).state == "used"
    assert Move.objects.get(lot=held.lot, cause="exported").grams == -lot.mass_g
    assert sum(Move.objects.filter(lot=held.lot).values_list("grams", flat=True)) == 0


def test_what_left_neither_leaves_again_nor_is_sent(world, certified, manager):
    held = certified()
    entered(manager, exporting(held.lot, held.number))
    entered_again = exporting(held.lot, held.number)

    (again,) = enter(manager, entered_again)

    assert again.status == "refused"
    assert Lot.objects.get(code=held.lot).state == "exported"


def test_nobody_exports_what_another_holds(world, certified):
    held = certified()

    (answer,) = enter(world.rivals.manager, exporting(held.lot, held.number))

    assert (answer.code, answer.facts) == ("not_holder", {"lot": held.lot})


@pytest.mark.rule("EXP-01")
def test_a_lot_that_the_rules_have_not_looked_at_stays(world, manager):
    lot = world.bought()
    entered(world.programme, sent := certificate(world, lot))

    (answer,) = enter(manager, exporting(lot, sent["facts"]["certificate"]))

    assert (answer.code, answer.rule) == ("not_yet_assessed", "EXP-01")
    assert Lot.objects.get(code=lot).state == "open"


@pytest.mark.rule("EXP-01")
def test_a_lot_on_hold_stays(world, certified, manager):
    held = certified()
    entered(world.programme, envelope("lot.held.v1", lot=held.lot, rule="TAG-02"))

    (answer,) = enter(manager, exporting(held.lot, held.number))

    assert (answer.code, answer.rule) == ("lot_on_hold", "EXP-01")


@pytest.mark.rule("HOLD-02")
def test_a_lot_under_seal_stays_until_its_hold_has_ended(world, certified, manager):
    held = certified()
    entered(world.regulator, envelope("lot.held.v1", lot=held.lot, rule="ACT-02"))
    entered(world.programme, envelope("lot.released.v1", lot=held.lot, seals=["CD-0471"], note="It may move."))

    (answer,) = enter(manager, exporting(held.lot, held.number))

    assert (answer.code, answer.rule, answer.facts["rules"]) == ("under_seal", "HOLD-02", ["ACT-02"])
    entered(world.programme, envelope("lot.released.v1", lot=held.lot, note="The owners are strangers."))
    entered(manager, exporting(held.lot, held.number))


@pytest.mark.rule("EXP-01")
def test_ore_of_a_site_that_turned_out_red_stays(world, certified, manager, seal):
    held = certified()
    world.status("red", since="2026-10-15")
    seal()
    assert Flag.objects.filter(subject=held.lot, severity="stop", cleared_on=None).exists()

    (answer,) = enter(manager, exporting(held.lot, held.number))

    assert (answer.code, answer.rule, answer.facts["rules"]) == ("lot_stopped", "EXP-01", ["MINE-02"])


@pytest.mark.rule("EXP-01")
def test_tin_ore_does_not_leave_without_a_certificate(world, certified, manager):
    (answer,) = enter(manager, exporting(certified().lot))

    assert (answer.code, answer.rule) == ("certificate_missing", "EXP-01")


@pytest.mark.rule("EXP-01")
def test_a_certificate_of_another_lot_opens_nothing_and_none_is_used_twice(world, certified, manager):
    first, second = certified(), certified()
    entered(manager, exporting(first.lot, first.number))

    (used,) = enter(manager, exporting(second.lot, first.number))
    (unknown,) = enter(manager, exporting(second.lot, "CD:no-such"))

    assert {used.code, unknown.code} == {"certificate_not_for_lot"}
    assert used.rule == "EXP-01"


@pytest.mark.rule("EXP-01")
def test_cobalt_of_unknown_origin_leaves_only_when_it_says_so(world, manager, seal):
    lots = [world.bought(mineral="cobalt_ore") for _ in range(2)]
    gained = world.blended(*lots, mass_g=100_000, changes=[{"cause": "unexplained", "grams": 8_400}])
    seal()

    (hidden,) = enter(manager, exporting(gained, origins="CD"))
    assert (hidden.code, hidden.rule) == ("origin_not_declared", "EXP-01")

    entered(manager, exporting(gained, origins="CD;0"))


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    "days",
    [
        {"verified_on": "2026-09-01", "issued_on": "2026-09-01", "expires_on": "2026-11-02"},
        {"verified_on": "2026-11-04", "issued_on": "2026-11-04", "expires_on": "2027-01-31"},
    ],
    ids=["ended the day before", "begins tomorrow"],
)
def test_a_certificate_counts_on_its_days_alone(world, manager, seal, days):
    lot = world.bought()
    entered(world.programme, sent := certificate(world, lot, **days))
    seal()

    (answer,) = enter(manager, exporting(lot, sent["facts"]["certificate"]))

    assert (answer.code, answer.rule) == ("certificate_expired", "EXP-05")


@pytest.mark.rule("EXP-02")
def test_no_more_dry_ore_leaves_than_the_book_holds(world, certified, manager):
    held = certified(mass_g=45_800)

    (answer,) = enter(manager, exporting(held.lot, held.number, net_dry_g=45_801))
    assert (answer.code, answer.rule) == ("export_above_balance", "EXP-02")

    entered(manager, exporting(held.lot, held.number, net_dry_g=45_800))


@pytest.mark.rule("EXP-02")
def test_no_more_leaves_than_its_certificate_covers(world, manager, seal):
    lot = world.bought(mass_g=45_800)
    entered(world.programme, sent := certificate(world, lot, weight_g=30_000))
    seal()
    number = sent["facts"]["certificate"]

    (answer,) = enter(manager, exporting(lot, number))
    assert (answer.code, answer.rule, answer.facts["most_g"]) == ("export_above_certificates", "EXP-02", 30_600)

    entered(manager, exporting(lot, number, net_dry_g=30_600))


@pytest.mark.rule("EXP-04")
@pytest.mark.parametrize("declared_on", ["2026-11-02", None])
def test_congolese_ore_is_declared_two_days_before(world, certified, manager, declared_on):
    held = certified()

    (answer,) = enter(manager, exporting(held.lot, held.number, declared_on=declared_on))
    assert (answer.code, answer.rule, answer.facts["least_days"]) == ("declared_too_late", "EXP-04", 2)

    entered(manager, exporting(held.lot, held.number, declared_on="2026-11-01"))


@pytest.mark.rule("ACT-03")
def test_a_suspended_company_exports_nothing(world, certified, manager):
    held = certified()
    stopped = {"party": world.ours.party, "status": "suspended", "by": "state", "valid_from": "2026-11-01"}
    facts = {**KINDS["party.status_decided.v1"].example, **stopped}
    wanted = {name: value for name, value in facts.items() if name in KINDS["party.status_decided.v1"].schema}
    entered(world.regulator, envelope("party.status_decided.v1", **wanted))

    (answer,) = enter(manager, exporting(held.lot, held.number))

    assert (answer.code, answer.rule) == ("party_stopped", "ACT-03")


@pytest.mark.rule("EXP-02")
def test_no_more_metal_leaves_than_was_assayed(world, certified, manager):
    held = certified()
    assay = {"grade_of": "SnO2", "grade_ppm": 600_000, "method": "xrf", "stage": "final"}
    entered(world.ours.manager, envelope("lot.assayed.v1", lot=held.lot, **assay))

    (answer,) = enter(manager, exporting(held.lot, held.number, grade_of="SnO2", grade_ppm=640_000))
    assert (answer.code, answer.rule, answer.facts["metal"]) == ("export_above_balance", "EXP-02", "Sn")

    entered(manager, exporting(held.lot, held.number, grade_of="SnO2", grade_ppm=620_000))


@pytest.mark.rule("EXP-01")
def test_a_stop_is_answered_by_a_release_that_came_after_it(world, certified, manager):
    held = certified()
    stopped(held.lot)
    entered(world.programme, envelope("lot.held.v1", lot=held.lot, rule="WGT-02", note="To be cleared up."))
    entered(world.regulator, envelope("lot.released.v1", lot=held.lot, note="The bag was weighed again."))
    assert Flag.objects.filter(subject=held.lot, rule="WGT-02", cleared_on=None).exists()

    entered(manager, exporting(held.lot, held.number))


@pytest.mark.rule("EXP-01")
def test_a_stop_that_nobody_answered_for_stays_one(world, certified, manager):
    held = certified()
    stopped(held.lot)

    (answer,) = enter(manager, exporting(held.lot, held.number))

    assert (answer.code, answer.facts["rules"]) == ("lot_stopped", ["WGT-02"])
