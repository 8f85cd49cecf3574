"""How well screening tells people apart, on names that the project makes: floors that must not sink."""

import pytest

from ledger.reference.parameters import parameter
from ledger.risk.screening.matching import NameIndex
from tests.screening.labelled import VARIANTS, listed_names, measure, negatives, positives


@pytest.fixture(scope="module")
def measured():
    from datetime import date

    entries = listed_names(1_500)
    index = NameIndex(entry.listed for entry in entries)
    cases = [*positives(entries[:600]), *negatives(entries, 600)]
    least = parameter("screening_least_thousandths", date(2026, 11, 23))
    found = [[match.listed.id for match in index.matches(case.subject, least)] for case in cases]
    return measure(cases, found)


def test_nineteen_of_twenty_listed_people_are_found_however_they_are_written(measured):
    assert measured.recall >= 0.95


def test_nineteen_of_twenty_hits_are_the_right_ones(measured):
    assert measured.precision >= 0.95


@pytest.mark.parametrize("variant", sorted({*VARIANTS} - {"script"}))
def test_every_way_of_writing_a_name_is_mostly_seen_through(measured, variant):
    asked, found = measured.by_variant[variant]

    assert asked > 0
    assert found / asked >= 0.9


def test_most_names_in_another_script_are_seen_through(measured):
    asked, found = measured.by_variant["script"]

    assert found / asked >= 0.7


@pytest.mark.parametrize("sort", ["same given name", "same family name", "look-alike firm", "common names alone"])
def test_who_shares_a_part_of_a_name_is_nobody(measured, sort):
    asked, well = measured.by_variant[sort]

    assert well / asked >= 0.97


def test_the_set_is_the_same_every_time():
    assert listed_names(50) == listed_names(50)
    assert list(positives(listed_names(50))) == list(positives(listed_names(50)))
