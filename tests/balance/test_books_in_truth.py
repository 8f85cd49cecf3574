"""What the rules of balance see of real deeds: metal through a blend, countries that trade with each other, flags."""

from datetime import date

import pytest

from ledger.balance.books import Scope
from ledger.balance.counts import last_counts
from ledger.balance.metal import closings
from ledger.balance.periods import month
from ledger.balance.regions import regions
from ledger.balance.statements import statement
from ledger.custody.contained import of_lot
from ledger.models import Flag, Lot
from ledger.risk.balance_regions import look_at_countries
from ledger.risk.engine import look_at_places
from tests import make
from tests.make import entered, envelope

NOVEMBER, TODAY = month("2026-11"), date(2026, 11, 23)


def assayed(world, lot, grade_ppm, moisture_ppm=100_000):
    facts = {
        "grade_of": "SnO2",
        "grade_ppm": grade_ppm,
        "moisture_ppm": moisture_ppm,
        "method": "xrf",
        "stage": "final",
    }
    entered(world.ours.clerk, envelope("lot.assayed.v1", lot=lot, **facts))


def graded_blend(world, came_out_ppm):
    one, other = world.bought(mass_g=50_000), world.bought(mass_g=50_000)
    for lot in (one, other):
        assayed(world, lot, 600_000)
    blend = world.blended(one, other, mass_g=100_000)
    assayed(world, blend, came_out_ppm)
    return blend


def test_dry_and_contained_stand_beside_the_wet(world):
    blend = graded_blend(world, 600_000)

    said = statement(Scope(place=world.ours.depot), NOVEMBER)

    assert (said.stock.wet_g, said.stock.dry_g, said.stock.contained_g) == (100_000, 90_000, {"SnO2": 54_000})
    assert said.stock.metal() == {"Sn": of_lot(Lot.objects.get(code=blend)).grams}
    assert (said.stock.dry_unknown_ppm, said.stock.ungraded_ppm) == (0, 0)


@pytest.mark.rule("MB-01")
@pytest.mark.parametrize(
    ("came_out_ppm", "why"), [(600_000, None), (540_000, None), (640_000, "gained"), (250_000, "lost")]
)
def test_what_is_washed_off_may_hold_little_or_as_much_as_the_ore(world, came_out_ppm, why):
    """Half of the ore is washed off: what came out may hold all metal, or half of it, and neither is strange."""
    lot = world.bought(mass_g=100_000)
    assayed(world, lot, 300_000)
    outputs = [{"lot": make.code("P"), "mass_g": 50_000, "what": "main", "product": "concentrate"}]
    lines = [{"cause": "washing", "grams": -50_000}]
    washing = envelope("lot.processed.v1", process="washing", inputs=[lot], outputs=outputs, changes=lines)
    entered(world.ours.manager, washing)
    assayed(world, outputs[0]["lot"], came_out_ppm)

    look_at_places([world.ours.depot], TODAY)

    found = Flag.objects.filter(subject=world.ours.depot, rule="MB-01", cleared_on=None).first()
    assert (found.evidence["why"] if found else None) == why


@pytest.mark.rule("MB-01")
@pytest.mark.parametrize(("came_out_ppm", "why"), [(600_000, None), (630_000, "gained"), (550_000, "lost")])
def test_a_blend_that_is_richer_than_its_inputs_is_flagged(world, came_out_ppm, why):
    graded_blend(world, came_out_ppm)

    look_at_places([world.ours.depot], TODAY)

    found = Flag.objects.filter(subject=world.ours.depot, rule="MB-01", cleared_on=None).first()
    assert (found and found.evidence["why"]) == why


def test_what_is_not_graded_is_said_and_not_judged(world):
    world.blended(world.bought(mass_g=50_000), world.bought(mass_g=50_000), mass_g=100_000)

    closing = closings([world.ours.depot], NOVEMBER)[world.ours.depot]

    assert (closing.in_g, closing.out_g, closing.judged_g, closing.unknown_g) == ({}, {}, 0, 100_000)


def abroad(world):
    """Register an organisation with a depot in a neighbouring country."""
    party, place = make.code("Q"), make.code("S")
    kigali = {"name": "Kigali", "kind": "depot", "zone": "Africa/Kigali"}
    entered(
        world.programme,
        envelope("party.registered.v1", party=party, name="Kigali Metals", kind="trader", country="RW"),
        envelope("place.registered.v1", place=place, party=party, country="RW", **kigali),
    )
    return make.Organisation(party, place)


def test_ore_on_the_road_is_still_in_the_country_it_left(world):
    world.dispatched(world.bought(mass_g=20_000), to=abroad(world))

    (line,) = regions(["CD", "RW"], NOVEMBER)

    assert (line.country, line.tagged_g, line.stock_g, line.gone_abroad_g, line.unfed_g) == ("CD", 20_000, 20_000, 0, 0)


def test_ore_that_went_abroad_without_an_export_feeds_none(world):
    there = abroad(world)
    lot = world.bought(mass_g=20_000)
    world.received(world.dispatched(lot, to=there), by=there)

    congo, rwanda = regions(["CD", "RW"], NOVEMBER)

    assert (congo.stock_g, congo.gone_abroad_g, congo.from_stock_g, congo.fed_g) == (0, 20_000, 0, 0)
    assert (rwanda.stock_g, rwanda.tagged_g, rwanda.certified_g, rwanda.unfed_g) == (20_000, 0, 0, 20_000)
    assert look_at_countries(["CD", "RW"], TODAY) == 0, "nothing was exported: there is nothing to worry about"


def test_a_count_stands_beside_the_book_of_its_day(world):
    world.bought(mass_g=20_000)
    facts = {"place": world.ours.depot, "mineral": "cassiterite", "counted_g": 19_700}
    counting = envelope("stock.counted.v1", **facts)
    entered(world.ours.clerk, counting)
    entered(world.ours.manager, envelope("proposal.signed.v1", proposal=counting["key"]))
    world.bought(mass_g=5_000, at="2026-11-04T10:00:00+02:00")

    (said,) = last_counts(Scope(party=world.ours.party), TODAY)

    assert (said.counted_g, said.book_then_g, said.on_day) == (19_700, 20_000, date(2026, 11, 3))
    # the late bag was bought on the day of the count: the book of that day has it now
    assert (said.book_g, said.difference_g, said.difference_ppm) == (25_000, -5_300, 212_000)
    assert last_counts(Scope(party=world.rivals.party), TODAY) == []
    assert last_counts(Scope(party=world.ours.party), date(2026, 11, 2)) == []
    assert last_counts(Scope(party=world.ours.party, known=said.event_id - 1), TODAY) == []
