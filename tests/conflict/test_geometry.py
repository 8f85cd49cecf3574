"""Kilometres on the sphere and along a way."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.conflict.areas import area_of, areas_of, plain
from ledger.risk.conflict.geometry import box_around, cell_of, km_between, km_to_way, point_of_cell

POINT = st.tuples(st.integers(-800_000, 800_000), st.integers(-1_800_000, 1_800_000))
NEAR = st.tuples(st.integers(-5_000, 5_000), st.integers(-5_000, 5_000))


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert round(km_between((0, 0), (10_000, 0))) == 111
    assert round(km_between((600_000, 0), (600_000, 10_000))) == 56, "half of it at sixty degrees north"


def test_across_the_date_line_it_is_near():
    assert km_between((0, 1_799_000), (0, -1_799_000)) < 23
    assert km_to_way((0, -1_799_900), [(0, 1_790_000), (0, 1_799_999)]) < 2


@given(POINT, NEAR)
def test_what_is_within_so_many_kilometres_lies_in_the_box(point, step):
    other = (point[0] + step[0], point[1] + step[1])
    other = (other[0], (other[1] + 1_800_000) % 3_600_000 - 1_800_000)

    assert box_around([point], km_between(point, other) * 1.001 + 0.01).holds(other)


@given(POINT, NEAR, NEAR)
def test_a_way_is_no_farther_than_its_ends_nor_much_nearer_than_it_can_be(point, first, second):
    start, end = ((point[0] + step[0], point[1] + step[1]) for step in (first, second))

    km = km_to_way(point, [start, end])

    ends = (km_between(point, start), km_between(point, end))
    assert km <= min(ends) * 1.02 + 0.05
    assert km >= min(ends) - km_between(start, end) * 1.02 - 0.05


def test_beside_the_middle_of_a_leg_the_distance_is_to_the_leg():
    assert round(km_to_way((1_000, 5_000), [(0, 0), (0, 10_000)])) == 11


def test_the_middle_of_a_cell():
    assert point_of_cell("-1.9,28.9") == (-19_000, 289_000)


def test_areas_are_compared_without_accents_and_the_word_for_what_they_are():
    assert plain("Ouham-Pendé province") == "ouham pende"
    assert plain("Ombella-M'Poko province") == plain("Ombella-M’Poko")
    assert plain("Territory") == "territory", "a name of nothing but such a word stays"
    assert area_of("CD", "Nord-Kivu") == "CD:nord kivu"
    assert areas_of("CD", "Masisi, Nord-Kivu") == ["CD:masisi", "CD:nord kivu", "CD"]
    assert areas_of("CD", None) == ["CD"]


@given(POINT, NEAR)
def test_every_point_of_a_box_lies_in_one_of_its_cells(point, step):
    other = (point[0] + step[0], (point[1] + step[1] + 1_800_000) % 3_600_000 - 1_800_000)
    box = box_around([point], 60)

    assert not box.holds(other) or cell_of(other) in box.cells()
