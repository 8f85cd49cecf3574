"""Names are compared as people say them: spelling may differ, the number of the pit may not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.likeness.names import named, plain, score

ALIKE = 88
LETTERS = st.text(st.sampled_from("abcdefghijklmnoprstuwz "), min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kalimbi", "Carrière de Kalimbi"),
        ("Kalimbi", "SITE MINIER KALIMBI"),
        ("Jérusalem", "Jerusalem"),
        ("Kasangwa", "Kasagwa"),
        ("Kamituga II", "kamituga 2"),
        ("Kashuvi Ouest", "Kashuvi West"),
        ("Kalonda Byenge", "Kalondabyenge"),
        ("Musebe-Lukweti", "Lukweti Musebe"),
        ("Site 1", "Site 01"),
    ],
)
def test_two_spellings_of_one_name_are_alike(one, other):
    assert score(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kamituga 1", "Kamituga 2"),
        ("Kamituga I", "Kamituga II"),
        ("Dieu-Merci l", "Dieu-merci lll"),
        ("Kamituga", "Kamituga 2"),
        ("Kashuvi Ouest", "Kashuvi Est"),
        ("Lubambanya Aval", "Lubambanya Amont"),
        ("Kisa A", "Kisa B"),
        ("Kisa D2", "Kisa E2"),
        ("Carré 12", "Carré 13"),
        ("Gola", "Lola"),
        ("Kamakungu", "Kalimbi"),
    ],
)
def test_siblings_and_other_names_are_not(one, other):
    assert score(one, other) < ALIKE


@given(LETTERS | st.text(max_size=30), LETTERS | st.text(max_size=30))
def test_likeness_has_no_direction_and_stays_within_its_bounds(one, other):
    assert score(one, other) == score(other, one)
    assert 0 <= score(one, other) <= 100


@given(st.text(min_size=1, max_size=60))
def test_a_name_is_wholly_like_itself(name):
    assert score(name, name) == 100


@given(st.text(max_size=60))
def test_plain_words_stay_as_they_are(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(max_codepoint=0x24F, categories=["L", "N", "Zs"]), max_size=40))
def test_neither_capitals_nor_composed_accents_change_a_name(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert named(decomposed).key == named(unicodedata.normalize("NFC", text)).key


@given(LETTERS | st.text("éèêëàâçîïôûüœæñã "))
def test_capitals_change_nothing(text):
    assert named(text.upper()).key == named(text).key


@given(LETTERS, st.integers(0, 400), st.integers(0, 400))
def test_numbers_that_differ_are_sites_that_differ(name, one, other):
    assert (score(f"{name} {one}", f"{name} {other}") == 0) == (one != other)
