"""Shares: grams of every ancestor in a lot, exact, over any tangle of blends. No database."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.balance.shares import grams_in, grams_of, in_order


@dataclass(frozen=True)
class Line:
    child: str
    parent: str
    grams: int


# two bags make a blend; half of it is split off and blended with a third bag
STORY = [
    Line("blend", "a", 30_000),
    Line("blend", "b", 10_000),
    Line("half", "blend", 20_000),
    Line("rest", "blend", 20_000),
]
LAST = [Line("top", "half", 20_000), Line("top", "c", 5_000)]


def test_a_share_follows_weight_through_every_step():
    back = [line for line in [*STORY, *LAST] if line.child != "rest"]

    held = grams_in("top", 25_000, back)

    assert held == {"top": 25_000, "half": 20_000, "c": 5_000, "blend": 20_000, "a": 15_000, "b": 5_000}


def test_what_came_from_nowhere_is_nobodys_share():
    held = grams_in("top", 25_000, LAST, lambda lot, grams: 2_500 if lot == "top" else 0)

    assert held == {"top": 25_000, "half": 18_000, "c": 4_500}


def test_a_loss_is_everybodys_in_proportion():
    held = grams_in("blend", 36_000, STORY[:2])

    assert held == {"blend": 36_000, "a": 27_000, "b": 9_000}


def test_grams_of_a_bag_are_found_in_all_that_came_of_it():
    masses = {"a": 30_000, "blend": 40_000, "half": 20_000, "rest": 20_000, "top": 25_000}
    forward = [*STORY[:1], *STORY[2:], LAST[0]]

    held = grams_of("a", masses, forward)

    assert held == {"a": 30_000, "blend": 30_000, "half": 15_000, "rest": 15_000, "top": 15_000}


def test_an_ancestor_stands_behind_all_that_it_leads_to():
    """A bag that is in a blend and again in the blend of that blend has the longer way."""
    lines = [Line("top", "blend", 20), Line("top", "bag", 5), Line("blend", "bag", 15), Line("blend", "other", 5)]

    depths = in_order("top", lines, near="child", far="parent")

    assert depths == {"top": 0, "blend": 1, "bag": 2, "other": 2}
    assert list(depths).index("bag") > list(depths).index("blend")


@st.composite
def tangles(draw):
    """Return lines of lots that are blended from any earlier lots, with whatever gain or loss, and the last lot."""
    count = draw(st.integers(2, 12))
    masses, lines = {}, []
    for number in range(count):
        lot = f"lot{number:02d}"
        inputs = draw(st.lists(st.integers(0, number - 1), max_size=4, unique=True)) if number > 1 else []
        parts = [draw(st.integers(1, 10_000)) for _ in inputs]
        lines += [Line(lot, f"lot{each:02d}", grams) for each, grams in zip(inputs, parts, strict=True)]
        masses[lot] = max(1, sum(parts) + draw(st.integers(-500, 500)))
    return masses, lines, f"lot{count - 1:02d}"


def reached(lines, lot):
    found, todo = set(), [lot]
    while todo:
        child = todo.pop()
        for line in lines:
            if line.child == child and line not in found:
                found.add(line)
                todo.append(line.parent)
    return sorted(found, key=lambda line: (line.child, line.parent))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tangles())
def test_what_began_a_lot_adds_up_to_it_to_the_gram(tangle):
    masses, lines, lot = tangle
    lines = reached(lines, lot)

    held = grams_in(lot, masses[lot], lines)

    began = {line.parent for line in lines} | {lot}
    began -= {line.child for line in lines}
    assert sum(held.get(each, 0) for each in began) == masses[lot]
    assert all(0 <= grams <= masses[lot] for grams in held.values())
