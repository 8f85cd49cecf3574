"""The shipped tables become entries once; what changes is a new dated row, and what a person said stays."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger.deeds.replay import compare
from ledger.log.models import EventKey
from ledger.rulebook.declared import SHELVES
from ledger.rulebook.loading import load
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.shelves import history, latest_of, on_table
from tests import make
from tests.reference.saying import say

pytestmark = pytest.mark.django_db

PROGRAMMES = ["code,name,kind,countries,minerals,operator,since,says,source"]


def folder_of(path, *rows: str, table: str = "programmes", header: list[str] = PROGRAMMES):
    path.mkdir(exist_ok=True)
    (path / f"{table}.csv").write_text("\n".join([*header, *rows]) + "\n", encoding="utf-8")
    return path


def itsci(says: str) -> str:
    return f"iTSCi,Tin initiative,traceability programme,RW,cassiterite,Pact,2010,{says},itsci.org"


def said(key: str = "iTSCi", shelf: str = "programmes") -> list[str]:
    """Return what a row has said, the newest first."""
    return [row.row["says"] for row in history(shelf, key)]


def test_all_shipped_tables_load_and_a_second_time_nothing_is_stated():
    outcomes, bad = load()
    entries = EventKey.objects.count()
    again, _ = load()

    assert bad == []
    assert {outcome.table for outcome in outcomes} == SHELVES.keys()
    assert sum(outcome.new for outcome in outcomes) == sum(outcome.rows for outcome in outcomes) == entries > 1_000
    assert sum(outcome.new + outcome.changed + outcome.gone for outcome in again) == 0
    assert EventKey.objects.count() == entries


def test_replay_gives_the_same_rule_book():
    load()

    _, differences = compare()

    assert differences == {}


def test_a_licence_regime_stands_on_the_shelf_of_its_country_with_its_days():
    load()

    (row,) = ReferenceRow.objects.filter(shelf="licence_regimes/ZW", key="ZW-EXPORT-SI213")

    assert (row.in_force_from, row.in_force_to) == (date(2022, 12, 20), date(2023, 1, 5))
    assert row.confidence == "high"
    assert row.row["name_en"] == "Lithium ore export ban"
    assert "effective_from" not in row.row


def test_a_changed_row_is_a_new_row_and_the_old_one_stays(tmp_path):
    load(folder_of(tmp_path, itsci("A")))

    (outcome,), _ = load(folder_of(tmp_path, itsci("B")))

    assert (outcome.new, outcome.changed) == (0, 1)
    assert said() == ["B", "A"]


def test_a_row_may_go_back_to_what_it_said_before(tmp_path):
    for words in "ABAB":
        load(folder_of(tmp_path, itsci(words)))

    assert said() == ["B", "A", "B", "A"]


def test_what_a_person_has_stated_stays_until_the_shipped_row_changes(tmp_path):
    world = make.world()
    load(folder_of(tmp_path, itsci("A")))
    row = {**history("programmes", "iTSCi")[0].row, "says": "ours"}
    say(world.programme, "programmes", "iTSCi", row, source="a letter of 2026")

    load(folder_of(tmp_path, itsci("A")))
    assert said() == ["ours", "A"]

    load(folder_of(tmp_path, itsci("B")))
    assert said() == ["B", "ours", "A"]


def test_a_row_that_is_no_longer_shipped_stays_and_is_counted(tmp_path):
    load(folder_of(tmp_path, itsci("A")))

    (outcome,), _ = load(folder_of(tmp_path, itsci("A").replace("iTSCi", "CTC")))

    assert (outcome.new, outcome.gone) == (1, 1)
    assert said() == ["A"]


def test_a_look_beforehand_writes_nothing(tmp_path):
    (outcome,), _ = load(folder_of(tmp_path, itsci("A")), check_only=True)

    assert outcome.new == 1
    assert not ReferenceRow.objects.exists()


RULES = ["country,key,rule,minerals,product_states,acts,holder,unless,says,legal_basis,in_force_from,in_force_to,"]
RULES[0] += "confidence,source"
RULE = "ZW,X,export_ban,lithium_ore,ore,export,,,Stop,,2022-12-20,2023-01-05,high,gazette"


@pytest.mark.parametrize(
    ("wrong", "right", "column", "value"),
    [
        ("2022-12-20", "20/12/2022", "in_force_from", "20/12/2022"),
        ("2023-01-05", "2022-01-05", "in_force_to", "2022-01-05"),
        ("high", "sure", "confidence", "sure"),
        ("lithium_ore", "lithium", "minerals", "lithium"),
        (",X,", ",,", "key", ""),
        ("ZW,", "Zim babwe,", "country", "Zim babwe"),
        (",gazette", ",", "source", ""),
        ("Stop", "", "says", ""),
        ("Stop", "Sto\u200bp", "says", "Sto\u200bp"),
        ("high,gazette", "high,gazette,more", "row", "15 cells"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_expected_and_its_file_is_left_out(tmp_path, wrong, right, column, value):
    good = RULE.replace(",X,", ",GOOD,")
    folder = folder_of(tmp_path, good, RULE.replace(wrong, right), table="country_rules", header=RULES)
    folder_of(tmp_path, itsci("A"))

    outcomes, (bad,) = load(folder)

    assert (bad.file, bad.row, bad.column, bad.value) == ("country_rules.csv", 3, column, value)
    assert bad.expected
    assert [outcome.table for outcome in outcomes] == ["programmes"]
    assert not ReferenceRow.objects.filter(shelf__startswith="country_rules").exists()


def test_a_key_stands_once_in_its_part_and_may_stand_in_another(tmp_path):
    other = RULE.replace("ZW,", "CD,")
    folder = folder_of(tmp_path, RULE, other, RULE, table="country_rules", header=RULES)

    _, (bad,) = load(folder)

    assert (bad.row, bad.value) == (4, "X")
    assert "row 2" in bad.expected


def test_a_missing_column_is_named(tmp_path):
    _, (bad,) = load(folder_of(tmp_path, "iTSCi,Tin", header=["code,name"]))

    assert (bad.row, bad.column) == (1, "countries")


def test_a_file_that_is_no_text_is_left_out(tmp_path):
    folder_of(tmp_path, itsci("A"))
    (tmp_path / "programmes.csv").write_bytes(b"\xff\xfe\x00")

    _, (bad,) = load(tmp_path)

    assert bad.expected == "CSV in UTF-8"


def test_the_command_tells_the_sums_and_fails_on_a_bad_row(tmp_path):
    heard = StringIO()
    call_command("load_reference", folder=folder_of(tmp_path, itsci("A")), stdout=heard)
    assert "programmes: 1 rows, 1 new, 0 changed" in heard.getvalue()
    assert "1 rows read, 1 stated." in heard.getvalue()

    call_command("load_reference", folder=folder_of(tmp_path, itsci("B")), check=True, stdout=heard)
    assert "1 would be stated" in heard.getvalue()
    assert said() == ["A"]

    bad = itsci("B").replace("cassiterite", "tin")
    with pytest.raises(CommandError, match=r"programmes\.csv row 2, minerals: 'tin'; expected"):
        call_command("load_reference", folder=folder_of(tmp_path, bad), stdout=heard)


def test_a_table_with_parts_is_read_as_one_or_by_part():
    load()

    everywhere = set(latest_of(on_table("country_rules")).values_list("shelf", flat=True))
    there = set(latest_of(on_table("country_rules", "ZW")).values_list("shelf", flat=True))

    assert {"country_rules/ZW", "country_rules/CD"} <= everywhere
    assert there == {"country_rules/ZW"}


def test_every_shipped_file_has_a_line_about_its_origin():
    from ledger.reference.files import DATA

    told = (DATA / "SOURCES.md").read_text(encoding="utf-8")

    assert [path.name for path in DATA.glob("*.csv") if f"`{path.name}`" not in told] == []


def test_no_cell_of_a_shipped_file_hides_a_line_break_or_a_blank_at_its_end():
    from ledger.reference.files import DATA

    untidy = [
        (path.name, row)
        for path in DATA.glob("*.csv")
        for row in csv.reader(path.open(newline="", encoding="utf-8"))
        if any(not cell.isprintable() or cell != cell.strip() for cell in row)
    ]

    assert untidy == []
