"""From a deed to a flag: the follower finds each signal where its rows come from real entries, and clears it again."""

from datetime import date

import pytest

from ledger.models import Flag, Lot
from ledger.risk.engine import look_at_places
from ledger.risk.rules import explain
from ledger.risk.screening.following import follow_screening
from ledger.risk.watching import look_at_clock
from tests import make
from tests.incidents.conftest import Cases
from tests.make import entered, entered_today, envelope

NOVEMBER = date(2026, 11, 23)


def flags(subject, *rules):
    found = Flag.objects.filter(subject=subject, cleared_on=None)
    return dict((found.filter(rule__in=rules) if rules else found).values_list("rule", "severity"))


def held(*lots):
    return [Lot.objects.get(code=lot).on_hold for lot in lots]


@pytest.mark.rule("PLAU-01")
def test_a_month_above_the_capacity_holds_its_lots_until_the_capacity_is_set_anew(digging, world):
    digging.capacity(100_000)
    before = digging.bags("2026-09-14", 90_000)
    lots = digging.bags("2026-10-14", 70_000, 60_000)
    digging.watched()
    assert flags(world.site, "PLAU-01") == {}, "130 kg are within three tenths"

    lots += digging.bags("2026-10-15", 1)
    digging.watched()

    assert flags(world.site, "PLAU-01") == {"PLAU-01": "hold"}
    assert held(*before, *lots) == [False, True, True, True]
    flag = Flag.objects.get(subject=world.site, rule="PLAU-01", cleared_on=None)
    assert "130.001" in explain("PLAU-01", "hold", flag.evidence, NOVEMBER)
    digging.capacity(200_000, set_on="2026-09-02")
    digging.watched()
    assert flags(world.site, "PLAU-01") == {}
    assert held(*lots) == [False, False, False]


@pytest.mark.rule("PLAU-01")
def test_what_a_capacity_was_reckoned_with_stands_in_the_flag(digging, world):
    reckoned = {"miners": 40, "working_days": 25, "grams_per_miner_day": 100}
    digging.capacity(100_000, **reckoned)
    digging.bags("2026-10-14", 140_000)

    digging.watched()

    said = Flag.objects.get(subject=world.site, rule="PLAU-01").evidence
    assert {name: said[name] for name in reckoned} == reckoned
    assert said["set_by"] == "Mines service"


@pytest.mark.rule("RF-L2")
def test_lots_of_a_month_above_the_capacity_carry_the_red_flag_and_others_do_not(digging, world):
    digging.capacity(50_000)
    (other,) = digging.bags("2026-09-14", 40_000)
    (lot,) = digging.bags("2026-10-14", 80_000)

    digging.watched()

    assert flags(lot, "RF-L2") == {"RF-L2": "warn"}
    assert flags(other, "RF-L2") == {}
    digging.capacity(100_000, set_on="2026-09-02")
    digging.watched()
    assert flags(lot, "RF-L2") == {}


@pytest.mark.rule("PLAU-02")
def test_a_month_far_above_the_eight_before_is_found(digging, world):
    for month in range(1, 9):
        digging.bags(f"2026-{month:02d}-14", 1_000_000 + month * 10_000)
    digging.bags("2026-09-14", 1_400_000)
    (lot,) = digging.bags("2026-10-14", 3_000_000)

    digging.watched()

    assert flags(world.site, "PLAU-02") == {"PLAU-02": "hold"}
    assert held(lot) == [True]


@pytest.mark.rule("D13")
def test_ore_dug_while_the_scheme_had_suspended_the_site_is_held(digging, world):
    facts = {"place": world.site, "by": "scheme", "status": "suspended", "valid_from": "2026-10-10"}
    lots = digging.bags("2026-10-09", 40_000) + digging.bags("2026-10-10", 41_000)
    digging.watched()
    assert flags(world.site, "D13") == {}

    entered_today(world.regulator, envelope("site.status_decided.v1", **facts))
    digging.watched()

    assert flags(world.site, "D13") == {"D13": "hold"}
    assert held(*lots) == [False, True]


CHILDREN = "A2-1.iii"


@pytest.mark.rule("D13")
def test_ore_dug_while_an_incident_of_level_one_held_the_site_is_found_and_ore_dug_before_is_not(digging, world):
    digging.bags("2026-10-09", 40_000)
    Cases(world).reported(at="2026-10-10T12:00:00+02:00", category=CHILDREN)
    digging.watched()
    assert flags(world.site, "D13") == {}

    digging.bags("2026-10-11", 41_000)
    digging.watched()

    assert flags(world.site, "D13") == {"D13": "hold"}
    assert Flag.objects.get(subject=world.site, rule="D13").evidence["why"] == "incident"


@pytest.mark.rule("PLAU-03")
@pytest.mark.parametrize(("category", "found"), [(CHILDREN, {"PLAU-03": "warn"}), ("LATE-DATA", {})])
def test_ore_that_moves_away_from_a_grave_incident_is_found(digging, world, category, found):
    troubled, near = registered(world, "Mutoko", "-7.3,27.2"), registered(world, "Mutoko Est", "-7.3,27.4")
    digging.bags("2026-09-14", 900_000, site=troubled)
    digging.bags("2026-08-01", 1_000, site=near)
    Cases(world).reported(at="2026-10-01T12:00:00+02:00", category=category, place=troubled)
    digging.bags("2026-10-14", 1_600_000, site=near)

    digging.watched()

    assert flags(near, "PLAU-03") == found


def registered(world, name, cell):
    site = make.code("S")
    facts = {"place": site, "name": name, "country": "CD", "zone": "Africa/Lubumbashi", "cell": cell}
    entered(world.programme, envelope("site.registered.v1", minerals=["cassiterite"], **facts))
    world.status(place=site, **make.FOR_MANY_YEARS)
    return site


@pytest.mark.rule("PLAU-03")
@pytest.mark.parametrize(("cell", "found"), [("-7.3,27.4", {"PLAU-03": "warn"}), ("-8.3,27.4", {})])
def test_ore_that_moves_to_a_site_within_75_kilometres_of_a_red_one_is_found(digging, world, cell, found):
    closed, near = registered(world, "Mutoko", "-7.3,27.2"), registered(world, "Mutoko Est", cell)
    digging.bags("2026-09-14", 900_000, site=closed)
    digging.bags("2026-08-01", 1_000, site=near)
    digging.bags("2026-09-14", 800_000, site=near)
    digging.bags("2026-10-14", 1_600_000, site=near)
    world.status("red", place=closed, since="2026-10-01")

    digging.watched()
    look_at_places([near], NOVEMBER)

    assert flags(near, "PLAU-03") == found


@pytest.mark.rule("PLAU-04")
@pytest.mark.parametrize(("grams", "found"), [(60_000, {}), (60_001, {"PLAU-04": "warn"})])
def test_a_depot_that_takes_more_than_its_mines_can_yield_is_found(digging, world, grams, found):
    second = world.new_site()
    digging.capacity(50_000)
    digging.capacity(50_000, site=second)
    lots = digging.bags("2026-10-14", grams) + digging.bags("2026-10-14", 40_000, site=second)
    for lot in lots:
        entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot))

    digging.seal()
    look_at_clock(NOVEMBER)

    assert flags(world.ours.depot, "PLAU-04") == found


@pytest.mark.rule("D3")
@pytest.mark.parametrize(("every", "found"), [(2, {}), (1, {"D3": "warn"})])
def test_ten_bags_within_ten_minutes_are_found(digging, world, every, found):
    digging.bags("2026-10-14", *range(40_000, 40_020, 2), every=every)

    digging.watched()

    assert flags(world.site, "D3") == found


@pytest.mark.rule("D3-N")
@pytest.mark.parametrize(("clock", "found"), [("21:{minute:02d}:00", {}), ("23:{minute:02d}:00", {"D3-N": "warn"})])
def test_the_night_is_that_of_the_place(digging, world, clock, found):
    digging.bags("2026-10-14", 40_000, 41_000, 42_000, clock=clock)

    digging.watched()

    assert flags(world.site, "D3-N") == found


@pytest.mark.rule("D2")
def test_a_rush_of_round_weights_is_found_once_the_month_is_over(digging, world):
    digging.bags("2026-10-05", *range(40_010, 40_410, 20))
    digging.bags("2026-10-30", *[40_000, 45_000] * 10)
    digging.watched()
    assert flags(world.site, "D2") == {"D2": "warn"}

    look_at_places([world.site], date(2026, 10, 31))

    assert flags(world.site, "D2") == {}


@pytest.mark.rule("D11")
def test_bags_that_are_entered_at_the_cut_off_are_found(digging, world):
    early = [digging.bags("2026-10-12", 40_000 + number) for number in range(11)]
    tags = [make.code("T") for _ in range(9)]
    issued = "2026-01-02T08:00:00+02:00"
    entered(world.programme, envelope("tag.issued.v1", at=issued, place=world.site, tags=tags))
    late = [world.tagging(tag=tag, mass_g=45_000, dug_on="2026-10-12", at="2026-10-12T11:00:00+02:00") for tag in tags]
    # what is done last is what the entries come an hour after
    entered(world.tagger, *late, world.tagging(mass_g=45_000, dug_on="2026-10-30", at="2026-10-30T11:00:00+02:00"))

    digging.watched()

    assert len(early) == 11
    assert flags(world.site, "D11") == {"D11": "warn"}


@pytest.mark.rule("D10")
def test_one_card_of_two_miners_is_found_and_its_number_told_nowhere(digging, world):
    people = [make.code("Q") for _ in range(2)]
    for number, person in enumerate(people):
        facts = {"party": person, "kind": "miner", "country": "CD", "card_kind": "carte de creuseur"}
        facts |= {
            "name": f"Miner {number}",
            "born_on": "1990-01-02",
            "card_number": "CD-0417/26",
            "phone": "0990000017",
        }
        entered(world.programme, envelope("person.registered.v1", **facts))

    digging.seal()
    follow_screening()
    look_at_clock(NOVEMBER)

    assert [flags(person, "D10") for person in people] == [{"D10": "warn"}] * 2
    assert Flag.objects.filter(rule="D10").values_list("evidence", flat=True)[0] == {"people": 2}


@pytest.mark.rule("D10-C")
def test_visits_that_always_count_the_same_are_found(digging, world):
    for month in (6, 7, 8, 9):
        world.visit(on=f"2026-{month:02d}-19", workers=58)

    digging.watched()
    assert flags(world.site, "D10-C") == {"D10-C": "warn"}

    world.visit(on="2026-10-19", workers=61)
    digging.watched()
    assert flags(world.site, "D10-C") == {}


@pytest.mark.rule("D12")
def test_a_grade_that_jumps_is_found_when_it_is_assayed(digging, world):
    def assayed(lots, grade_ppm):
        for lot in lots:
            facts = {"lot": lot, "grade_of": "SnO2", "method": "xrf", "stage": "provisional", "grade_ppm": grade_ppm}
            entered(world.programme, envelope("lot.assayed.v1", at="2026-11-03T12:00:00+02:00", **facts))

    assayed(digging.bags("2026-08-14", *range(40_000, 40_020)), 600_000)
    lots = digging.bags("2026-10-14", *range(41_000, 41_008))
    assayed(lots[:7], 700_000)
    digging.watched()
    assert flags(world.site, "D12") == {}, "seven lots are too few"

    assayed(lots[7:], 700_000)
    digging.watched()

    assert flags(world.site, "D12") == {"D12": "warn"}


@pytest.mark.rule("RF-C")
def test_a_lot_with_flags_of_three_rules_gives_reasonable_suspicion(digging, world):
    (lot,) = digging.bags("2026-10-14", 40_000)
    digging.bags("2026-10-14", *range(41_000, 41_010), every=1, clock="23:{minute:02d}:00")
    digging.watched()
    assert flags(world.site, "D3", "D3-N") == {"D3": "warn", "D3-N": "warn"}
    assert flags(lot, "RF-C") == {}, "nothing is said of the lot itself"

    weighing = envelope("lot.weighed.v1", lot=lot, gross_g=40_400, tare_g=400, at="2026-10-15T09:00:00+02:00")
    entered_today(world.tagger, weighing)
    digging.watched()

    assert flags(lot, "RF-C") == {"RF-C": "warn"}
    assert Flag.objects.get(subject=lot, rule="RF-C").evidence["rules"] == "D3, D3-N, DATA-01"
