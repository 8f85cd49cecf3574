"""A line of text is read as people type it: keyword, place, what; nothing is lost that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codes
from ledger.risk.incidents.text_line import category_of, read_line, suggest

SITE = codes.numbered("S", 7)


@pytest.mark.parametrize(
    ("line", "language", "place_words", "what", "category"),
    [
        ("INCIDENT Kashuvi Ouest, soldiers take money", "en", "Kashuvi Ouest", "soldiers take money", "A2-5"),
        ("Signaler: Kashuvi, des enfants dans les puits", "fr", "Kashuvi", "des enfants dans les puits", "A2-1.iii"),
        ("denuncia La Esperanza; niños en la mina", "es", "La Esperanza", "niños en la mina", "A2-1.iii"),
        ("TUKIO Kashuvi - askari wanaomba rushwa", "sw", "Kashuvi", "askari wanaomba rushwa", "A2-11"),
        ("ikibazo Nyabibwe, abasirikare bafata amafaranga", "rw", "Nyabibwe", "abasirikare bafata amafaranga", "A2-5"),
        ("ALERTE eboulement au puits 3", "fr", "", "eboulement au puits 3", "ACCIDENT-OHS"),
        ("tukio kitu kibaya", "sw", "", "kitu kibaya", None),
    ],
)
def test_a_line_says_place_and_what_in_five_languages(line, language, place_words, what, category):
    read = read_line(line)

    assert (read.language, read.place_words, read.what, read.category) == (language, place_words, what, category)


@pytest.mark.parametrize("spelled", [SITE, codes.shown(SITE), codes.shown(SITE).lower()])
def test_a_place_is_known_by_its_code_however_it_is_typed(spelled):
    read = read_line(f"TUKIO {spelled} askari barabarani")

    assert (read.place, read.what) == (SITE, "askari barabarani")


def test_a_code_with_a_wrong_sign_names_no_place():
    wrong = SITE[:-1] + ("0" if SITE[-1] != "0" else "1")

    assert read_line(f"TUKIO {wrong} askari").place is None


def test_lots_and_tags_are_picked_out():
    tag, lot = codes.numbered("T", 9), codes.numbered("P", 9)

    assert read_line(f"REPORT Kashuvi, bag {codes.shown(tag)} of lot {lot} is gone").codes == (tag, lot)


def test_the_gravest_word_decides_what_is_proposed():
    assert category_of("soldiers beat children and lost a tag") == "A2-1.iii"


def test_without_a_keyword_it_is_no_report_and_is_kept_whole():
    read = read_line("please help us at the river")

    assert (read.is_report, read.what) == (False, "please help us at the river")


def test_a_name_that_was_typed_wrong_finds_its_place():
    names = {SITE: "Kashuvi Ouest", codes.numbered("S", 8): "Nyabibwe", codes.numbered("S", 9): "Mulendo"}

    assert suggest("kashuvi west", names)[0] == SITE
    assert suggest("Xqzzt", names) == []
    assert suggest(" ", names) == []


@given(st.text(max_size=400))
def test_no_line_breaks_the_reader_and_its_words_can_be_entered(text):
    read = read_line(text)

    assert read.what.isprintable()
    assert not text.strip() or read.what or not any(sign.isprintable() and not sign.isspace() for sign in text)
