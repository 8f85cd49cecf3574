"""What of some lots is in everything made of them: pure, and conserved."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.tainting.carrying import carried


@dataclass(frozen=True)
class Line:
    child: str
    parent: str
    grams: int


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ({"a": 30}, {"a": 30, "blend": 30, "part": 15, "rest": 15}),
        ({"a": 30, "b": 10}, {"a": 30, "b": 10, "blend": 40, "part": 20, "rest": 20}),
        ({"blend": 40}, {"blend": 40, "part": 20, "rest": 20}),
        ({"a": 30, "blend": 40}, {"a": 30, "blend": 40, "part": 20, "rest": 20}),
        ({}, {}),
    ],
)
def test_grams_go_on_by_share_and_a_lot_tainted_twice_is_counted_once(starts, expected):
    edges = [Line("blend", "a", 30), Line("blend", "b", 10), Line("part", "blend", 20), Line("rest", "blend", 20)]
    masses = {"a": 30, "b": 10, "blend": 40, "part": 20, "rest": 20}

    assert carried(starts, masses, edges) == expected


def test_of_a_lot_that_lost_water_no_more_is_tainted_than_is_left():
    assert carried({"a": 100}, {"a": 100, "dry": 90}, [Line("dry", "a", 100)]) == {"a": 100, "dry": 90}


@st.composite
def houses(draw):
    """Lots in layers, each blended of earlier ones to the gram."""
    masses = {f"b{number}": draw(st.integers(1, 50_000)) for number in range(draw(st.integers(2, 6)))}
    edges, left = [], list(masses)
    for number in range(draw(st.integers(0, 5))):
        if len(left) < 2:
            break
        inputs = draw(st.lists(st.sampled_from(left), min_size=1, max_size=3, unique=True))
        made = f"m{number}"
        masses[made] = sum(masses[each] for each in inputs)
        edges += [Line(made, each, masses[each]) for each in inputs]
        left = [each for each in left if each not in inputs] + [made]
    return masses, edges, left


@given(houses(), st.data())
def test_what_is_tainted_is_conserved_to_the_gram_of_each_step(house, data):
    masses, edges, left = house
    bags = [lot for lot in masses if lot.startswith("b")]
    starts = {bag: masses[bag] for bag in data.draw(st.lists(st.sampled_from(bags), unique=True))}

    found = carried(starts, masses, edges)

    assert sum(found.get(lot, 0) for lot in left) == sum(starts.values())
    assert all(grams <= masses[lot] for lot, grams in found.items())


@given(houses(), st.data())
def test_a_further_beginning_never_makes_anything_cleaner(house, data):
    masses, edges, _ = house
    bags = [lot for lot in masses if lot.startswith("b")]
    some = data.draw(st.lists(st.sampled_from(bags), unique=True))
    more = {*some, data.draw(st.sampled_from(bags))}

    few, many = (carried({bag: masses[bag] for bag in each}, masses, edges) for each in (some, more))

    assert all(many.get(lot, 0) >= grams for lot, grams in few.items())
