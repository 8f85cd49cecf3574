"""CAT-04: of few people no number is told, nor any from which it could be worked out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.deeds import guards
from sites.parties.miners_sums import COLUMNS, NO_COOPERATIVE, WHOLE, countries
from sites.parties.suppressing import untold
from tests import make
from tests.make import entered, envelope
from tests.parties.people import forget, person, registered

FEWEST = 5
TODAY = date(2026, 11, 4)


def many(world, number, **facts):
    entered(world.programme, *(person(world, **facts) for _ in range(number)))


def table(counts):
    """Return cells and sums of a table: its parts by row and column, a sum of every row and column."""
    cells = {(f"r{r}", f"c{c}"): n for r, row in enumerate(counts) for c, n in enumerate(row)}
    rows, columns = range(len(counts)), range(len(counts[0]))
    for r in rows:
        cells[f"r{r}", "sum"] = sum(counts[r])
    for c in columns:
        cells["sum", f"c{c}"] = sum(row[c] for row in counts)
    cells["sum", "sum"] = sum(map(sum, counts))
    names = [*(f"r{r}" for r in rows), "sum"]
    across = [[*((row, f"c{c}") for c in columns), (row, "sum")] for row in names]
    down = [[*((f"r{r}", column) for r in rows), ("sum", column)] for column in [*(f"c{c}" for c in columns), "sum"]]
    return cells, across + down


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=4)
)


@pytest.mark.rule("CAT-04")
@given(tables)
def test_no_small_number_is_told_and_none_can_be_worked_out(counts):
    cells, sums = table(counts)

    hidden = untold(cells, sums, FEWEST)

    assert not {cell for cell, count in cells.items() if 0 < count < FEWEST} - hidden
    assert all(cells[cell] for cell in hidden), "a nought hides nobody"
    for line in sums:
        unknown = [cell for cell in line if cell in hidden]
        # the only one that may stand alone is one whose whole line says nothing else
        assert len(unknown) != 1 or not any(cells[cell] for cell in line if cell not in hidden)


@given(tables)
def test_where_nobody_is_few_everything_is_told(counts):
    enough = [[count + FEWEST if count else 0 for count in row] for row in counts]
    cells, sums = table(enough)

    assert untold(cells, sums, 1) == frozenset()
    if "CAT-04" not in guards.switched_off:
        assert untold(cells, sums, FEWEST) == frozenset()


@pytest.mark.rule("CAT-04")
def test_four_women_of_a_cooperative_are_not_counted_out_loud(world):
    many(world, 4, gender="female")
    many(world, 9, gender="male")

    (country,) = countries(TODAY)

    row = next(row for row in country.rows if row.code == world.cooperative)
    assert row.people == 13
    assert row.gender[:2] == [("female", None), ("male", None)]


def test_sums_by_country_and_cooperative(world):
    many(world, 6, gender="female", typology="SEASONAL")
    many(world, 7, gender="male", typology="PERMANENT", cooperative=None)

    (country,) = countries(TODAY)

    numbers = {row.code: dict(zip(COLUMNS, row.numbers, strict=True)) for row in country.rows}
    assert [row.code for row in country.rows] == [WHOLE, world.cooperative, NO_COOPERATIVE]
    assert numbers[WHOLE]["people"] == 13
    assert numbers[world.cooperative]["gender:female"] == 6
    assert numbers[NO_COOPERATIVE]["typology:PERMANENT"] == 7
    assert numbers[NO_COOPERATIVE]["gender:female"] == 0


def test_a_membership_that_has_ended_no_longer_counts(world):
    code = registered(world)
    many(world, 5)
    left = {"party": code, "body": world.cooperative, "valid_from": "2026-11-03", "valid_to": "2026-11-03"}
    entered(world.programme, envelope("membership.stated.v1", **left))

    (country,) = countries(TODAY)

    assert {row.code for row in country.rows} == {WHOLE, world.cooperative, NO_COOPERATIVE}


def test_traders_are_no_diggers(world):
    many(world, 6, kind="trader", card_kind=None, card_from=None, card_to=None)

    assert countries(TODAY) == []


def test_a_forgotten_person_is_still_counted_as_a_digger_and_in_nothing_else(world):
    code = registered(world, gender="female")
    many(world, 8, gender="male")
    forget(world, code, "left")

    (country,) = countries(TODAY)

    whole = dict(zip(COLUMNS, country.rows[0].numbers, strict=True))
    assert (whole["people"], whole["gender:female"]) == (9, 0)


def test_the_page_of_sums_is_the_same_number_of_questions_for_few_and_many(world, django_assert_num_queries):
    many(world, 3)
    with django_assert_num_queries(2):
        countries(TODAY)
    many(world, 20, cooperative=None)
    other = make.code("Q")
    facts = {"party": other, "name": "Coopérative Tujenge", "kind": "cooperative", "country": "CD"}
    entered(world.programme, envelope("party.registered.v1", **facts))
    many(world, 20, cooperative=other)
    with django_assert_num_queries(2):
        countries(TODAY)
