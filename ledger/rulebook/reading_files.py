"""Reads a table of the rule book from its CSV file: all rows are right, or none is taken."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.rulebook import checks
from ledger.rulebook.checks import Check
from ledger.rulebook.declared import Declared

MOST_BAD_ROWS = 20
MOST_SIGNS_OF_A_KEY, MOST_SIGNS_OF_A_SOURCE = 120, 500


@dataclass(frozen=True)
class BadRow:
    """One cell that cannot be taken: where, what it says, what was expected. The header is row 1."""

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file} row {self.row}, {self.column}: {self.value!r}; expected {self.expected}"


class BadFile(Exception):
    """A file that is not taken, with its first bad rows."""

    def __init__(self, bad: list[BadRow]) -> None:
        super().__init__("\n".join(str(each) for each in bad))
        self.bad = bad


def facts_of_file(path: Path, declared: Declared) -> list[dict[str, Any]]:
    """Return the facts of an entry for every row of the file. Raises BadFile."""
    bad: list[BadRow] = []
    found: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in _rows(path, declared):
        wrong = _wrong(cells, declared)
        facts = facts_of_row(cells, declared)
        name = (facts.get("part", ""), facts["key"])
        if not wrong and name in seen:
            wrong = "+".join(declared.key), facts["key"], f"a key once; row {seen[name]} has it"
        if wrong and len(bad) < MOST_BAD_ROWS:
            bad.append(BadRow(path.name, number, *wrong))
        seen.setdefault(name, number)
        found.append(facts)
    if bad:
        raise BadFile(bad)
    return found


def facts_of_row(cells: Mapping[str, str], declared: Declared) -> dict[str, Any]:
    """Return the facts that a row of the file states; blank days and blank confidence stay out."""
    named = {"in_force_from": declared.first, "in_force_to": declared.last, "confidence": declared.confidence}
    said = {fact: cells[column] for fact, column in named.items() if column and cells[column]}
    part = {"part": cells[declared.part]} if declared.part else {}
    return {
        "table": declared.table,
        **part,
        "key": " ".join(cells[column] for column in declared.key),
        "row": {column: value for column, value in cells.items() if column not in declared.taken_out},
        **said,
        "source": (declared.source and cells[declared.source]) or declared.said_by,
    }


def _rows(path: Path, declared: Declared) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            _check_header(path, header, declared)
            for cells in reader:
                if len(cells) != len(header):
                    said = f"{len(cells)} cells"
                    raise BadFile([BadRow(path.name, reader.line_num, "row", said, f"{len(header)} cells")])
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadFile([BadRow(path.name, 0, "file", str(error), "CSV in UTF-8")]) from None


def _check_header(path: Path, header: list[str], declared: Declared) -> None:
    if missing := sorted(declared.needed - set(header)):
        raise BadFile([BadRow(path.name, 1, missing[0], "", f"a column {missing[0]}")])
    if len(set(header)) < len(header):
        doubled = next(name for name in header if header.count(name) > 1)
        raise BadFile([BadRow(path.name, 1, doubled, doubled, "every column once")])


def _wrong(cells: Mapping[str, str], declared: Declared) -> tuple[str, str, str] | None:
    """Return the first wrong column of a row with its value and what was expected."""
    by_role: list[tuple[str | None, Check]] = [
        (declared.first, checks.day),
        (declared.last, checks.day),
        (declared.confidence, checks.confidence),
        (declared.part, checks.part),
        *((column, checks.filled) for column in declared.key),
    ]
    for column, check in by_role:
        if column and (expected := check(cells[column])):
            return column, cells[column], expected
    if found := checks.first_wrong(declared.checks, cells):
        return found[0], cells[found[0]], found[1]
    return _wrong_as_a_whole(cells, declared)


def _wrong_as_a_whole(cells: Mapping[str, str], declared: Declared) -> tuple[str, str, str] | None:
    facts = facts_of_row(cells, declared)
    if len(facts["key"]) > MOST_SIGNS_OF_A_KEY:
        return declared.key[-1], cells[declared.key[-1]], f"a key of at most {MOST_SIGNS_OF_A_KEY} signs"
    if not 1 <= len(facts["source"]) <= MOST_SIGNS_OF_A_SOURCE:
        return declared.source or "source", facts["source"], f"a source of 1 to {MOST_SIGNS_OF_A_SOURCE} signs"
    first, last = facts.get("in_force_from", ""), facts.get("in_force_to", "")
    if declared.last and first and last and last < first:
        return declared.last, last, f"a day not before {first}"
    return None
