"""Columns of a sheet: what a cell may say, how its header may be spelled, and what is wrong with it if it is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sites.bringing.known import Known
from sites.importing.cells import BadCell, plain


class BadValue(BadCell):
    """A cell that cannot be taken: `reason` is a stable code, `facts` fill its sentence, `suggestion` may be typed."""

    def __init__(self, column: str, value: str, reason: str, suggestion: str = "", **facts: Any) -> None:
        super().__init__(column, value, reason)
        self.suggestion, self.facts = suggestion, facts


@dataclass(frozen=True)
class Cell:
    """One filled cell, with what the batch knows of the register."""

    column: str
    text: str
    known: Known
    today: date

    def bad(self, reason: str, suggestion: str = "", **facts: Any) -> BadValue:
        """Return what is wrong with this cell."""
        return BadValue(self.column, self.text, reason, suggestion, **facts)


Reader = Callable[[Cell], Any]


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `names` says what its cells name (`sites.bringing.naming`); they are looked up by batch.

    `personal` cells name a person: once the file is entered, they are struck from what is kept of it.
    """

    name: str
    about: Any
    read: Reader
    required: bool = False
    example: str = ""
    names: str = ""
    blank: Any = None
    personal: bool = False


@dataclass(frozen=True)
class Said:
    """One entry that a row makes, without key and without the code of what it registers.

    That code becomes a fact of the entry, or of each line of the list `on_lines`.
    """

    kind: str
    happened_at: str
    facts: Mapping[str, Any]
    on_lines: str = ""


@dataclass(frozen=True)
class Values:
    """The cells of a row as values; a column that is blank or missing gives what its `blank` says, mostly None."""

    number: int
    of: Mapping[str, Any]
    texts: Mapping[str, str]
    known: Known
    now: str

    def __getitem__(self, name: str) -> Any:
        return self.of[name]

    def bad(self, column: str, reason: str, suggestion: str = "", **facts: Any) -> BadValue:
        """Return what is wrong with a cell beside the others of its row."""
        return BadValue(column, self.texts.get(column, ""), reason, suggestion, **facts)

    def facts(self, *names: str, **more: Any) -> dict[str, Any]:
        """Return these columns as facts of the same name, and more; what is empty is left out."""
        found = {**{name: self.of[name] for name in names}, **more}
        return {name: value for name, value in found.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Sheet:
    """One kind of file. `said` turns a row into entries, `identities` tells, by column,
    what may stand in one row alone.

    `subject` is the fact that names the place or party spoken of; `makes` is the letter of the code that a row gives
    to what it registers, blank where it registers nothing, and `made` the fact that holds that code. A sheet of the
    trade names in `deeds` the kinds that whoever brings it must be entitled to enter; one of the register names none,
    is brought by its keepers, and can be undone as a whole.
    """

    name: str
    title: Any
    about: Any
    columns: tuple[Column, ...]
    said: Callable[[Values], list[Said]]
    subject: str
    makes: str = ""
    made: str = ""
    identities: Callable[[Values], Iterable[tuple[str, str]]] = field(default=lambda values: ())
    places: Mapping[str, str] = field(default_factory=dict)
    most_entries: int = 1
    deeds: tuple[str, ...] = ()

    @property
    def is_of_trade(self) -> bool:
        return bool(self.deeds)

    @property
    def has_personal(self) -> bool:
        return any(column.personal for column in self.columns)

    def column(self, name: str) -> Column | None:
        """Return the column of this name."""
        return next((column for column in self.columns if column.name == name), None)

    def column_of_fact(self, fact: str) -> str:
        """Return the column in which a fact was written; blank if it stands in none."""
        name = self.places.get(fact, fact)
        return name if self.column(name) else ""


@cache
def _headers() -> dict[tuple[str, str], tuple[str, ...]]:
    with (Path(__file__).parent / "headers.csv").open(newline="", encoding="utf-8") as file:
        return {(row["sheet"], row["column"]): tuple(row["written"].split("|")) for row in csv.DictReader(file)}


def also(sheet: str, column: str) -> tuple[str, ...]:
    """Return the other headers by which a column is known; `headers.csv` is a table to extend."""
    return _headers().get((sheet, column), ())


def spelling(header: str) -> str:
    """Return a header for comparing: signs between words do not count."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(header)).split())


def match(sheet: Sheet, headers: Sequence[str]) -> list[str | None]:
    """Return the name of our column for each header of a file, None for one that we do not read."""
    names = {spelling(written): column.name for column in sheet.columns for written in also(sheet.name, column.name)}
    names |= {spelling(column.name): column.name for column in sheet.columns}
    return [names.get(spelling(header)) for header in headers]
