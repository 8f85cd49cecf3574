"""The statistics answer for real projects, and agree with a count of the file itself, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from buyers.demo import trim_ipis
from sites.importing.importing import import_file
from sites.statistics.asking import Question
from sites.statistics.counting import visit_statistics
from tests.shared import shared

THREE_T = {"Cassitérite", "Coltan", "Wolframite"}
Rows = list[Mapping[str, str]]
YEARS = ("IPIS - IOM 2016-2018", "IPIS - PPA Mambasa 2017", "IPIS - Ulula 2018", "IPIS - CBRMT 2018")


def counted_by_hand(rows: Rows, question: Question) -> dict[str, object]:
    """Count the file's rows in the plainest way; nothing of the program's is used."""
    chosen = [row for row in rows if not question.projects or row["project"] in question.projects]
    chosen = [row for row in chosen if not question.onsite or row["visit_onsite"] == "1"]
    chosen = [row for row in chosen if not question.before or row["visit_date"] < question.before.isoformat()]
    by_site: dict[str, Rows] = {}
    for row in sorted(chosen, key=lambda row: (row["visit_date"], int(row["vid"]))):
        by_site.setdefault(row["pcode"], []).append(row)
    sites = [_as_one(visits, question.visit) for visits in by_site.values()]
    groups = {"3T": [site for site in sites if site["ore"] == "3T"], "gold": [s for s in sites if s["ore"] == "gold"]}
    return {
        "all": _sums(sites, question.unit),
        **{name: _sums(group, question.unit) for name, group in groups.items()},
        "covered": _sums([site for site in sites if site["covered"]], question.unit),
    }


def _as_one(visits: Rows, which: str) -> dict[str, object]:
    taken = visits[-1:] if which == "latest" else visits
    workers = [int(row["workers_numb"]) for row in taken if row["workers_numb"]]
    ores = [_ore(row) for row in taken]
    return {
        **{name: _answer([row[name] for row in taken]) for name in ("presence", "interference")},
        "workers": workers[-1] if workers else None,
        "ore": min(ores, key=["3T", "gold", "other"].index),
        "covered": any(
            row.get("traceability") and row["itsci"] != "Suspendu" or row["itsci"] == "Actif" for row in taken
        ),
    }


def _covered(row: Mapping[str, str]) -> bool:
    return bool(row.get("traceability")) and row["itsci"] != "Suspendu" or row["itsci"] == "Actif"


def _answer(cells: list[str]) -> str:
    return "1" if "1" in cells else "0" if "0" in cells else ""


def _ore(row: Mapping[str, str]) -> str:
    ores = {row[f"mineral{number}"] for number in (1, 2, 3)}
    return "3T" if ores & THREE_T else "gold" if "Or" in ores else "other"


def _sums(sites: Iterable[Mapping[str, object]], unit: str) -> dict[str, object]:
    sites = list(sites)
    shares = {}
    for name in ("presence", "interference"):
        known = [site for site in sites if site[name] and (unit == "site" or site["workers"] is not None)]
        weights = [1 if unit == "site" else site["workers"] for site in known]
        yes = sum(weight for site, weight in zip(known, weights, strict=True) if site[name] == "1")
        shares[name] = pytest.approx(yes / sum(weights), abs=1e-6) if sum(weights) else None
    return {"sites": len(sites), "miners": sum(site["workers"] or 0 for site in sites), **shares}


def told(question: Question) -> dict[str, object]:
    found = visit_statistics(question)
    names = {**found["by_mineral"], **found["by_scheme"]}
    return {"all": found["all"], **{name: names[name] for name in ("3T", "gold", "covered") if name in names}}


def rows_of(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


QUESTIONS = [
    Question(projects=YEARS, onsite=onsite, unit=unit, visit=visit, before=before)
    for onsite in (False, True)
    for unit in ("site", "miner")
    for visit in ("latest", "any")
    for before in (None, date(2018, 1, 1))
]


@pytest.mark.slow
def test_the_statistics_of_the_real_file_are_those_that_a_count_by_hand_gives(db):
    path = shared("data", "ipis_drc", "cod_mines_curated_2022.csv")
    rows = rows_of(path)
    import_file(path)

    for question in [*QUESTIONS, *(Question(projects=(project,)) for project in YEARS)]:
        by_hand = counted_by_hand(rows, question)
        assert told(question) == {name: by_hand[name] for name in told(question)}, question

    # beside the published 35 % and 26 % of 623 sites, 2016 to 2018 (docs/statistics.md says why they differ)
    found = visit_statistics(Question(projects=YEARS))
    assert (found["sites"], round(found["all"]["presence"], 3)) == (869, 0.337)
    # a status row carries presence 0 without anybody having looked: it is no visit
    assert visit_statistics(Question(projects=("Qualification status",), onsite=True))["sites"] == 0


def test_the_statistics_of_the_demos_extract_are_those_that_a_count_by_hand_gives(db):
    rows = rows_of(trim_ipis.EXTRACT)
    import_file(trim_ipis.EXTRACT)
    projects = sorted({row["project"] for row in rows if row["project"].startswith("IPIS")})
    assert projects

    for project in projects:
        question = Question(projects=(project,))
        by_hand = counted_by_hand(rows, question)
        assert told(question) == {name: by_hand[name] for name in told(question)}, question
