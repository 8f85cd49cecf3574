"""The register of a trader as CSV and XLSX: the columns that the report asks for, in the reader's language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from buyers.words import word
from ledger.reports.trader_register import BOUGHT, OreOfMonth, Transaction

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def columns() -> list[str]:
    """Return the headers of the register."""
    return [
        _("Date"),
        _("Purchase or sale"),
        _("Place"),
        _("Buyer or seller"),
        _("Lot"),
        _("Ore"),
        _("Quantity, kg net wet"),
        _("Quality, %"),
        _("of"),
        _("Price"),
        _("Currency"),
    ]


def cells(line: Transaction, names: Mapping[str, str]) -> list[Any]:
    """Return the cells of one line; what nobody stated stays empty."""
    return [
        line.on_day.isoformat(),
        _("purchase") if line.what == BOUGHT else _("sale"),
        names.get(line.place, line.place),
        names.get(line.other, line.other),
        line.lot,
        word("mineral", line.mineral),
        line.grams / 1000,
        None if line.grade_ppm is None else line.grade_ppm / 10_000,
        line.grade_of,
        None if line.price_minor is None else line.price_minor / 100,
        line.currency or None,
    ]


def csv_text(told: Mapping[str, Any]) -> str:
    """Return the register as CSV with a byte order mark, so that spreadsheets read the accents."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns())
    for line in told["lines"]:
        writer.writerow([_harmless(cell) for cell in cells(line, told["names"])])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + file.getvalue()


def _harmless(value: Any) -> Any:
    # a spreadsheet would run a name that begins like a formula
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def write_workbook(file: BinaryIO, told: Mapping[str, Any]) -> None:
    """Write two sheets: the monthly report and the register."""
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    report = told["report"]
    first = book.add_worksheet(_("Month"))
    head = [
        (_("Trader"), report.name),
        (_("Address"), report.address or _("not stated")),
        (_("From"), report.first.isoformat()),
        (_("To the end of"), report.last.isoformat()),
        (_("Purchases"), report.purchases),
        (_("Sales"), report.sales),
        (_("Turnover"), amounts(report.turnover)),
    ]
    for row, pair in enumerate(head):
        first.write_row(row, 0, pair)
    first.write_row(len(head) + 1, 0, ore_columns())
    for row, ore in enumerate(report.ores, len(head) + 2):
        first.write_row(row, 0, list(_ore_cells(ore)))
    second = book.add_worksheet(_("Register"))
    second.write_row(0, 0, columns())
    for row, line in enumerate(told["lines"], 1):
        second.write_row(row, 0, cells(line, told["names"]))
    book.close()


def ore_columns() -> list[str]:
    """Return the headers of the report's table of ores."""
    return [
        _("Ore"),
        _("Bought, kg"),
        _("Paid"),
        _("Sold, kg"),
        _("Received"),
        _("Stock on the last day, kg"),
        _("Without a price"),
    ]


def _ore_cells(ore: OreOfMonth) -> Iterator[Any]:
    yield word("mineral", ore.mineral)
    yield ore.bought_g / 1000
    yield amounts(ore.paid)
    yield ore.sold_g / 1000
    yield amounts(ore.received)
    yield ore.stock_g / 1000
    yield ore.without_price


def amounts(sums: Mapping[str, int]) -> str:
    """Return sums of several currencies as words; a dash for none."""
    return ", ".join(f"{minor / 100:,.2f} {currency}" for currency, minor in sorted(sums.items())) or "—"
