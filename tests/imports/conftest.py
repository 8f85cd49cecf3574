"""Files of the register, brought in as a keeper does; after every test the log is replayed."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
import xlsxwriter

from sites.bringing import orders
from sites.bringing.advancing import advance_once
from sites.bringing.models import AT_WORK, ImportProblem, ImportRun
from tests import make


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path / "home"
    settings.LODEBOOK_HOME.mkdir()


def as_csv(rows: list[dict], delimiter: str = ",") -> bytes:
    """Return rows as a file; the columns are those of all of them."""
    file = StringIO()
    columns = dict.fromkeys(name for row in rows for name in row)
    lines = csv.DictWriter(file, list(columns), delimiter=delimiter)
    lines.writeheader()
    lines.writerows(rows)
    return file.getvalue().encode()


def rest(run: ImportRun) -> ImportRun:
    """Let the worker work until the run rests."""
    run.refresh_from_db()
    while run.state in AT_WORK:
        assert advance_once(run.pk)
        run.refresh_from_db()
    assert run.good + run.repeated + run.bad == run.rows_done
    return run


def brought(world, sheet: str, file: bytes | list[dict], by=None) -> ImportRun:
    """Bring a file and try it."""
    body = as_csv(file) if isinstance(file, list) else file
    return rest(orders.bring(sheet, "file.csv", [body], by or world.programme))


def entered(world, sheet: str, file: bytes | list[dict], by=None) -> ImportRun:
    """Bring a file, try it and enter its good rows."""
    run = brought(world, sheet, file, by)
    return rest(orders.accept(run.pk, by or world.programme, only_good=True))


def undone(world, run: ImportRun, reason: str = "The file was of another year.") -> ImportRun:
    """Undo a run."""
    return rest(orders.undo(run.pk, world.programme, reason))


def counts(run: ImportRun) -> tuple[int, int, int]:
    """Return how many rows were good, repeated and bad."""
    return run.good, run.repeated, run.bad


def wrong(run: ImportRun) -> list[tuple]:
    """Return row, column, code and suggestion of the problems of the last pass."""
    stage = "entering" if run.entered_at else "trying"
    found = ImportProblem.objects.filter(run=run.pk, stage=stage).order_by("row", "column")
    return [(each.row, each.column, each.code, each.suggestion) for each in found]


def site_row(number: int = 1, **changed: str) -> dict:
    """Return a row of the sheet of sites."""
    row = {"name": f"Site {number}", "country": "CD", "province": "Sud-Kivu", "minerals": "cassiterite"}
    return {**row, "pcode": f"codmine{number:05d}", **changed}


def visit_row(world, **changed: str) -> dict:
    """Return a row of the sheet of visits."""
    row = {"site": world.site, "visited_on": "2026-10-19", "by_whom": "Field team", "presence": "no"}
    return {**row, **changed}


def status_row(world, **changed: str) -> dict:
    """Return a row of the sheet of statuses."""
    row = {"site": world.site, "by": "state", "status": "red", "valid_from": "2026-03-15", "act": "0214/2026"}
    return {**row, **changed}


def party_row(name: str = "Coopérative Twende", **changed: str) -> dict:
    """Return a row of the sheet of parties."""
    return {"name": name, "kind": "cooperative", "country": "CD", **changed}


def licence_row(world, **changed: str) -> dict:
    """Return a row of the sheet of licences."""
    row = {"number": "PR-14021", "regime": "CD-NEG", "country": "CD", "holder": world.cooperative}
    return {**row, "valid_from": "2026-02-01", "valid_to": "2027-01-31", **changed}


def bag_row(tag: str, world, **changed: str) -> dict:
    """Return a row of the sheet of bags."""
    row = {"tag": tag, "site": world.site, "mineral": "cassiterite", "mass": "45,8", "dug_on": make.DUG}
    return {**row, "tagged_at": "2026-11-03 10:42", "holder": world.cooperative, **changed}


def purchase_row(tag: str, world, **changed: str) -> dict:
    """Return a row of the sheet of purchases."""
    row = {"bag": tag, "depot": "Tambira-Centre", "bought_at": "2026-11-03 16:05", "price": "412,20"}
    return {**row, "currency": "USD", **changed}


def as_xlsx(rows: list[dict]) -> bytes:
    """Return rows as a workbook, numbers and times as such."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, name in enumerate(rows[0]):
            sheet.write_string(0, column, name)
            for number, row in enumerate(rows, start=1):
                value = row[name]
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, moment)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()
