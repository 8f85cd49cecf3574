"""Cells as people type them become values, or are refused with what was expected and the nearest right word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codes
from sites.bringing.columns import BadValue, Cell
from sites.bringing.known import Known
from sites.bringing.suggesting import nearest, one_sign_off
from sites.bringing.typed import (
    answer,
    any_day,
    degrees,
    many_of,
    one_of,
    past_day,
    pattern,
    scaled,
    text,
    texts,
    whole,
)

TODAY = date(2026, 11, 23)


def read(reader, typed: str):
    return reader(Cell("column", typed, Known(), TODAY))


def bad(reader, typed: str) -> tuple[str, str]:
    with pytest.raises(BadValue) as found:
        read(reader, typed)
    return found.value.reason, found.value.suggestion


@pytest.mark.parametrize(
    "typed", ["2025-12-31", "31/12/2025", "31.12.2025", "31-12-2025", "12/31/2025", "2025-12-31 00:00:00"]
)
def test_days_in_every_form_that_says_one_day(typed):
    assert read(any_day, typed) == "2025-12-31"


def test_a_day_that_can_be_read_in_two_ways_is_refused_with_both():
    assert bad(any_day, "03/04/2025") == ("day_ambiguous", "2025-03-04 / 2025-04-03")
    assert read(any_day, "03/03/2025") == "2025-03-03"


@pytest.mark.parametrize("typed", ["31/02/2025", "2025-13-01", "soon", "45000", "1899-12-31", "25/25/2025"])
def test_what_is_no_day(typed):
    assert bad(any_day, typed) == ("not_a_day", "")


def test_a_visit_is_not_to_come():
    assert read(past_day, "2026-11-23") == "2026-11-23"
    assert bad(past_day, "2026-11-24") == ("day_in_future", "")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_from_its_iso_form(day):
    assert read(any_day, day.isoformat()) == day.isoformat()


@pytest.mark.parametrize("typed", ["yes", "Oui", "SÍ", "si", "ndiyo", "1", "TRUE", "vrai"])
def test_yes_in_four_languages(typed):
    assert read(answer, typed) == "yes"


@pytest.mark.parametrize("typed", ["no", "Non", "hapana", "0", "false", "faux"])
def test_no_in_four_languages(typed):
    assert read(answer, typed) == "no"


@pytest.mark.parametrize("typed", ["?", "unknown", "Inconnu", "n/a", "no observado", "haijulikani"])
def test_not_looked_at_is_unknown(typed):
    assert read(answer, typed) == "unknown"


def test_an_answer_that_is_none_is_refused():
    assert bad(answer, "2")[0] == "not_listed"


@pytest.mark.parametrize("typed", ["green", "Vert", "VERDE", "kijani"])
def test_colours_in_four_languages(typed):
    assert read(one_of("colour"), typed) == "green"


def test_a_colour_one_letter_off_gets_a_proposal():
    assert bad(one_of("colour"), "jaunne") == ("not_listed", "yellow")


@pytest.mark.parametrize(
    ("typed", "ores"),
    [
        ("cassiterite, coltan", ["cassiterite", "coltan"]),
        ("Cassitérite; Or", ["cassiterite", "gold"]),
        ("dhahabu/shaba", ["gold", "copper_ore"]),
        ("casiterita|casiterita", ["cassiterite"]),
        ("gasegereti", ["cassiterite"]),
    ],
)
def test_ores_by_their_names_anywhere(typed, ores):
    assert read(many_of("mineral"), typed) == ores


def test_an_ore_misspelt_gets_a_proposal_and_the_word_at_fault_is_named():
    with pytest.raises(BadValue) as found:
        read(many_of("mineral"), "gold, cassitrite")

    assert (found.value.reason, found.value.suggestion) == ("not_listed", "cassiterite")
    assert found.value.facts["written"] == "cassitrite"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("CD", "CD"), ("RDC", "CD"), ("République démocratique du Congo", "CD"), ("Rwanda", "RW"), ("Perú", "PE")],
)
def test_countries_by_name_or_code(typed, code):
    assert read(one_of("country"), typed) == code


@pytest.mark.parametrize(("typed", "number"), [("12.5", 1250), ("12,5", 1250), ("1 200", 120_000), ("0", 0)])
def test_numbers_with_comma_or_point(typed, number):
    assert read(scaled(100, 10_000, "m"), typed) == number


@pytest.mark.parametrize("typed", ["-1", "12.5.1", "1,200.5", "NaN", "Infinity", "1e9", "x"])
def test_what_is_no_number(typed):
    assert bad(scaled(100, 10_000, "m"), typed)[0] == "not_a_number"


def test_whole_numbers_and_a_thousand_written_with_a_sign():
    assert read(whole(5_000), "1 200") == 1_200
    assert bad(whole(5_000), "1,200") == ("not_whole", "1200")
    assert bad(whole(5_000), "5001") == ("not_whole", "")
    assert bad(whole(5_000), "12.5") == ("not_whole", "")


def test_degrees_with_comma_or_point_and_never_beyond_the_pole():
    assert read(degrees(90), "-1,944") == -1_944_000
    assert read(degrees(180), "28.885°") == 28_885_000
    assert bad(degrees(90), "90.000001")[0] == "not_degrees"
    assert bad(degrees(90), "S 1.9")[0] == "not_degrees"


def test_texts_are_bounded_and_printable():
    assert read(text(3), "abc") == "abc"
    assert bad(text(3), "abcd")[0] == "too_long"
    assert bad(text(), "a\x00b")[0] == "not_printable"
    assert read(texts(20), "Luvembe; Luvembe 2 ;Luvembe") == ["Luvembe", "Luvembe 2"]
    assert read(pattern("[A-Z-]+", "CD-NEG", str.upper), "cd-neg") == "CD-NEG"
    assert bad(pattern("[A-Z-]+", "CD-NEG"), "4") == ("not_of_form", "")


def test_nothing_is_proposed_where_nothing_is_near():
    assert nearest("zzzzzz", ["cassiterite", "gold"]) == ""


@given(st.integers(0, 32**7 - 1), st.integers(0, 8), st.sampled_from(codes.ALPHABET))
def test_a_code_with_one_wrong_sign_is_among_the_proposals(number, place, sign):
    code = codes.numbered(codes.PLACE, number)
    typed = code[:place] + sign + code[place + 1 :]

    assert typed == code or code in one_sign_off(typed, codes.PLACE)


def test_two_countries_that_are_equally_near_are_both_proposed():
    reason, near = bad(one_of("country"), "Nigeri")

    assert reason == "not_a_country"
    assert {"NE", "NG"} <= set(near.split(" / "))
