"""The annex of an act: a pasted list or a file becomes sites, and each bad row says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from ledger.spreadsheets import NumberedRow, UnreadableTable, open_table
from sites.bringing.known import look_up
from sites.importing.cells import plain

HEADERS = {"site", "place", "code", "pcode", "number", "mine", "mine site", "site minier", "sitio", "eneo"}
"""How the column of the sites may be called; a file without one of these begins with its first site."""
LINE = "line"
"""The column of a pasted list, which has no header."""
MOST_ROWS = 20_000
MOST_BYTES = 4 * 1024 * 1024
TOO_LARGE, DOUBLED, MISSING, UNKNOWN = "too_large", "doubled", "missing", "unknown"


@dataclass(frozen=True)
class BadRow:
    """A row that names no site to take: `code` says what was expected, `first` the row that had it already."""

    row: int
    column: str
    value: str
    code: str
    suggestion: str = ""
    first: int | None = None


@dataclass
class Annex:
    """The sites of the good rows, in their order, and the bad rows."""

    sites: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read_annex(pasted: str, file: Any | None) -> Annex:
    """Return what a pasted list and an uploaded file name. Raises UnreadableTable."""
    rows = [(LINE, number, text) for number, text in _pasted(pasted)]
    if file is not None:
        column, listed = _uploaded(file)
        rows += [(column, number, text) for number, text in listed]
    return judge(rows)


def _pasted(text: str) -> Iterator[tuple[int, str]]:
    """Yield pasted codes and numbers; several may stand in a line, apart by commas or semicolons."""
    for number, line in enumerate(text.splitlines(), start=1):
        for part in line.replace(";", ",").replace("\t", ",").split(","):
            if part.strip():
                yield number, part.strip()


def _uploaded(file: Any) -> tuple[str, list[tuple[int, str]]]:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableTable(TOO_LARGE)
    with NamedTemporaryFile(suffix=".annex") as kept:
        kept.write(content)
        kept.flush()
        opened = open_table(Path(kept.name), lambda headers: sum(plain(each) in HEADERS for each in headers))
        return _column(opened.headers, opened.rows)


def _column(headers: Sequence[str], rows: Iterable[NumberedRow]) -> tuple[str, list[tuple[int, str]]]:
    """Return the column of sites: the one that is called so, else the first of a file without headers."""
    place = next((number for number, name in enumerate(headers) if plain(name) in HEADERS), None)
    listed = [(number, cells[place or 0].strip() if len(cells) > (place or 0) else "") for number, cells in rows]
    if place is None:
        return "1", [(1, headers[0].strip()), *listed]
    return headers[place], listed


def judge(rows: Sequence[tuple[str, int, str]]) -> Annex:
    """Return the annex of rows (column, number, text): each names one registered site, and no site comes twice."""
    if len(rows) > MOST_ROWS:
        raise UnreadableTable(TOO_LARGE)
    known = look_up({text for _, _, text in rows if text}, ())
    annex, first_of = Annex(), dict[str, int]()
    for column, number, text in rows:
        if not text:
            annex.bad.append(BadRow(number, column, text, MISSING))
        elif text not in known.places:
            near = known.near.get(text, [])
            annex.bad.append(BadRow(number, column, text, UNKNOWN, ", ".join(near)))
        elif (code := known.places[text].code) in first_of:
            annex.bad.append(BadRow(number, column, text, DOUBLED, first=first_of[code]))
        else:
            first_of[code] = number
            annex.sites.append(code)
    return annex
