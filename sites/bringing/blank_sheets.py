"""Templates: a sheet with its headers and one example row, and what each column means."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter
from django.utils.translation import gettext as _

from sites.bringing.columns import Sheet, also


def as_csv(sheet: Sheet) -> bytes:
    """Return the headers and the example as CSV."""
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow([column.name for column in sheet.columns])
    lines.writerow([column.example for column in sheet.columns])
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """Return a workbook of two sheets: the one to fill in, and one that explains its columns."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        strong, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        filling, about = book.add_worksheet(sheet.name), book.add_worksheet(_("columns"))
        for number, column in enumerate(sheet.columns):
            filling.write_string(0, number, column.name, strong)
            filling.write_string(1, number, column.example)
        filling.set_column(0, len(sheet.columns) - 1, 18)
        filling.freeze_panes(1, 0)
        named = [_("column"), _("may be blank"), _("what it says"), _("also understood as header")]
        about.write_row(0, 0, named, strong)
        for number, column in enumerate(sheet.columns, start=1):
            blank = _("no") if column.required else _("yes")
            about.write_row(
                number, 0, [column.name, blank, str(column.about), ", ".join(also(sheet.name, column.name))], wrapped
            )
        about.set_column(0, 3, 34)
    return file.getvalue()
