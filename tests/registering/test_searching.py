"""A site is found as people know it: by code, by any number, by name with an error in it, by where it lies."""

import pytest

from ledger import codes
from sites.searching import search, sites_exactly
from tests.registering.sites import number, registered


@pytest.fixture
def place(world):
    return registered(
        world,
        "Carrière de Nyabibwe II",
        aliases=["Kalimbi"],
        province="Sud-Kivu",
        territory="Kalehe",
        numbers=[number("ICGLR", "CD--1.9641+28.9012-00017"), number("NATIONAL", "SK 17/b")],
    )


def test_a_code_is_found_as_it_is_read_aloud(world, place):
    for typed in (place, codes.shown(place), place.lower(), f" {codes.shown(place)} "):
        assert sites_exactly(typed) == [place]


@pytest.mark.parametrize("typed", ["CD--1.9641+28.9012-00017", "sk17/B", "SK 17/b", "NATIONAL:SK 17/b"])
def test_any_number_is_found_in_any_spelling(world, place, typed):
    assert [site.code for site in search(typed)] == [place]


@pytest.mark.parametrize(
    "typed", ["nyabibwe", "NYABIBWE", "Nyabibwé", "carriere", "Nyabibe", "kalimbi", "Kalehe", "yabib"]
)
def test_a_name_is_found_as_people_remember_it(world, place, typed):
    assert place in [site.code for site in search(typed)]


@pytest.mark.parametrize("typed", ["Yo", "yo", "YO"])
def test_two_letters_are_a_whole_name(world, place, typed):
    short = registered(world, "Yo", numbers=[number("NATIONAL", "2")])
    registered(world, "Yolo", numbers=[number("NATIONAL", "3")])

    assert [site.code for site in search(typed)] == [short]


@pytest.mark.parametrize("typed", ["Walikale", "codmine00001", "Lueshe", "%", "_", "\\"])
def test_what_is_not_there_is_not_found(world, place, typed):
    assert search(typed) == []
