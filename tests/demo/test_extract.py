"""The extract that is shipped: made by its script, without names of armed groups, and whole."""

from __future__ import annotations

import csv
import re
from datetime import date

from buyers.demo import cast, trim_ipis
from buyers.demo.aftermath import WATCH_LIST, Raised, answer
from buyers.demo.diligence import look_into_risk
from buyers.demo.playing import batches, written
from buyers.demo.script import Script
from ledger.inbox.receiving import MOST_ENTRIES
from sites.importing.importing import import_file
from tests.shared import shared


def rows() -> list[dict[str, str]]:
    with trim_ipis.EXTRACT.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_script_makes_the_extract_byte_for_byte(tmp_path):
    made = tmp_path / "extract.csv"

    trim_ipis.main(shared("data", "ipis_drc", "cod_mines_curated_2022.csv"), made)

    assert made.read_bytes() == trim_ipis.EXTRACT.read_bytes()


def test_it_names_no_armed_group_and_no_exact_point():
    assert not [column for column in rows()[0] if "group" in column or "geom" in column or "village" in column]
    assert not re.search(r"FARDC|Ma[iï]-Ma[iï]|NDC|FDLR|Mutomboki|Codeco", trim_ipis.EXTRACT.read_text("utf-8"), re.I)
    assert all(re.fullmatch(r"-?\d+\.\d\d", row[axis]) for row in rows() for axis in ("longitude", "latitude"))


def test_it_is_of_two_provinces_and_small():
    assert {row["province"] for row in rows()} == {"Tanganyika", "Haut-Katanga"}
    assert 60 <= len({row["pcode"] for row in rows()}) <= 120
    assert len(rows()) <= 400


def test_all_of_it_is_imported(db):
    assert import_file(trim_ipis.EXTRACT).statuses == {"imported": len(rows())}


def test_every_site_of_the_script_is_one_site_of_the_extract():
    found = {(row["name"], f"{row['territoire']}, {row['province']}"): row["pcode"] for row in rows()}
    pcodes = [found[site.name, site.area] for site in cast.SITES]

    assert len(set(pcodes)) == len(cast.SITES)
    for site in cast.SITES:
        same = {row["pcode"] for row in rows() if row["name"] == site.name}
        assert len(same) == 1


def script(day: str = "2026-11-23") -> Script:
    return written(date.fromisoformat(day), {site.name: cast.code("S", site.name) for site in cast.SITES})


def test_the_script_is_the_same_at_every_writing():
    assert script().acts == script().acts


def test_the_script_lies_in_the_past_and_in_its_offset():
    times = [act.envelope["happened_at"] for act in script().acts]

    assert all(time.endswith("+02:00") and time < "2026-11-23" for time in times)


def test_what_comes_later_is_the_same_at_every_writing_and_lies_in_the_past():
    first, second = later(), later()

    assert first.acts == second.acts != []
    assert all(act.envelope["happened_at"] < "2026-11-23" for act in first.acts)


def later() -> Script:
    chapter = script().next_chapter()
    look_into_risk(chapter)
    moment = chapter.at(1)
    answer(chapter, {cast.MILEMBWE: Raised("1", moment), cast.LWELA: Raised("2", moment)})
    return chapter


def test_what_fights_and_who_is_listed_is_invented_and_says_so():
    brought = next(act for act in later().acts if act.envelope["kind"] == "conflict.events_brought.v1")
    with WATCH_LIST.open(newline="", encoding="utf-8") as file:
        listed = list(csv.DictReader(file))

    facts = brought.envelope["facts"]
    assert "invented" in facts["source"] and "invented" in facts["edition"]
    assert all("Invented" in event["side_a"] and "Invented" in event["side_b"] for event in facts["events"])
    assert all("Invented" in row["sanctions"] for row in listed)


def test_its_batches_are_of_one_actor_and_not_too_long():
    runs = list(batches(script().in_order()))

    assert all(len({act.actor for act in run}) == 1 and len(run) <= MOST_ENTRIES for run in runs)
    assert sum(map(len, runs)) == len(script().acts)
