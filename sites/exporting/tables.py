"""The register as a table: CSV in pieces, XLSX through a file that is written row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter

from sites.exporting.lines import Line, values

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Pieces:
    """A file to csv.writer that hands every line back."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(lines: Iterable[Line], columns: Sequence[tuple[str, Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file, with a byte order mark so that spreadsheets read the accents."""
    writer = csv.writer(_Pieces())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}" + writer.writerow([name for name, _ in columns])
    for line in lines:
        yield writer.writerow([_harmless(value) for value in values(line, columns)])


def _harmless(value: Any) -> Any:
    # a spreadsheet would run a name that begins like a formula; numbers stay numbers
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def write_xlsx(file: BinaryIO, lines: Iterable[Line], columns: Sequence[tuple[str, Any]]) -> None:
    """Write a workbook with one sheet; text stays text, whatever it begins with."""
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    )
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("sites")
    sheet.write_row(0, 0, [name for name, _ in columns])
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(values(line, columns)):
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, days)
            elif value is not None:
                sheet.write(number, place, value)
    book.close()
