"""Files as tables: CSV in the encodings and with the separators that spreadsheets write, and XLSX.

A CSV is streamed. An XLSX is read whole by calamine: its memory grows with the sheet (docs/importing.md).
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_INSIDE = 2**30
"""Bytes that a packed file may unpack to; more is an attack or no table."""
DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "cp1252")
CHUNK = 1 << 16
NumberedRow = tuple[int, list[str]]


class UnreadableTable(Exception):
    """The file as a whole cannot be read. `code` and `facts` make one sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Opened:
    """A file whose first row has been read. `form` says how it was understood; `rows` yields the rest, numbered."""

    headers: list[str]
    form: dict[str, str]
    rows: Iterator[NumberedRow]


def open_table(path: Path, score: Callable[[list[str]], int]) -> Opened:
    """Open a CSV or XLSX; `score` says how well a header fits, which tells the separator. Raises UnreadableTable."""
    with path.open("rb") as file:
        begin = file.read(4)
    if begin == OLE:
        raise UnreadableTable("old_or_locked_workbook")
    return _workbook(path) if begin == ZIP else _text(path, score)


def _text(path: Path, score: Callable[[list[str]], int]) -> Opened:
    encoding = _encoding(path)
    with path.open(newline="", encoding=encoding) as file:
        first = file.readline(CHUNK)
    if not first.strip():
        raise UnreadableTable("empty_file")
    delimiter = max(DELIMITERS, key=lambda each: (score(_cells(first, each)), len(_cells(first, each))))
    rows = _csv_rows(path, encoding, delimiter)
    _number, headers = next(rows)
    return Opened(headers, {"encoding": encoding.removesuffix("-sig"), "delimiter": delimiter}, rows)


def _encoding(path: Path) -> str:
    """Return the encoding in which the whole file can be read, UTF-8 before that of Western Windows."""
    with path.open("rb") as file:
        begin = file.read(2)
    if begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in ENCODINGS:
        if _reads_as(path, encoding):
            return encoding
    raise UnreadableTable("unknown_encoding")


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                if b"\0" in chunk:
                    raise UnreadableTable("not_a_table")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[NumberedRow]:
    number = 0
    try:
        with path.open(newline="", encoding=encoding) as file:
            for number, values in enumerate(csv.reader(file, delimiter=delimiter, strict=True), start=1):
                if number == 1 or any(map(str.strip, values)):
                    yield number, values
    except (csv.Error, UnicodeError) as error:
        raise UnreadableTable("damaged_text", row=number + 1, said=str(error)) from None


def _workbook(path: Path) -> Opened:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_INSIDE:
                raise UnreadableTable("workbook_too_large")
        workbook = CalamineWorkbook.from_path(str(path))
        name = workbook.sheet_names[0]
        sheet = workbook.get_sheet_by_name(name)
        rows = sheet.iter_rows()
        headers = [_word(value) for value in next(rows, [])]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, IndexError) as error:
        raise UnreadableTable("damaged_workbook", said=str(error)[:200]) from None
    if not any(headers):
        raise UnreadableTable("empty_file")
    first = (sheet.start or (0, 0))[0] + 2
    return Opened(headers, {"sheet": name}, _workbook_rows(rows, first))


def _workbook_rows(rows: Iterator[list[Any]], first: int) -> Iterator[NumberedRow]:
    for number, values in enumerate(rows, start=first):
        words = [_word(value) for value in values]
        if any(words):
            yield number, words


def _word(value: Any) -> str:
    """Return a cell as text: a day as YYYY-MM-DD, a number as it would be typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}"  # as a spreadsheet shows it: 45.1, not 45.100000000000001
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()
