"""The shipped tables agree with each other: what one names, another has; what contradicts itself is kept and marked."""

from __future__ import annotations

import re

import pytest

from ledger.reference.files import shipped
from ledger.rulebook.declared import SHELVES

CONFLICTING = ("asm_minerals", "criticality", "policies", "graphite_reserves", "brazil_lithium", "facts", "systems")


def keys(table: str) -> set[str]:
    return {" ".join(row[column] for column in SHELVES[table].key) for row in shipped(table)}


@pytest.mark.parametrize("table", CONFLICTING)
def test_what_is_said_twice_names_the_other_row(table):
    marked = [row["conflict"] for row in shipped(table) if row["conflict"]]

    assert marked
    for said in marked:
        named, _, why = said.partition(": ")
        assert why
        for other in named.split("; "):
            there, _, key = other.partition("/")
            assert key in keys(there), said


@pytest.mark.parametrize(
    ("one", "other"),
    [("F011", "F020"), ("F023", "F025"), ("F045", "F053"), ("F046", "F054"), ("F040", "F159"), ("F038", "F160")],
)
def test_both_values_of_a_contradiction_are_kept_and_point_at_each_other(one, other):
    facts = {row["id"]: row for row in shipped("facts")}
    figures = [(facts[each]["value_min"], facts[each]["value_max"], facts[each]["unit"]) for each in (one, other)]

    assert figures[0] != figures[1]
    assert f"facts/{other}" in facts[one]["conflict"]
    assert f"facts/{one}" in facts[other]["conflict"]


def test_turkiye_s_graphite_and_its_table_point_at_each_other():
    table_4 = next(row for row in shipped("graphite_reserves") if row["country"] == "Türkiye")
    table_1 = next(row for row in shipped("asm_minerals") if row["mineral"] == "Graphite")

    assert table_4["conflict"].startswith("asm_minerals/Graphite")
    assert table_1["conflict"].startswith("graphite_reserves/Türkiye")


def test_suspect_units_stay_marked():
    marked = {row["mineral"] for row in shipped("asm_minerals") if row["data_quality_flag"].startswith("SUSPECT")}

    assert marked == {"Barite", "Chromium", "Nickel"}


def test_every_use_whose_tick_was_lost_is_unknown_and_never_no():
    lost = [row for row in shipped("mineral_uses") if row["alignment_flag"] == "ambiguous"]

    assert len(lost) == 10
    assert all(row[use] == "unknown" for row in lost for use in ("solar_photovoltaics", "medicine"))


def test_each_list_of_critical_minerals_says_which_edition_it_is_or_that_it_is_not_said():
    for row in shipped("criticality"):
        assert all(row[f"{market}_list"] for market in ("us", "eu", "ca"))
    count = {market: sum(row[market] == "true" for row in shipped("criticality")) for market in ("us", "eu", "ca")}

    assert count == {"us": 50, "eu": 33, "ca": 31}


def test_a_mineral_names_rows_that_there_are_and_no_row_is_left_without_a_mineral():
    rows = shipped("commodities")
    for column, table in (
        ("asm_mineral", "asm_minerals"),
        ("uses_mineral", "mineral_uses"),
        ("criticality", "criticality"),
    ):
        named = {each for row in rows for each in row[column].split(";") if each}
        assert named == keys(table)
    assert {each for row in rows for each in row["facts"].split(";") if each} <= keys("facts")
    assert {row["commodity"] for row in shipped("minerals")} <= {row["name"] for row in rows}


def test_every_ore_of_ours_belongs_to_a_mineral():
    from ledger.reference.minerals import MINERALS

    assert {ore for row in shipped("commodities") for ore in row["ores"].split(";") if ore} == MINERALS.keys() - {
        "other"
    }


def test_laws_that_rows_cite_are_in_the_table_of_laws():
    cited = {
        each
        for table, column in (
            ("country_rules", "legal_basis"),
            ("royalty_rates", "legal_basis"),
            ("floor_prices", "legal_basis"),
            ("designated_areas", "legal_basis"),
            ("markets", "import_rules"),
            ("legal_bases", "replaced_by"),
        )
        for row in shipped(table)
        for each in row[column].split(";")
        if each
    }

    assert cited <= keys("legal_bases")


def test_licences_that_rules_name_are_regimes_of_that_country():
    regimes = {(row["jurisdiction"], row["licence_type_code"]) for row in shipped("licence_regimes")}
    for row in shipped("country_rules"):
        for code in filter(None, row["holder"].split(";")):
            if code.startswith(row["country"] + "-"):
                assert (row["country"], code) in regimes, row["key"]


def test_countries_of_all_tables_are_countries():
    known = keys("countries")
    parts = {row[declared.part] for declared in SHELVES.values() if declared.part for row in shipped(declared.table)}

    assert {part for part in parts if re.fullmatch("[A-Z]{2}", part)} <= known


def test_no_least_price_is_invented():
    assert [row["least_price"] for row in shipped("floor_prices") if row["confidence"] != "high"] == []
    assert {row["key"] for row in shipped("floor_prices") if not row["least_price"]} == {"ZW-MMCZ-LITHIUM"}
