"""The bad rows of a run as a file: the original columns, and what is wrong beside them. Streamed, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from sites.bringing.keeping import all_lines
from sites.bringing.models import ImportProblem, ImportRun
from sites.bringing.wording import expected, header

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def problems_of(run: ImportRun) -> Any:
    """Return the problems of the pass that counts: entering once it has begun, trying before; in order of rows."""
    stage = stage_of(run)
    return ImportProblem.objects.filter(run=run.pk, stage=stage).order_by("row", "column")


def stage_of(run: ImportRun) -> str:
    """Return the pass whose problems count: the last one over the rows."""
    if run.entries or run.entered_at or run.state == "entering":
        return "entering"
    return "trying"


def bad_rows(run: ImportRun) -> Iterator[list[str]]:
    """Yield the header and each bad row; texts are as they stand in the file."""
    yield [*run.headers, _("row"), _("what is wrong"), _("proposal")]
    lines = all_lines(run.pk, run.columns)
    for row, problems in groupby(problems_of(run).iterator(chunk_size=500), key=lambda problem: problem.row):
        line = next(line for line in lines if line.number == row)
        found = list(problems)
        wrong = "; ".join(_told(run, problem) for problem in found)
        proposal = "; ".join(problem.suggestion for problem in found if problem.suggestion)
        cells = [*line.cells, *[""] * (len(run.headers) - len(line.cells))][: len(run.headers)]
        yield [*cells, str(row), wrong, proposal]


def _told(run: ImportRun, problem: ImportProblem) -> str:
    where = header(run, problem.column)
    return f"{where}: {expected(problem)}" if where else expected(problem)


class _Echo:
    def write(self, line: str) -> str:
        return line


def as_csv(run: ImportRun) -> Iterator[str]:
    """Yield the bad rows as lines of CSV in UTF-8, with the mark by which spreadsheets know it."""
    lines = csv.writer(_Echo())
    yield "\ufeff"
    for cells in bad_rows(run):
        yield lines.writerow([harmless(cell) for cell in cells])


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula; a number below zero stays a number."""
    if text.startswith(FORMULA_SIGNS) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[:1] == "-" and text[1:].replace(".", "", 1).replace(",", "", 1).isdigit()


def as_xlsx(run: ImportRun) -> Any:
    """Return the bad rows as an open workbook file; it is written row by row and goes when it is closed."""
    with NamedTemporaryFile(suffix=".xlsx", delete=False) as draft:
        path = Path(draft.name)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(bad_rows(run)):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell[:32_767])
    file = path.open("rb")
    path.unlink()
    return file
