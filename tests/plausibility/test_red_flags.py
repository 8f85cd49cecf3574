"""RF-L2 and RF-C: volumes out of line with what is known, and anomalies that together give reasonable suspicion."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.reference.files import shipped
from ledger.risk.plausibility.known_output import (
    COUNTRY_RULE,
    OutOfLine,
    is_beyond,
    known_tonnes,
    least_metal,
    out_of_line,
)
from ledger.risk.plausibility.suspicion import ANOMALIES, Anomaly, different
from ledger.risk.rules import RISK_RULES
from tests.plausibility.seeing import TODAY, country_worry, lot_worry, party_worry

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


@dataclass
class Line:
    mineral: str
    tagged_g: int


@dataclass
class Country:
    code: str
    tagged: list = field(default_factory=list)

    @property
    def months(self):
        return [(date(2026, 11, 1), self.tagged), (OCTOBER, self.tagged), (SEPTEMBER, [])]


def test_what_a_table_names_of_the_country_itself_comes_first():
    assert known_tonnes("BR", "Li") == 2_200
    assert known_tonnes("CD", "Li") == 61_000, "else no country yields more than the largest producer"


def test_rows_that_carry_a_mark_of_doubt_are_not_used():
    marked = {row["mineral"] for row in shipped("asm_minerals") if row["flagged"] or row["conflict"]}

    assert {"Tin", "Cobalt", "Nickel"} <= marked
    assert known_tonnes("CD", "Sn") is None
    assert known_tonnes("CD", "Ta") == 860


def test_metal_is_reckoned_at_the_low_end_of_the_usual_grade():
    assert least_metal(1_000_000, "lithium_ore") < 1_000_000 // 50
    assert least_metal(1_000_000, "other") is None


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_metal_is_never_less_out_of_line(one, other):
    low, high = sorted((one, other))

    assert is_beyond(low, 860, 2, 2_000_000) <= is_beyond(high, 860, 2, 2_000_000)


@pytest.mark.rule("RF-L2-C")
@pytest.mark.parametrize(("more", "found"), [(0, False), (100, True)])
def test_a_country_tags_at_most_twice_what_it_is_known_to_yield(more, found):
    """Two months of 860 t a year, twice: 286.67 t of tantalum."""
    most_g = 860_000_000 * 2 * 2 // 12
    ore_g = next(ore for ore in range(most_g, most_g * 20, 10**6) if least_metal(ore, "coltan") > most_g)

    worry = country_worry("RF-L2-C", Country("CD", [Line("coltan", ore_g - 10**7 if not more else ore_g)]))

    assert bool(worry) == found
    assert worry is None or (worry.category, worry.evidence["known_t"], worry.evidence["months"]) == ("RF-L2", 860, 2)


def line_of(rule, subject, month="2026-10-01"):
    return OutOfLine(rule, subject, month, "coltan", 45_800)


@pytest.mark.rule("RF-L2")
@pytest.mark.parametrize(
    ("found", "why"),
    [
        ((), None),
        ((line_of("PLAU-01", "S0000001Z"),), ""),
        ((line_of(COUNTRY_RULE, "CD", ""),), "country"),
        ((line_of(COUNTRY_RULE, "CD", ""), line_of("PLAU-01", "S0000001Z")), ""),
    ],
)
def test_a_lot_of_a_site_or_country_that_is_out_of_line_carries_the_red_flag(found, why):
    worry = lot_worry("RF-L2", out_of_line=found)

    assert (worry and worry.evidence.get("why", "")) == why
    assert worry is None or (worry.category, worry.severity, worry.evidence["grams"]) == ("RF-L2", "warn", 45_800)


def test_only_ore_of_the_flagged_month_and_mineral_is_out_of_line():
    origins = [
        ("S1", date(2026, 10, 5), 7),
        ("S1", date(2026, 10, 9), 5),
        ("S1", date(2026, 9, 30), 3),
        ("S2", OCTOBER, 2),
    ]
    sites = {("S1", "2026-10-01", "coltan"): "PLAU-01"}

    assert out_of_line(origins, "coltan", sites, {}, {}) == [OutOfLine("PLAU-01", "S1", "2026-10-01", "coltan", 12)]
    assert out_of_line(origins, "cassiterite", sites, {}, {}) == []


def test_every_anomaly_is_a_rule():
    assert set(RISK_RULES) >= ANOMALIES


def anomalies(*rules, own=None):
    return {"rules": list(rules), "own": list(rules[:1] if own is None else own), "today": TODAY}


@pytest.mark.rule("RF-C")
@pytest.mark.parametrize(("rules", "found"), [((), False), (("D11", "WGT-06"), False), (("D11", "D3", "WGT-06"), True)])
def test_three_different_rules_give_reasonable_suspicion_of_a_lot(rules, found):
    worry = lot_worry("RF-C", anomalies=anomalies(*rules))

    assert bool(worry) == found
    assert worry is None or (worry.category, worry.evidence["rules"]) == ("RF-C", "D11, D3, WGT-06")


@pytest.mark.rule("RF-C")
def test_what_is_said_of_a_site_alone_makes_none_of_its_lots_suspicious():
    assert lot_worry("RF-C", anomalies=anomalies("D11", "D3", "WGT-06", own=())) is None


@pytest.mark.parametrize(("days", "number"), [(90, 1), (91, 0)])
def test_flags_older_than_ninety_days_do_not_count(days, number):
    since = TODAY - timedelta(days=90)

    assert len(different([Anomaly("D3", TODAY - timedelta(days=days))], since)) == number


@given(st.lists(st.sampled_from(["D3", "D11", "ARM-01", "PLAU-06"]), max_size=9), st.randoms())
def test_rules_count_once_in_whatever_order_and_only_those_about_numbers(rules, chance):
    shuffled = list(rules)
    chance.shuffle(shuffled)
    found = different([Anomaly(rule, TODAY) for rule in shuffled], TODAY)

    assert found == sorted({"D3", "D11"} & set(rules))


@pytest.mark.rule("RF-C-S")
@pytest.mark.parametrize(
    ("rules", "flagged", "lots", "found"),
    [
        (("D3", "D11"), 50, 100, False),
        (("CUST-05", "D3", "D11"), 5, 100, False),
        (("CUST-05", "D3", "D11"), 6, 100, True),
        (("CUST-05", "D3", "D11"), 4, 4, False),
    ],
)
def test_a_supplier_is_under_suspicion_for_a_fair_part_of_its_lots_alone(rules, flagged, lots, found):
    worry = party_worry("RF-C-S", supplier_anomalies={"rules": list(rules), "flagged": flagged, "lots": lots})

    assert bool(worry) == found
    assert worry is None or (worry.category, worry.evidence["share_ppm"]) == ("RF-C", 50_000)
