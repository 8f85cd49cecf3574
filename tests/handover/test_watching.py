"""The follower and the clock: missing consignments and jumps hold their lots, surplus is told in kilograms."""

from datetime import date

import pytest
from django.conf import settings

from ledger import codes
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.models import Flag, Lot
from ledger.proofs.signing import Signer
from ledger.risk.consignments import look_at_roads
from ledger.tasks import watch_for_risk
from tests import make
from tests.make import entered, envelope


@pytest.fixture
def seal(db, tmp_path):
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()

    def seal_and_look():
        sequencer.finish()
        watch_for_risk()

    return seal_and_look


def sent(world, *lots, at=make.NOW, place=None, **more):
    consignment = make.code(codes.CONSIGNMENT)
    facts = {"consignment": consignment, "lots": list(lots), "to": world.rivals.party}
    facts["destination"] = place or world.rivals.depot
    entered(world.ours.clerk, envelope("consignment.dispatched.v1", at=at, **{**facts, **more}))
    return consignment


def open_flags(lot):
    # all of it is entered weeks late, whenever these tests run: DATA-01 is somebody else's
    said = Flag.objects.filter(subject=lot, cleared_on=None).exclude(rule__startswith="DATA-")
    return dict(said.values_list("rule", "severity"))


@pytest.mark.rule("CUST-05")
def test_a_consignment_that_does_not_come_holds_its_lots_until_it_is_answered(world, seal):
    lot = world.bought()
    consignment = sent(world, lot, expected_on="2026-11-05")

    look_at_roads(date(2026, 11, 12))
    assert open_flags(lot) == {}

    look_at_roads(date(2026, 11, 13))
    assert open_flags(lot) == {"CUST-05": "hold"}
    assert Lot.objects.get(code=lot).on_hold

    world.received(consignment)
    seal()
    assert open_flags(lot) == {}
    assert Lot.objects.get(code=lot).on_hold, "it came; somebody still says where it was"


@pytest.mark.rule("CUST-05")
def test_a_hold_that_was_lifted_does_not_come_back_by_itself(world):
    lot = world.bought()
    sent(world, lot, expected_on="2026-11-05")
    look_at_roads(date(2026, 11, 13))
    entered(world.programme, envelope("lot.released.v1", lot=lot, note="The lorry broke down; the driver called."))

    look_at_roads(date(2026, 11, 20))

    assert not Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("CUST-05")
def test_a_lorry_that_took_much_longer_than_all_others_is_asked_about(world, seal):
    for _ in range(20):
        world.received(sent(world, world.bought(mass_g=1_000)))
    slow = world.bought()
    consignment = sent(world, slow)
    late = envelope(
        "consignment.received.v1", at="2026-11-20T10:00:00+02:00", consignment=consignment, place=world.rivals.depot
    )
    entered(world.rivals.clerk, late)

    seal()

    assert open_flags(slow) == {"CUST-05": "hold"}
    evidence = Flag.objects.get(rule="CUST-05").evidence
    assert (evidence["took"], evidence["least"], evidence["most"]) == (17, 0, 0)
    assert Lot.objects.get(code=slow).on_hold


def far_depot(world, party, cell, name):
    place = make.code(codes.PLACE)
    facts = {"place": place, "name": name, "kind": "depot", "country": "CD", "zone": "Africa/Lubumbashi"}
    entered(world.programme, envelope("place.registered.v1", party=party, cell=cell, **facts))
    return place


@pytest.mark.rule("CUST-06")
def test_one_lorry_at_two_far_depots_within_half_an_hour_holds_both_loads(world, seal):
    here = far_depot(world, world.ours.party, "-1.7,29.2", "Goma")
    there = far_depot(world, world.ours.party, "-10.7,25.5", "Kolwezi")
    lots = []
    for place, minute in ((here, "00"), (there, "30")):
        lots.append(lot := world.lot())
        entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=place))
        sent(world, lot, at=f"2026-11-03T11:{minute}:00+02:00", vehicle="CGO 1234 AB")

    seal()

    assert [open_flags(lot) for lot in lots] == [{"CUST-06": "hold"}] * 2
    assert [lot.on_hold for lot in Lot.objects.filter(code__in=lots)] == [True, True]
    flag = Flag.objects.filter(rule="CUST-06").first()
    assert "1234" not in str(flag.evidence)
    assert flag.evidence["minutes"] == 30


@pytest.mark.rule("CUST-01")
def test_bags_that_nobody_sent_are_told_of_in_kilograms(world, seal):
    lot = world.bought()
    receipt = envelope(
        "consignment.received.v1",
        consignment=sent(world, lot),
        place=world.rivals.depot,
        surplus=[{"about": "White bag", "grams": 12_500}, {"about": "Torn bag"}],
    )
    entered(world.rivals.clerk, receipt)

    seal()

    assert open_flags(lot) == {"CUST-01": "warn"}
    evidence = Flag.objects.get(rule="CUST-01").evidence
    assert (evidence["bags"], evidence["grams"]) == (2, 12_500)
    assert not Lot.objects.get(code=lot).on_hold
