"""PLAU-01, PLAU-02, D13: what a site digs, against its capacity, its own months and the days on which it was closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.plausibility.closed_days import Closed, closings, dug_while_closed
from ledger.risk.plausibility.digging import Dug
from ledger.risk.plausibility.ghosts import Counted
from ledger.risk.plausibility.over_capacity import basis_of, limit_of, months_over, yield_of
from ledger.risk.plausibility.unusual_month import above_pattern
from ledger.standing.reading import CAPACITY, INCIDENT_HOLD, SCHEME, WITHDRAWN
from tests.plausibility.seeing import TODAY, Said, place_worry

TIN = "cassiterite"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def capacity(grams, set_on=date(2026, 9, 1), **more):
    return Said(CAPACITY, TIN, set_on, terms={"grams": grams, "evidence": True}, **more)


def dug(*pairs, mineral=TIN):
    return [Dug(day, mineral, grams, 1) for day, grams in pairs]


@pytest.mark.rule("PLAU-01")
@pytest.mark.parametrize(
    ("grams", "severity"), [(1_000_000, None), (1_300_000, None), (1_300_001, "hold"), (9_000_000, "hold")]
)
def test_a_month_may_yield_its_capacity_and_three_tenths(grams, severity):
    days = dug((date(2026, 10, 5), grams - 600_000), (date(2026, 10, 31), 600_000))

    worry = place_worry("PLAU-01", capacity(1_000_000), dug=days)

    assert (worry and worry.severity) == severity
    assert worry is None or (worry.evidence["grams"], worry.evidence["month"]) == (grams, "2026-10-01")


@pytest.mark.rule("PLAU-01")
def test_the_flag_says_who_set_the_capacity_when_and_whether_evidence_is_named():
    worry = place_worry("PLAU-01", capacity(1_000_000), dug=dug((OCTOBER, 2_000_000)))

    assert worry.evidence == {
        "mineral": TIN,
        "month": "2026-10-01",
        "grams": 2_000_000,
        "over_ppm": 2_000_000,
        "capacity_g": 1_000_000,
        "limit_g": 1_300_000,
        "set_on": "2026-09-01",
        "set_by": "Mines service",
        "named": 1,
        "set_in": 1,
    }


@pytest.mark.rule("PLAU-01")
def test_a_month_that_is_not_over_says_the_same_until_it_is_a_tenth_more():
    first, second, third = (
        place_worry("PLAU-01", capacity(1_000_000), dug=dug((NOVEMBER, grams)))
        for grams in (1_310_000, 1_390_000, 1_400_000)
    )

    assert first.evidence == second.evidence != third.evidence
    assert "grams" not in first.evidence


@pytest.mark.rule("PLAU-01")
def test_the_lots_of_that_month_are_named_to_be_held():
    worry = place_worry("PLAU-01", capacity(1_000_000), dug=dug((OCTOBER, 2_000_000)), lots_over_capacity=["P00000019"])

    assert list(worry.lots) == ["P00000019"]


def test_another_ore_has_a_capacity_of_its_own():
    days = [*dug((OCTOBER, 900_000)), *dug((OCTOBER, 9_000_000), mineral="coltan")]

    assert months_over([capacity(1_000_000)], days, TODAY) == []


def test_without_a_capacity_nobody_can_say():
    assert months_over([], dug((OCTOBER, 10**9)), TODAY) == []


def test_the_capacity_that_was_set_by_the_end_of_the_month_counts():
    old, newer, newest = capacity(1), capacity(2, date(2026, 10, 20), event_id=2), capacity(3, NOVEMBER, event_id=3)

    assert basis_of([newest, old, newer], TIN, date(2026, 10, 31)) is newer
    assert basis_of([newest, newer], TIN, date(2026, 9, 30)) is newer, "the first that was set later, for want of any"


def test_a_capacity_that_was_withdrawn_is_none():
    taken_back = Said(WITHDRAWN, "", TODAY, terms={"events": [1]}, event_id=2)

    assert months_over([capacity(1), taken_back], dug((OCTOBER, 10**9)), TODAY) == []


def test_a_month_longer_ago_than_a_year_is_not_asked_about():
    for month, found in ((date(2025, 12, 31), 1), (date(2025, 11, 30), 0)):
        assert len(months_over([capacity(1)], dug((month, 10**9)), TODAY)) == found


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**7))
def test_a_larger_capacity_never_lowers_the_limit(one, other, factor):
    low, high = sorted((one, other))

    assert limit_of(low, factor) <= limit_of(high, factor)


@given(st.lists(st.tuples(st.dates(date(2025, 12, 1), TODAY), st.integers(1, 10**6)), max_size=30), st.randoms())
def test_the_order_of_bags_means_nothing(pairs, chance):
    shuffled = list(pairs)
    chance.shuffle(shuffled)

    assert months_over([capacity(500_000)], dug(*pairs), TODAY) == months_over(
        [capacity(500_000)], dug(*shuffled), TODAY
    )


def miners(number, day=date(2026, 9, 10)):
    return [Counted(day, number)]


@pytest.mark.rule("PLAU-01")
@pytest.mark.parametrize(("grams", "severity"), [(975_000, None), (975_001, "warn")])
def test_without_a_capacity_the_counted_miners_are_the_measure(grams, severity):
    """Ten miners on 25 days, 3 kg on a good day, and three tenths more."""
    worry = place_worry("PLAU-01", dug=dug((OCTOBER, grams)), miners_counted=miners(10))

    assert (worry and worry.severity) == severity
    assert worry is None or (worry.evidence["miners"], worry.evidence["counted_on"]) == (10, "2026-09-10")


@pytest.mark.parametrize(
    ("mineral", "counted"),
    [(TIN, []), (TIN, miners(1, date(2025, 9, 30))), ("gold", miners(1)), ("copper_ore", miners(1))],
)
def test_where_nobody_counted_lately_or_a_good_day_is_not_known_nobody_can_say(mineral, counted):
    days = dug((OCTOBER, 10**9), mineral=mineral)

    assert place_worry("PLAU-01", dug=days, miners_counted=counted) is None


def test_a_capacity_that_somebody_set_comes_before_any_count():
    days = dug((OCTOBER, 1_000_000))

    assert place_worry("PLAU-01", capacity(1_000_000), dug=days, miners_counted=miners(1)) is None


@given(*[st.integers(0, 1_000) for _ in range(3)], st.integers(0, 1_000))
def test_one_miner_more_never_yields_less(number, working_days, grams, more):
    assert yield_of(number, working_days, grams) <= yield_of(number + more, working_days, grams)


@pytest.mark.rule("PLAU-01")
def test_the_flag_repeats_what_the_capacity_was_reckoned_with():
    told = {"grams": 1_000_000, "evidence": True, "miners": 40, "working_days": 22, "grams_per_miner_day": 1_136}
    said = Said(CAPACITY, TIN, date(2026, 9, 1), terms=told)

    worry = place_worry("PLAU-01", said, dug=dug((OCTOBER, 2_000_000)))

    assert {name: worry.evidence[name] for name in ("miners", "working_days", "grams_per_miner_day")} == {
        "miners": 40,
        "working_days": 22,
        "grams_per_miner_day": 1_136,
    }


def a_year(of, last, months=12):
    """Return months of a steady site, some a little more and some a little less, and a last one."""
    first = date(2025, 10, 1)
    firsts = [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 15) for n in range(13)]
    steady = [of - 100_000, of, of + 100_000] * 4
    return dug(*zip(firsts[12 - months : 12], steady[:months], strict=True), (firsts[12], last))


@pytest.mark.rule("PLAU-02")
@pytest.mark.parametrize(
    ("last", "severity"),
    [(1_000_000, None), (1_400_000, None), (1_400_001, "warn"), (1_600_000, "warn"), (1_600_001, "hold"), (0, None)],
)
def test_a_month_two_spreads_above_its_own_twelve_is_asked_about_and_three_spreads_hold(last, severity):
    """The months differ by less than a fifth of their middle: a fifth is the least spread."""
    worry = place_worry("PLAU-02", dug=a_year(1_000_000, last))

    assert (worry and worry.severity) == severity


@pytest.mark.rule("PLAU-02")
@pytest.mark.parametrize(("months", "found"), [(5, False), (6, True)])
def test_six_months_make_a_pattern(months, found):
    assert bool(place_worry("PLAU-02", dug=a_year(1_000_000, 9_000_000, months))) == found


@pytest.mark.rule("PLAU-02")
def test_the_flag_says_what_is_usual():
    worry = place_worry("PLAU-02", dug=a_year(1_000_000, 2_000_000))

    assert worry.evidence == {
        "mineral": TIN,
        "month": "2026-10-01",
        "grams": 2_000_000,
        "usual_g": 1_000_000,
        "spread_g": 200_000,
        "months": 12,
        "limit": 3,
    }


def test_the_current_month_is_not_over_and_not_judged():
    assert place_worry("PLAU-02", today=date(2026, 10, 31), dug=a_year(1_000_000, 9_000_000)) is None


def test_months_without_any_output_count_once_the_site_has_begun():
    sums = {date(2026, 1, 1): 1_000_000, date(2026, 9, 1): 1_000_000}

    assert above_pattern(sums, date(2026, 9, 1), 6, 200_000) is None, "mostly nothing: no spread to measure by"


@given(st.lists(st.integers(0, 10**7), min_size=12, max_size=12), st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_ore_is_never_less_unusual(past, one, other):
    firsts = [date(2025 + (n // 12), n % 12 + 1, 1) for n in range(12)]
    low, high = sorted((one, other))
    month = date(2026, 1, 1)
    below, above = (
        above_pattern({**dict(zip(firsts, past, strict=True)), month: grams}, month, 6, 200_000)
        for grams in (low, high)
    )

    assert (below is None and above is None) or below <= above


SUSPENDED = Said(SCHEME, "suspended", date(2026, 10, 5))
AGAIN = Said(SCHEME, "active", date(2026, 10, 20), event_id=2)


@pytest.mark.rule("D13")
@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 10, 4), False),
        (date(2026, 10, 5), True),
        (date(2026, 10, 19), True),
        (date(2026, 10, 20), False),
    ],
)
def test_ore_dug_while_the_scheme_had_suspended_the_place_is_held(day, found):
    worry = place_worry("D13", SUSPENDED, AGAIN, dug=dug((day, 40_000)), lots_of_closed_days=["P00000019"])

    assert bool(worry) == found
    assert worry is None or (worry.severity, worry.evidence["since"], list(worry.lots)) == (
        "hold",
        "2026-10-05",
        ["P00000019"],
    )


@pytest.mark.rule("D13")
@pytest.mark.parametrize(("day", "found"), [(date(2026, 10, 9), False), (date(2026, 10, 10), True), (TODAY, False)])
def test_ore_dug_while_an_incident_held_the_place_is_held(day, found):
    held = Said(INCIDENT_HOLD, "held", date(2026, 10, 10), terms={"incident": "N00000017"})
    freed = Said(INCIDENT_HOLD, "ended", date(2026, 11, 10), terms={"incident": "N00000017"}, event_id=2)

    worry = place_worry("D13", held, freed, dug=dug((day, 40_000)))

    assert bool(worry) == found
    assert worry is None or worry.evidence["why"] == "incident"


def test_a_place_that_is_still_held_is_closed_until_today():
    held = Said(INCIDENT_HOLD, "held", date(2026, 10, 10), terms={"incident": "N00000017"})

    assert closings([held], TODAY) == [Closed(date(2026, 10, 10), TODAY, "incident")]


def test_a_suspension_ends_on_its_own_last_day():
    ended = Said(SCHEME, "suspended", date(2026, 10, 5), date(2026, 10, 7))

    assert closings([ended], TODAY) == [Closed(date(2026, 10, 5), date(2026, 10, 7), "suspended")]


@given(st.lists(st.dates(date(2026, 9, 1), TODAY), max_size=20), st.dates(date(2026, 9, 1), TODAY), st.integers(0, 40))
def test_whatever_is_found_was_dug_on_a_closed_day(days, first, length):
    closed = Closed(first, first + timedelta(days=length), "suspended")
    found = dug_while_closed(dug(*((day, 1) for day in days)), [closed], date(2026, 9, 1))

    told = {day for _span, of_span in found for day in of_span}
    assert told == {day for day in days if closed.first <= day <= closed.last}
