"""Where a file is kept while it is brought in: as it was sent, and as one line of JSON for each row.

The second copy makes reading on cheap: a batch begins at a byte, whatever the format of the file was.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from ledger.spreadsheets import Opened, UnreadableTable, open_table
from sites.bringing.columns import Sheet, match
from sites.bringing.suggesting import nearest

SENT, ROWS = "sent", "rows.jsonl"
MOST_COLUMNS = 200
FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Line:
    """One row of a file by our column names. `cells` is the row as it stands in the file."""

    number: int
    cells: list[str]
    texts: dict[str, str]


@dataclass(frozen=True)
class Unfolded:
    """What a file turned out to be."""

    headers: list[str]
    columns: list[str | None]
    form: dict[str, str]
    rows: int


def folder_of(run: object) -> Path:
    """Return the folder of a run under the home."""
    return Path(settings.LODEBOOK_HOME) / "imports" / str(run)


def keep_sent(run: object, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write the file as it arrives, for its owner alone; return its SHA-256 and size."""
    folder = folder_of(run)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    digest, size = hashlib.sha256(), 0
    with _private(folder / SENT) as file:
        for chunk in chunks:
            digest.update(chunk)
            size += file.write(chunk)
    return digest.hexdigest(), size


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def unfold(run: object, sheet: Sheet) -> Unfolded:
    """Read the whole file once and keep its rows one by one. Raises UnreadableTable."""
    folder = folder_of(run)
    opened = open_table(folder / SENT, lambda headers: sum(name is not None for name in match(sheet, headers)))
    columns = columns_of(sheet, opened.headers)
    draft = folder / f".{ROWS}"
    with _private(draft) as file:
        rows = _write(file, opened)
    if not rows:
        raise UnreadableTable("no_rows")
    draft.replace(folder / ROWS)
    return Unfolded(opened.headers, columns, opened.form, rows)


def _write(file: Any, opened: Opened) -> int:
    rows = 0
    for number, cells in opened.rows:
        file.write(json.dumps([number, cells], ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        rows += 1
    return rows


def columns_of(sheet: Sheet, headers: Sequence[str]) -> list[str | None]:
    """Return our name for each header. Raises UnreadableTable for one that is missing or stands twice."""
    if len(headers) > MOST_COLUMNS:
        raise UnreadableTable("too_many_columns", most=MOST_COLUMNS)
    columns = match(sheet, headers)
    for column in sheet.columns:
        if columns.count(column.name) > 1:
            raise UnreadableTable("column_twice", column=column.name)
        if column.required and column.name not in columns:
            near = nearest(column.name, [header for header, ours in zip(headers, columns, strict=True) if not ours])
            raise UnreadableTable("column_missing", column=column.name, near=near)
    return columns


def lines_from(run: object, columns: Sequence[str | None], offset: int, most: int) -> tuple[list[Line], int]:
    """Return the next lines from a byte on, and the byte at which the following ones begin."""
    with (folder_of(run) / ROWS).open("rb") as file:
        file.seek(offset)
        lines = [line_of(raw, columns) for raw in islice(iter(file.readline, b""), most)]
        return lines, file.tell()


def all_lines(run: object, columns: Sequence[str | None]) -> Iterator[Line]:
    """Yield every line, in order."""
    with (folder_of(run) / ROWS).open("rb") as file:
        for raw in file:
            yield line_of(raw, columns)


def line_of(raw: bytes, columns: Sequence[str | None]) -> Line:
    """Return a kept row with its cells under our names, blanks tidied."""
    number, cells = json.loads(raw)
    texts = {name: tidy(cell) for name, cell in zip(columns, cells, strict=False) if name}
    return Line(number, cells, {name: text for name, text in texts.items() if text})


def strike_personal(run: object, sheet: Sheet, columns: Sequence[str | None]) -> None:
    """Strike the names of people from the kept rows of a file, and the file as it was sent; its SHA-256 stays."""
    hidden = {number for number, name in enumerate(columns) if name and (of := sheet.column(name)) and of.personal}
    folder = folder_of(run)
    draft = folder / f".{ROWS}"
    with _private(draft) as file, (folder / ROWS).open("rb") as kept:
        for raw in kept:
            number, cells = json.loads(raw)
            told = ["" if place in hidden else cell for place, cell in enumerate(cells)]
            file.write(json.dumps([number, told], ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    draft.replace(folder / ROWS)
    (folder / SENT).unlink(missing_ok=True)


def tidy(cell: str) -> str:
    """Return the text of a cell without doubled or outer blanks, and without the sign that disarms a formula."""
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_SIGNS) else text
