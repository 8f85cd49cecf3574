"""Spellings: the words of four languages by which a value is known; `spellings.csv` is a table to extend."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from babel import Locale

from ledger.custody.assaying import METHODS
from ledger.reference.files import shipped
from ledger.reference.grades import ASSAYED
from ledger.reference.minerals import MINERALS
from sites.importing.cells import plain
from sites.importing.placing import ores_by_name

HERE = Path(__file__).parent
COUNTRY, OTHER = "country", "other"
LANGUAGES = ("en", "fr", "es", "sw")


def spelled(name: str, only: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the values of a list by their spellings in comparing form; only some values if told so."""
    known = _list(name)
    return {written: value for written, value in known.items() if value in only} if only else known


@cache
def _list(name: str) -> dict[str, str]:
    return {**_MORE.get(name, dict)(), **_table().get(name, {})}


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with (HERE / "spellings.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            held = found.setdefault(row["list"], {})
            for written in filter(None, (row["value"], *row["written"].split("|"))):
                held[plain(written)] = row["value"]
    return found


def _minerals() -> dict[str, str]:
    from_source = {written: value for written, value in ores_by_name().items() if value}
    for row in shipped("minerals"):
        ore = row["ores"].split(";")[0] or OTHER
        for called in (*re.split(r"[;,]", row["ore_names_en"]), *re.split(r"[;,/]", row["local_names"])):
            if written := plain(re.sub(r"\(.*?\)", "", called)):
                from_source.setdefault(written, ore)
    labels = {plain(label): value for value, label in MINERALS.items()}
    return {**from_source, **labels, **{plain(value): value for value in MINERALS}}


def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, called in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(plain(called), code)
                found[plain(code)] = code
    return found


def _assayed() -> dict[str, str]:
    return {plain(each): each for each in ASSAYED}


def _methods() -> dict[str, str]:
    return {plain(written): each for each in METHODS for written in (each, each.replace("_", " "))}


_MORE = {"mineral": _minerals, COUNTRY: _countries, "assayed": _assayed, "assay_method": _methods}
