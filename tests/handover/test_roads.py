"""What does not arrive is missed, what was too quick is asked about, and nobody is at two places at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.roads import Road, corridor, is_overdue, missing_since, unusual_days
from ledger.risk.travel import Sighting, jumps, least_km

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BUKAVU, GOMA = "-2.5,28.9", "-1.7,29.2"


def road(**more):
    return Road("C0000001W", **{"sent_on": DAY, "expected_on": None, "ended_on": None, "coming": True, **more})


@given(st.lists(st.integers(0, 60), min_size=20, max_size=60))
def test_nine_tenths_of_the_past_lie_within_the_corridor(days):
    low, high = corridor(days, 20)

    assert min(days) <= low <= high <= max(days)
    assert sum(each < low for each in days) <= len(days) * 5 // 100
    assert sum(each > high for each in days) <= len(days) * 5 // 100


def test_few_consignments_say_nothing_about_a_route():
    assert corridor([3] * 19, 20) is None
    assert unusual_days(road(coming=False, ended_on=DAY + timedelta(30), past=[3] * 19)) is None


@pytest.mark.parametrize(("took", "unusual"), [(0, (0, 1, 3)), (1, None), (3, None), (4, (4, 1, 3))])
def test_the_usual_time_of_a_route_is_that_of_its_past(took, unusual):
    past = [1, 2, 3] * 10

    assert unusual_days(road(coming=False, ended_on=DAY + timedelta(took), past=past)) == unusual


def test_a_consignment_is_missing_on_the_eighth_day_after_it_was_expected():
    awaited = road(expected_on=DAY)

    assert not is_overdue(awaited, DAY + timedelta(7))
    assert is_overdue(awaited, DAY + timedelta(8))
    assert missing_since(road()) == DAY + timedelta(38), "nobody said when: a month, then a week"
    assert not is_overdue(road(expected_on=DAY, coming=False), DAY + timedelta(100))


def sighting(minutes, cell, place, who="CGO 1234"):
    return Sighting("vehicle", who, place, cell, NOON + timedelta(minutes=minutes), f"C-{place}-{minutes}")


def test_a_lorry_is_not_at_goma_an_hour_after_a_place_two_hundred_kilometres_away():
    far = sighting(60, "-3.4,29.3", "far")

    (jump,) = jumps([sighting(0, GOMA, "goma"), far], 120)

    assert (jump.second, jump.minutes) == (far, 60)
    assert 165 < jump.km < 195


@pytest.mark.parametrize(
    "other",
    [
        sighting(120, "-3.4,29.3", "far"),
        sighting(60, "-3.4,29.3", "far", who="CGO 9999"),
        sighting(1, GOMA, "goma"),
        sighting(1, "-1.8,29.2", "next door"),
        sighting(1, "", "nobody knows where"),
    ],
    ids=["time enough", "another lorry", "same place", "neighbouring cell", "no position"],
)
def test_what_travel_explains_is_not_asked_about(other):
    assert jumps([sighting(0, GOMA, "goma"), other], 120) == []


cells = st.builds(lambda north, east: f"{north / 10},{east / 10}", st.integers(-900, 900), st.integers(-1_800, 1_799))


@given(cells, cells)
def test_a_distance_is_the_same_both_ways_and_never_less_than_nothing(one, other):
    assert least_km(one, other) == pytest.approx(least_km(other, one), abs=1e-6)
    assert 0 <= least_km(one, other) < 20_016
    assert least_km(one, one) == 0
