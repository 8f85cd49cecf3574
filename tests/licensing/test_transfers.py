"""Transfers under the law: what is entered refuses, silence warns, and the log keeps what was relied on."""

import pytest

from ledger.custody.models import Lot
from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from tests import make
from tests.licensing.conftest import miner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def buying(world, lot=None, **more):
    lot = lot or world.lot()
    return make.envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **more)


def told(actor, said) -> tuple[str | None, str | None]:
    (answer,) = make.enter(actor, said)
    assert answer.status == "refused", answer
    return answer.rule, answer.code


def resolved() -> dict:
    (event,) = events_by_id([EventKey.objects.latest("event_id").event_id])
    return event.envelope["resolved"]


@pytest.fixture
def licensed(world, law, registry):
    """The law of the DRC is known, the cooperative is approved and both organisations are buying houses."""
    law("CD")
    world.licences = {
        world.cooperative: registry.grant(world.cooperative, "CD-COOP"),
        world.ours.party: registry.grant(world.ours.party, "CD-COMPT"),
    }
    return world


def test_without_any_law_known_nothing_is_said(world):
    make.entered(world.ours.clerk, buying(world))

    assert "licences" not in resolved()


def test_a_purchase_between_licensed_hands_is_recorded_with_the_rows_relied_on(licensed):
    make.entered(licensed.ours.clerk, buying(licensed))

    (answer,) = resolved()["licences"]
    assert (answer["act"], answer["ore"], answer["answer"]) == ("purchase", "cassiterite", "yes")
    assert [(key, confidence) for key, _, confidence in answer["rows"]] == [
        ("CD-COMPT", "medium"),
        ("CD-COOP", "medium"),
    ]
    assert licensed.licences[licensed.cooperative] not in str(resolved())


def test_who_has_no_licence_entered_is_only_warned_about_where_the_country_says_so(world, law):
    law("CD")

    make.entered(world.ours.clerk, buying(world))

    assert resolved()["licences"][0]["answer"] == "no"


@pytest.mark.rule("LIC-01")
def test_who_has_no_licence_entered_is_refused_where_the_country_says_so(world, law):
    law("RW")
    site, depot = make.code("S"), make.code("S")
    place = {"country": "RW", "zone": "Africa/Kigali"}
    make.entered(
        world.programme,
        make.envelope("site.registered.v1", place=site, name="Rutongo", minerals=["cassiterite"], **place),
        make.envelope("place.registered.v1", place=depot, name="Kigali", kind="depot", party=world.ours.party, **place),
    )
    world.status(place=site)
    (tag,) = world.issue(1, site)
    lot = world.lot(place=site, tag=tag, miner="M. Uwase")

    said = make.envelope("lot.bought.v1", lot=lot, place=depot)

    (answer,) = make.enter(world.ours.clerk, said)
    assert (answer.rule, answer.code) == ("LIC-01", "licence_missing")
    assert answer.facts["needed"] == ["RW-PROC", "RW-TRAD"]
    assert (answer.facts["who"], answer.facts["act"], answer.facts["day"]) == ("buyer", "purchase", "2026-11-03")
    assert Lot.objects.get(code=lot).holder == world.cooperative


@pytest.mark.rule("LIC-01")
def test_a_buyer_whose_licence_is_for_another_ore_is_refused(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    registry.grant(world.ours.party, "CD-COMPT", minerals=["gold"])

    assert told(world.ours.clerk, buying(world)) == ("LIC-01", "licence_other_ore")


@pytest.mark.rule("LIC-02")
def test_a_buying_house_is_refused_the_ore_of_a_card_holder(world, law, registry):
    law("CD")
    digger = miner(world, card_kind="CD-CEA", card_to="2026-12-31")
    registry.grant(world.ours.party, "CD-COMPT")

    lot = world.lot(holder=digger)

    assert told(world.ours.clerk, buying(world, lot)) == ("LIC-02", "may_not_buy_from")


@pytest.mark.rule("LIC-06")
def test_a_licence_that_ran_out_before_the_transfer_is_refused(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    registry.grant(world.ours.party, "CD-COMPT", valid_to="2026-11-02")

    assert told(world.ours.clerk, buying(world)) == ("LIC-06", "licence_expired")


@pytest.mark.rule("LIC-06")
def test_a_renewal_entered_late_counts_for_the_day_that_it_covers(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    code = registry.grant(world.ours.party, "CD-COMPT", valid_to="2026-11-02")
    registry.renew(code, valid_from="2026-11-03", valid_to="2027-11-02")

    make.entered(world.ours.clerk, buying(world))


@pytest.mark.rule("ACT-01")
def test_a_suspended_seller_is_refused(licensed, registry):
    lot = licensed.lot()
    registry.stop(licensed.licences[licensed.cooperative], how="suspended", valid_from="2026-11-01")

    assert told(licensed.ours.clerk, buying(licensed, lot)) == ("ACT-01", "licence_stopped")


@pytest.mark.rule("ACT-01")
def test_the_refusal_does_not_tell_a_buyer_who_the_seller_is(licensed, registry):
    lot = licensed.lot()
    registry.stop(licensed.licences[licensed.cooperative], how="suspended", valid_from="2026-11-01")

    (answer,) = make.enter(licensed.ours.clerk, buying(licensed, lot))

    assert licensed.cooperative not in str(answer.facts)
    assert (answer.facts["who"], answer.facts["how"]) == ("seller", "suspended")


@pytest.mark.rule("ACT-01")
def test_a_withdrawn_suspension_never_was(licensed, registry):
    lot = licensed.lot()
    registry.stop(licensed.licences[licensed.cooperative], how="suspended", valid_from="2026-11-01")
    line = {"subject": licensed.cooperative, "event": EventKey.objects.latest("event_id").event_id}

    make.entered(licensed.programme, make.envelope("entries.withdrawn.v1", entries=[line], reason="Wrong party."))

    make.entered(licensed.ours.clerk, buying(licensed, lot))


@pytest.mark.rule("ACT-01")
@pytest.mark.parametrize("how", ["run_out", "stopped", "for_another_site"])
def test_whose_title_does_not_count_where_and_when_it_was_dug_may_not_tag(world, law, registry, how):
    law("CD")
    more = {
        "run_out": {"valid_to": "2026-11-01"},
        "stopped": {},
        "for_another_site": {"place": world.new_site()},
    }[how]
    code = registry.grant(world.cooperative, "CD-COOP", **more)
    if how == "stopped":
        registry.stop(code, how="revoked", valid_from="2026-10-01")

    assert told(world.tagger, world.tagging())[0] == "ACT-01"


@pytest.mark.rule("ACT-01")
def test_a_miner_whose_card_ran_out_may_not_tag(world, law):
    law("CD")
    digger = miner(world, card_kind="carte de creuseur", card_from="2025-11-01", card_to="2026-10-31")

    assert told(world.tagger, world.tagging(holder=digger)) == ("ACT-01", "licence_expired")


@pytest.mark.rule("LIC-CD-01")
def test_a_traders_card_for_one_site_does_not_buy_the_ore_of_another(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    registry.grant(world.ours.party, "CD-NEG", place=world.new_site())

    assert told(world.ours.clerk, buying(world)) == ("LIC-CD-01", "licence_other_place")


@pytest.mark.rule("LIC-CD-03")
def test_a_suspended_plant_does_not_receive_artisanal_copper(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    registry.grant(world.ours.party, "CD-CDN")
    registry.grant(world.rivals.party, "CD-ET")
    lot = world.bought(mineral="copper_ore")
    consignment = world.dispatched(lot)

    said = make.envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot)

    assert told(world.rivals.clerk, said) == ("LIC-CD-03", "holder_suspended")


@pytest.mark.rule("LIC-01")
def test_a_trader_whose_card_does_not_allow_it_does_not_export(world, law, registry):
    law("CD")
    registry.grant(world.cooperative, "CD-COOP")
    registry.grant(world.ours.party, "CD-NEG")
    abroad = make.code("S")
    make.entered(
        world.programme,
        make.envelope(
            "place.registered.v1",
            place=abroad,
            name="Penang",
            kind="store",
            country="MY",
            zone="Asia/Kuala_Lumpur",
            party=world.rivals.party,
        ),
    )
    lot = world.bought()

    said = {"consignment": make.code("C"), "lots": [lot], "to": world.rivals.party, "destination": abroad}

    sending = make.envelope("consignment.dispatched.v1", **said)
    assert told(world.ours.clerk, sending) == ("LIC-01", "licence_other_act")


@pytest.mark.rule("EXP-ZW-01")
@pytest.mark.rule("LIC-ZW-01")
@pytest.mark.rule("LIC-ZW-02")
@pytest.mark.rule("LIC-ZW-03")
def test_zimbabwes_lithium_goes_only_to_approved_plants_and_not_abroad(world, law, registry):
    law("ZW")
    digger, plant, trader = (make.code("Q") for _ in range(3))
    site, works, depot = (make.code("S") for _ in range(3))
    here = {"country": "ZW", "zone": "Africa/Harare"}
    kinds = {digger: "cooperative", plant: "processor", trader: "trader"}
    make.entered(
        world.programme,
        *(
            make.envelope("party.registered.v1", party=code, name=kind, kind=kind, country="ZW")
            for code, kind in kinds.items()
        ),
        make.envelope("site.registered.v1", place=site, name="Bikita", minerals=["lithium_ore"], **here),
        make.envelope("place.registered.v1", place=works, name="Plant", kind="plant", party=plant, **here),
        make.envelope("place.registered.v1", place=depot, name="Depot", kind="depot", party=trader, **here),
    )
    world.issue(3, site)
    registry.grant(digger, "ZW-BLOCK")
    registry.grant(plant, "ZW-APP")
    tags = world.issue(1, site)
    lot = world.lot(place=site, holder=digger, tag=tags[0], mineral="lithium_ore")
    at_works, at_depot = make.Organisation(plant, works), make.Organisation(trader, depot)

    to_the_depot = make.envelope("lot.bought.v1", lot=lot, place=depot)
    assert told(at_depot.clerk, to_the_depot) in {("LIC-01", "licence_missing"), ("LIC-ZW-01", "needs_licence_of")}
    registry.grant(trader, "ZW-LOPL")
    again = make.envelope("lot.bought.v1", lot=lot, place=depot)
    assert told(at_depot.clerk, again) == ("LIC-ZW-03", "needs_licence_of")
    make.entered(at_works.clerk, make.envelope("lot.bought.v1", lot=lot, place=works))

    moving = {"consignment": make.code("C"), "lots": [lot], "to": trader, "destination": depot}
    assert told(at_works.clerk, make.envelope("consignment.dispatched.v1", **moving))[0] == "LIC-ZW-02"
    leaving = {
        "consignment": make.code("C"),
        "lots": [lot],
        "to": world.rivals.party,
        "destination": world.rivals.depot,
    }
    assert told(at_works.clerk, make.envelope("consignment.dispatched.v1", **leaving)) == ("EXP-ZW-01", "act_barred")
