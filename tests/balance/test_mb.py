"""MB-01 and MB-03: books that do not close, and countries that export what nothing feeds."""

from datetime import date

import pytest

from ledger.balance.metal import Closing
from ledger.balance.regions import RegionLine
from ledger.risk.balance_depots import months_to_look_at
from ledger.risk.balance_regions import CountrySeen
from ledger.risk.rules import PlaceSeen, explain, rules_for

TODAY = date(2026, 11, 23)
NOVEMBER = date(2026, 11, 1)


def closing(went=None, came=None, *, unexplained_g=0, came_g=100_000):
    return Closing("S0000002X", went or {}, came or {}, {}, 100_000, 0, unexplained_g, came_g)


def ask(rule_id, looks_at, seen):
    """Ask the engine for one rule: a rule that is switched off is silent."""
    return next((rule.function(seen) for rule in rules_for(looks_at) if rule.id == rule_id), None)


def judged(*closings):
    place = PlaceSeen("S0000002X", (), TODAY, "CD", {"closings": [(NOVEMBER, each) for each in closings]})
    return ask("MB-01", "place", place)


@pytest.mark.rule("MB-01")
@pytest.mark.parametrize(
    ("came_out", "why", "grams"),
    [
        (100_000, None, 0),
        (101_000, None, 0),
        (101_001, "gained", 1_001),
        (99_000, None, 0),
        (98_999, "lost", 1_001),
    ],
)
def test_metal_that_comes_out_is_metal_that_went_in(came_out, why, grams):
    worry = judged(closing({"Sn": 100_000}, {"Sn": came_out}))

    if why is None:
        assert worry is None
    else:
        assert (worry.severity, worry.evidence["why"], worry.evidence["grams"]) == ("warn", why, grams)


@pytest.mark.rule("MB-01")
def test_a_metal_that_no_input_had_is_a_gain():
    worry = judged(closing({"Sn": 100_000}, {"Sn": 100_000, "Ta": 5}))

    assert (worry.evidence["why"], worry.evidence["metal"], worry.evidence["grams"]) == ("gained", "Ta", 5)


@pytest.mark.rule("MB-01")
@pytest.mark.parametrize(("unexplained_g", "found"), [(0, False), (-1_000, False), (-1_001, True), (1_001, True)])
def test_a_book_of_ungraded_ore_closes_in_wet_grams(unexplained_g, found):
    worry = judged(closing(unexplained_g=unexplained_g))

    assert bool(worry) == found
    if found:
        assert (worry.evidence["why"], worry.evidence["metal"]) == ("unexplained", None)


@pytest.mark.rule("MB-01")
def test_the_latest_month_that_does_not_close_is_told():
    bad, worse = closing({"Sn": 100_000}, {"Sn": 90_000}), closing({"Sn": 100_000}, {"Sn": 50_000})
    place = PlaceSeen("S0000002X", (), TODAY, "CD", {"closings": [(NOVEMBER, bad), (date(2026, 10, 1), worse)]})

    worry = ask("MB-01", "place", place)

    assert (worry.evidence["month"], worry.evidence["grams"]) == ("2026-11-01", 10_000)


def test_a_place_where_nothing_moved_is_no_worry():
    assert ask("MB-01", "place", PlaceSeen("S0000002X", (), TODAY, "CD")) is None


@pytest.mark.parametrize("why", ["gained", "lost", "unexplained"])
def test_every_reason_has_its_sentence(why):
    evidence = {"why": why, "metal": "Sn", "grams": 10_000, "month": "2026-11-01"}

    said = explain("MB-01", "warn", evidence, TODAY)

    assert "10.0" in said
    assert "1 Nov 2026" in said


def test_months_that_are_looked_at_begin_with_this_one():
    assert [period.first for period in months_to_look_at(TODAY)] == [NOVEMBER, date(2026, 10, 1), date(2026, 9, 1)]


def line(exported=0, tagged=0, opening=0, stock=0, certified=0, abroad=0):
    return RegionLine("CD", "cassiterite", exported, tagged, opening, stock, certified, abroad)


def country(*lines):
    return ask("MB-03", "country", CountrySeen("CD", [(NOVEMBER, lines)]))


@pytest.mark.rule("MB-03")
@pytest.mark.parametrize(
    ("fed", "worried"),
    [
        (line(exported=100_000, tagged=100_000), False),
        (line(exported=100_000, tagged=99_000), False),
        (line(exported=100_000, tagged=98_999), True),
        (line(exported=100_000, opening=100_000), False),
        (line(exported=100_000, opening=100_000, stock=50_000), True),
        (line(exported=100_000, tagged=40_000, opening=60_000), False),
        (line(exported=100_000, tagged=40_000, certified=60_000), False),
        (line(exported=100_000, tagged=100_000, opening=60_000, abroad=60_000), False),
        (line(exported=100_000, tagged=40_000, opening=60_000, abroad=60_000), True),
        (line(tagged=100_000, stock=100_000), False),
        (line(), False),
    ],
)
def test_exports_are_fed_by_tags_stock_and_certificates(fed, worried):
    assert bool(country(fed)) == worried


@pytest.mark.rule("MB-03")
def test_the_worst_mineral_is_told_with_its_kilograms():
    coltan = RegionLine("CD", "coltan", 30_000, 10_000, 0, 0, 0, 0)

    worry = country(line(exported=100_000, tagged=90_000), coltan)

    assert (worry.evidence["mineral"], worry.evidence["grams"]) == ("coltan", 20_000)
    assert "20.0" in explain("MB-03", worry.severity, worry.evidence, TODAY)
