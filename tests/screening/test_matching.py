"""Names beside each other: which words answer which, what is missing, and what no name is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.screening.agreeing import AGREES, BORN, COUNTRY, DIFFERS, KIND, NOT_KNOWN
from ledger.risk.screening.alike import alike
from ledger.risk.screening.categories import category_of
from ledger.risk.screening.comparing import compare, side_of
from ledger.risk.screening.listed import ORGANISATION, PERSON, VESSEL, Listed
from ledger.risk.screening.matching import NameIndex, Subject
from ledger.risk.screening.spelling import plain, skeleton, take_apart

LEAST = 760
NAMES = st.text(st.characters(codec="utf-8"), max_size=60)


def person(name, number="1", **more):
    return Listed(number, PERSON, (name,), **more)


def compared(ours, theirs, organisation=False):
    sides = [side_of(take_apart(name, organisation).words) for name in (ours, theirs)]
    return compare(*sides, organisation=organisation)


def hits(name, *entries, organisation=False, **more):
    return NameIndex(entries).matches(Subject(name, organisation, **more), LEAST)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Mbeko Varunga", "VARUNGA, Mbeko Celestin"),
        ("M. Varunga", "VARUNGA Mbeko"),
        ("Celestin M. Varunga", "Celestin Mbeko VARUNGA"),
        ("General Mbeko VARUNGA", "Mbeko Varunga"),
        ("Mbéko Väruñga", "MBEKO VARUNGA"),
        ("Mbeko Warounga", "Mbeko Varunga"),
        ("Mbeko Varugna", "Mbeko Varunga"),
        ("يزيد الظهراوي", "Yazid AL-DHAHRAWI"),
        ("Yazid Aldhahrawi", "YAZID AL-DHAHRAWI"),
        ("Борис Драговенко", "Boris Dragovenko"),
        ("王小明", "WANG Xiaoming"),
        ("Yezid Dhahrawi", "Yazid Al-Dhahrawi"),
    ],
)
def test_a_name_is_found_however_somebody_else_writes_it(ours, theirs):
    assert [hit.listed.id for hit in hits(ours, person(theirs))] == ["1"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Jean Bosco", "Jean Bosco Varunga"),
        ("Jean Bosco Mukarandi", "Jean Bosco Varunga"),
        ("Varunga", "Jean Bosco Varunga"),
        ("Mahmoud Varunga", "Mohammed Varunga"),
        ("Mbeko Varunga", "Mbeko Sendwe"),
        ("J. B.", "Jean Bosco"),
        ("", "Jean Bosco"),
        ("???", "Jean Bosco"),
    ],
)
def test_part_of_a_name_that_many_bear_is_nobody(ours, theirs):
    assert hits(ours, person(theirs)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ("Tuliza Commodities Ltd", "TULIZA COMMODITIES S.A.R.L.", True),
        ("Tuliza Commodities", "TULIZA COMMODITIES AND TRADING", True),
        ("Tuliza Bakery", "TULIZA COMMODITIES", False),
        ("Kivu Mining SARL", "Kivu Minerals SARL", False),
        ("Congo Commodities Trading", "TULIZA COMMODITIES TRADING", False),
    ],
)
def test_firms_that_share_words_of_the_trade_are_other_firms(ours, theirs, found):
    listed = Listed("1", ORGANISATION, (theirs,))

    assert bool(hits(ours, listed, organisation=True)) is found


def test_a_hit_says_which_words_answer_which_and_what_is_missing():
    result = compared("Gen. M. Warounga", "Mbeko Celestin Varunga")

    assert [(pair.ours, pair.theirs, pair.how) for pair in result.pairs] == [
        ("warounga", "varunga", "spelled"),
        ("m", "mbeko", "initial"),
    ]
    assert (result.ours_left, result.theirs_left) == ((), ("celestin",))


def test_two_words_written_as_one_are_said_to_be_so():
    (first, _) = compared("Yazid Aldhahrawi", "Yazid al-Dhahrawi").pairs

    assert (first.ours, first.theirs, first.how) == ("aldhahrawi", "al dhahrawi", "joined")


def test_the_same_words_score_all_and_a_missing_one_costs():
    whole, part = compared("Mbeko Varunga", "Varunga Mbeko"), compared("Mbeko Varunga", "Mbeko Celestin Varunga")

    assert whole.score == 1_000
    assert LEAST <= part.score < 1_000


def test_another_age_and_another_kind_cut_the_score_and_a_country_does_not():
    listed = person("Mbeko Varunga", born=(1961,), countries=("CD",))

    (same,) = hits("Mbeko Varunga", listed, born=1961, countries=("CD",))
    (elsewhere,) = hits("Mbeko Varunga", listed, countries=("RW",))
    (younger,) = hits("Mbeko Varunga", listed, born=1990)
    (firm,) = hits("Mbeko Varunga", listed, organisation=True)

    assert same.score == elsewhere.score == 1_000
    assert younger.score < 1_000 and firm.score < 1_000
    assert {each.what: each.how for each in same.agreements} == {KIND: AGREES, BORN: AGREES, COUNTRY: AGREES}
    assert {each.what: each.how for each in elsewhere.agreements} == {KIND: AGREES, BORN: NOT_KNOWN, COUNTRY: DIFFERS}


def test_a_year_of_birth_may_be_one_off():
    listed = person("Mbeko Varunga", born=(1961,))

    assert hits("Mbeko Varunga", listed, born=1962)[0].score == 1_000
    assert hits("Mbeko Varunga", listed, born=1963)[0].score < 1_000


def test_a_party_is_never_a_ship():
    assert hits("Ocean Luck", Listed("1", VESSEL, ("OCEAN LUCK",)), organisation=True) == []


def test_of_several_names_of_an_entry_the_best_counts_once():
    listed = Listed("1", PERSON, ("Mbeko Celestin Varunga", "Mbeko Varunga"))

    (hit,) = hits("Mbeko Varunga", listed)

    assert (hit.name, hit.score) == ("Mbeko Varunga", 1_000)


def test_a_word_that_many_of_a_list_bear_says_little():
    many = [person(f"Sendwe Karu{sign}bo", str(place)) for place, sign in enumerate("aeioubcdfghjklmnpqrstvwxyz")]
    index = NameIndex([*many, person("Sendwe Mutarule Obasi", "one")])

    assert index.weight("sendwe") < index.weight("obasi")
    assert all(match.listed.id != "one" for match in index.matches(Subject("Sendwe Tuyambe", False), LEAST))


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("ntaganda", "ntagenda", True),
        ("mohammed", "muhamad", True),
        ("mohammed", "mahmoud", False),
        ("ouedraogo", "wedraogo", True),
        ("djuma", "juma", True),
        ("ali", "alo", True),
        ("ali", "abi", False),
        ("1961", "1962", False),
        ("jo", "ja", False),
    ],
)
def test_words_are_spelled_alike_when_few_letters_of_little_weight_differ(one, other, is_alike):
    assert bool(alike(one, other)) is is_alike
    assert alike(one, other) == alike(other, one)


@given(NAMES, NAMES)
def test_comparing_never_fails_and_stays_between_nothing_and_all(ours, theirs):
    result = compared(ours, theirs) if take_apart(ours).words and take_apart(theirs).words else None

    assert result is None or 0 <= result.score <= 1_000


@given(NAMES)
def test_every_name_answers_itself_wholly(name):
    listed = person(name)
    found = NameIndex([listed]).matches(Subject(name, False), LEAST)

    assert [match.score for match in found] == ([1_000] if take_apart(name).words else [])


@given(
    st.lists(
        st.sampled_from(["varunga", "mbeko", "celestin", "obedi", "sendwe", "tuliza"]),
        min_size=2,
        max_size=4,
        unique=True,
    )
)
def test_the_order_of_words_says_nothing(words):
    assert compared(" ".join(words), " ".join(reversed(words))).score == 1_000


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_skeleton_is_never_empty_and_never_longer_than_its_word_by_more_than_its_x(word):
    assert 1 <= len(skeleton(word)) <= len(word) + word.count("x")


def test_titles_and_legal_forms_are_no_words_of_a_name():
    assert take_apart("Dr. J.B. Varunga").words == ("j", "b", "varunga")
    assert take_apart("Tuliza & Co. S.A.R.L.", organisation=True).words == ("tuliza", "and")
    assert take_apart("Tuliza S.A.R.L.", organisation=True).forms == ("sarl",)
    assert plain("Ndayizéyé’s Ærø") == "ndayizeyes aero"


@pytest.mark.parametrize(
    ("programmes", "category"),
    [
        (("DRCONGO",), "A2-3.i"),
        (("UNSC 1533 - DRC",), "A2-3.i"),
        (("SDNTK", "GLOMAG"), "A2-1.iv"),
        (("SDNTK",), "A2-12"),
        (("CUBA",), "operational"),
        ((), "operational"),
    ],
)
def test_a_programme_stands_nearest_to_a_paragraph_or_to_none(programmes, category):
    assert category_of(programmes) == category
