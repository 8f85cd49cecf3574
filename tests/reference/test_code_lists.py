"""Other people's codes are mapped by name, since the same number means different things in different lists."""

from __future__ import annotations

import pytest
from babel import Locale

from ledger.reference import code_lists
from ledger.reference.files import shipped
from ledger.reference.minerals import MINERALS

COLOURS = ("green", "yellow", "red", "blue")


def test_zero_is_blue_for_the_icglr_and_nothing_for_ipis():
    assert code_lists.from_icglr_status(0) == "blue"
    assert code_lists.from_ipis_status(0) == "none"
    assert code_lists.icglr_status("blue") == 0
    assert code_lists.ipis_status("blue") == 4


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_survives_the_way_there_and_back(colour):
    assert code_lists.from_icglr_status(code_lists.icglr_status(colour)) == colour
    assert code_lists.from_ipis_status(code_lists.ipis_status(colour)) == colour


def test_the_icglr_has_no_code_for_a_site_without_status_nor_for_ipis_four():
    with pytest.raises(KeyError):
        code_lists.icglr_status("none")
    with pytest.raises(KeyError):
        code_lists.from_icglr_status(4)


@pytest.mark.parametrize(
    ("word", "colour"), [("Vert", "green"), ("JAUNE", "yellow"), ("Bleu", "blue"), ("No  class", "none")]
)
def test_ipis_words_of_qualification_are_read(word, colour):
    assert code_lists.from_ipis_word(word) == colour


def test_activity_roles_operations_units_and_licences_have_their_codes():
    assert code_lists.icglr_activity("abandoned") == 0
    assert code_lists.from_icglr_activity(2) == "non_active"
    assert code_lists.icglr_role("trader") == 2
    assert code_lists.icglr_operation("combination") == 3
    assert code_lists.icglr_unit("kilogram") == "KGM"
    assert code_lists.icglr_licence_type("artisanal_permit") == "artisanal_permit"
    assert (code_lists.icglr_licence_status(True), code_lists.icglr_licence_status(False)) == (1, 0)
    with pytest.raises(KeyError):
        code_lists.icglr_licence_type("mining_licence")


def test_ores_have_customs_codes_and_come_back_from_either_code():
    assert code_lists.icglr_mineral("coltan") == "2615.90.00"
    assert code_lists.from_icglr_mineral("2615.90.00") == "coltan"
    assert code_lists.from_icglr_mineral("IMA1960-001") == "cassiterite"
    assert code_lists.from_icglr_mineral("2605.00.00") == "cobalt_ore"
    with pytest.raises(KeyError):
        code_lists.from_icglr_mineral("")
    assert {row["ore"] for row in shipped("icglr_minerals")} == MINERALS.keys() - {"other"}


def test_a_headline_code_of_risk_means_its_paragraph_and_not_the_paragraph_of_its_name():
    assert code_lists.annex_ii_code("A2-3") == ["A2-5", "A2-6/7"]
    assert code_lists.annex_ii_code("A2-5") == ["A2-12"]
    assert code_lists.annex_ii_code("A2-2") == ["A2-3.i", "A2-3.ii", "A2-3.iii"]
    for unknown in ("", "A2-9"):
        with pytest.raises(KeyError):
            code_lists.annex_ii_code(unknown)


def test_words_for_risks_name_risks_that_there_are():
    known = {row["code"] for row in shipped("risk_categories")} | {""}
    columns = ("by_armed_group", "by_security_forces", "by_others")

    assert {row[column] for row in shipped("risk_words") for column in columns} <= known


def test_twelve_states_are_members_and_every_country_has_a_name():
    names = Locale("en").territories

    assert code_lists.icglr_members() == {"AO", "BI", "CD", "CF", "CG", "KE", "RW", "SS", "SD", "TZ", "UG", "ZM"}
    assert len(shipped("countries")) == 249
    assert all(row["alpha2"] in names for row in shipped("countries"))
    assert len({row["numeric"] for row in shipped("countries")}) == 249
