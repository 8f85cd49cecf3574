"""May I buy this lot? Every gram falls into one class; unknown is never green."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from buyers.lot_check import AMBER, CLASSES, CLEAR, RED, UNKNOWN, check, lines_of

TODAY, DUG = date(2026, 11, 23), date(2026, 11, 2)
SITE, OTHER = "S00000017", "S00000025"


def origin(grams, place=SITE, dug_on=DUG):
    return SimpleNamespace(place=place, dug_on=dug_on, grams=grams)


def status(colour="green", since=date(2026, 3, 1), until=date(2027, 2, 28), topic="status.state"):
    return SimpleNamespace(topic=topic, value=colour, valid_from=since, valid_to=until, source="", event_id=1)


def flag(severity, rule="PLAU-06"):
    return SimpleNamespace(rule=rule, severity=severity, evidence={})


def verdict(*origins, said=None, flags=None, **whole):
    said = {SITE: [status()], OTHER: [status()]} if said is None else said
    return check(lines_of(origins, said, flags or {}, TODAY), **whole)


def test_ore_of_green_sites_that_no_rule_minds_is_green():
    assert verdict(origin(465_000), origin(225_500, OTHER)).colour == CLEAR


@pytest.mark.parametrize(
    ("said", "flags", "colour"),
    [
        ([status("red")], [], RED),
        ([status()], [flag("stop", "ARM-01")], RED),
        ([status("yellow")], [], AMBER),
        ([status("blue")], [], AMBER),
        ([], [], AMBER),
        ([status(until=date(2026, 11, 1))], [], AMBER),
        ([status(since=date(2025, 3, 1), until=None)], [], AMBER),
        ([status()], [flag("warn")], AMBER),
        ([status()], [flag("unknown")], UNKNOWN),
        ([], [flag("unknown")], AMBER),
        ([status("red")], [flag("warn")], RED),
    ],
)
def test_the_worst_thing_known_of_an_origin_gives_its_class(said, flags, colour):
    found = verdict(origin(1_000), said={SITE: said}, flags={SITE: flags})

    assert found.colour == colour
    assert found.grams == {**dict.fromkeys(CLASSES, 0), colour: 1_000}


def test_a_status_of_the_scheme_does_not_stand_in_for_the_state_s():
    assert verdict(origin(1_000), said={SITE: [status(topic="status.scheme")]}).colour == AMBER


def test_a_single_gram_of_unknown_origin_keeps_a_lot_from_being_green():
    found = verdict(origin(1_190_000), origin(1, "UNKNOWN"))

    assert found.colour == UNKNOWN
    assert found.grams[CLEAR] == 1_190_000
    assert found.grams[UNKNOWN] == 1


def test_unknown_hides_behind_nothing_worse():
    found = verdict(origin(10, "UNKNOWN"), origin(20), origin(30, OTHER), flags={SITE: [flag("warn")]})

    assert found.colour == AMBER
    assert found.grams == {RED: 0, AMBER: 20, UNKNOWN: 10, CLEAR: 30}


def test_the_kilograms_of_the_classes_add_up_to_the_lot():
    origins = [origin(214_500), origin(465_000, OTHER), origin(3, "UNKNOWN"), origin(17, OTHER, date(2025, 1, 1))]

    found = verdict(*origins, flags={SITE: [flag("warn")]})

    assert found.mass_g == sum(each.grams for each in origins)
    assert sum(line.grams for line in found.lines) == found.mass_g


def test_the_status_of_the_day_counts_and_not_today_s():
    said = {SITE: [status(), status("red", since=date(2026, 11, 10))]}

    found = verdict(origin(10), origin(20, dug_on=date(2026, 11, 12)), said=said)

    assert found.grams[CLEAR] == 10
    assert found.grams[RED] == 20


@pytest.mark.parametrize(
    "whole", [{"on_hold": True}, {"held_parents": ["P0000000C"]}, {"lot_flags": [flag("stop", "LOT-01")]}]
)
def test_a_hold_or_a_stop_on_the_whole_lot_is_red_whatever_its_origins(whole):
    assert verdict(origin(1_000), **whole).colour == RED


def test_a_lot_that_the_risk_rules_have_not_looked_at_is_not_green_yet():
    assert verdict(origin(1_000), assessed=False).colour == UNKNOWN


def test_a_flag_that_repeats_what_the_origins_say_makes_nothing_worse():
    found = verdict(origin(1_000), origin(5, "UNKNOWN"), lot_flags=[flag("warn", "MINE-02")])

    assert found.colour == UNKNOWN


def test_a_warning_on_the_lot_itself_is_amber():
    assert verdict(origin(1_000), lot_flags=[flag("warn", "LOT-01")]).colour == AMBER
