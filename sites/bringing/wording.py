"""What is said of a row, a file or an order, in the reader's language: what was expected, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.inbox.sentences import SENTENCES
from ledger.inbox.wording import sentence
from sites.bringing.models import ImportProblem, ImportRun
from sites.bringing.sheets import SHEETS

EXPECTED = {
    "missing": _("a value: the cell must not be blank"),
    "too_long": _("a text of at most %(most)s signs"),
    "not_printable": _("a text without control signs"),
    "not_whole": _("a whole number from %(least)s to %(most)s"),
    "not_a_number": _("a number from 0 to %(most)s %(unit)s, with comma or point"),
    "not_degrees": _("degrees from -%(most)s to %(most)s, with comma or point"),
    "half_a_position": _("latitude and longitude together, or neither"),
    "not_a_day": _("a day of the calendar, such as 2025-12-31 or 31/12/2025"),
    "day_ambiguous": _("a day that can be read in one way only: write it as YYYY-MM-DD"),
    "day_in_future": _("a day not after %(today)s"),
    "not_listed": _("for “%(written)s”, one of %(of)s"),
    "not_a_country": _("a country, by its name or its two-letter code"),
    "not_of_form": _("a value of the form %(form)s"),
    "not_a_zone": _("a time zone such as Africa/Lubumbashi"),
    "zone_needed": _("the time zone: %(country)s has several"),
    "unknown_site": _("a site of the register, by code or number"),
    "unknown_holder": _("a registered party, by code or number"),
    "groups_without_kind": _("a kind in “actors” for every name in “groups”, in the same order; at most %(most)s"),
    "doubled_in_file": _("a value that no other row has; row %(first)s has it already"),
    "not_a_tag": _("a number of nine signs of which the last checks the others, or a foreign tag as SERIES:NUMBER"),
    "unknown_bag": _("the tag or lot of a bag that is in the book; nobody has entered this one"),
    "tag_unused": _("a tag that was closed on a bag; this one is issued and has opened no lot yet"),
    "unknown_depot": _("a depot, by its code, or by its name if it is one of yours"),
    "which_depot": _("the depot: your party keeps none, or several"),
    "not_a_time": _("a time of day such as 15:40"),
    "time_twice": _("the same time as beside it"),
    "time_to_come": _("a time that has come"),
    "time_needed": _("the time of day: a day alone counts as noon, and noon has not come yet"),
    "not_a_weight": _("a weight with comma or point, such as 45,8"),
    "unit_twice": _("a weight in %(unit)s, as the row says; one unit for all weights of a row"),
    "half_a_weighing": _("gross and tare together, or neither; here stands only “%(other)s”"),
    "gross_not_above_tare": _("a gross above the tare"),
    "no_weight": _("the net weight, or gross and tare"),
    "net_differs": _("gross without tare, %(net_g)s g; or leave the net weight blank"),
    "half_a_line": _("book, page, line and how many lines the page has, all four together or none"),
    "not_money": _("a price such as 412,20, without signs between thousands"),
    "not_a_share": _("per cent from 0 to 100 with at most four decimals, such as 64,5"),
    "half_a_grade": _("the grade, of what it is one, and how it was found: all three together or none"),
    "moisture_of_nothing": _("a gross and tare, or a grade, with which the moisture was found"),
    "too_many_cells": _("%(width)s cells, as in the first row; the row is torn"),
    "too_few_cells": _("%(width)s cells, as in the first row; the row is torn"),
}
"""What a cell should have held, by the code of its problem."""

TROUBLES = {
    "empty_file": _("The file is empty. Choose another."),
    "no_rows": _("The file has headers but no rows. Fill it in and bring it again."),
    "not_a_table": _("The file is no table. Save it as CSV or XLSX and bring it again."),
    "unknown_encoding": _("The letters of the file cannot be read. Save it as CSV in UTF-8 and bring it again."),
    "damaged_text": _("The file is damaged near row %(row)s: a quotation mark is out of place. Correct it."),
    "damaged_workbook": _("The workbook is damaged and cannot be opened. Save it once more as XLSX, or as CSV."),
    "old_or_locked_workbook": _("The workbook has a password or is an old XLS. Save it as XLSX without a password."),
    "workbook_too_large": _("The workbook unpacks to more than 1 GB. Save the sheet as CSV and bring that."),
    "too_many_columns": _("The first row has more than %(most)s columns. Is it the right file?"),
    "column_missing": _("The file has no column “%(column)s”. Take a template and compare the first row."),
    "column_missing.near": _("The file has no column “%(column)s”. Is it the one called “%(near)s”? Then rename that."),
    "column_twice": _("The file has the column “%(column)s” twice. Take one of them out."),
    "unexpected": _("Something went wrong on our side. What was entered can be undone. Bring the file again."),
}
"""Why a file as a whole was not read on."""

ORDERS = {
    **{code: TROUBLES[code] for code in ("empty_file",)},
    "unknown_sheet": _(
        "Choose what the file holds: sites, parties, licences, visits, statuses, bags or purchases, as far as your "
        "role enters them."
    ),
    "no_file": _("Choose a file, CSV or XLSX."),
    "not_tried_yet": _("The file has not been tried to its end yet. Wait, then look at what was found."),
    "has_bad_rows": _("Some rows are bad. Enter the good rows only, or correct the file and bring it again."),
    "no_good_rows": _("No row of this file would add anything. There is nothing to enter."),
    "undone_already": _("This import was undone. Bring the file again to enter it once more."),
    "not_yours": _("Only whoever brought this file may enter its rows: they are entered in that name."),
    "one_by_one": _(
        "This file cannot be undone as a whole: bags have moved on since. Correct or void its lots one by one, on the "
        "page of each lot."
    ),
    "nothing_entered": _("This import has entered nothing. There is nothing to undo."),
    "reason_needed": _("Say in at most 200 signs why the import is undone; anybody may read it."),
}
"""Why an order was not carried out."""


class _Said(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return gettext("(not said)")


def expected(problem: ImportProblem) -> str:
    """Return what a cell should have held, or the ledger's sentence for the row."""
    if problem.code in EXPECTED:
        return str(EXPECTED[problem.code]) % _Said(problem.facts)
    code = problem.code if problem.code in SENTENCES else "refused"
    facts = {**problem.facts, "code": problem.code}
    return sentence(code, facts, str(problem.facts.get("field") or "") or None)


def trouble(run: ImportRun) -> str:
    """Return why the file was not read on."""
    code = str(run.trouble)
    if run.trouble_facts.get("near"):
        code = f"{code}.near"
    return str(TROUBLES.get(code, TROUBLES["unexpected"])) % _Said(run.trouble_facts)


def order(code: str) -> str:
    """Return why an order was not carried out."""
    return str(ORDERS[code])


def header(run: ImportRun, column: str) -> str:
    """Return the header under which the file has a column of ours."""
    if column in run.columns:
        return str(run.headers[run.columns.index(column)])
    return column


def unread(run: ImportRun) -> list[str]:
    """Return the headers of the file that are not read."""
    return [each for each, ours in zip(run.headers, run.columns, strict=True) if not ours and each.strip()]


def title(run: ImportRun) -> str:
    """Return what the file holds, in words."""
    return str(SHEETS[run.sheet].title)
