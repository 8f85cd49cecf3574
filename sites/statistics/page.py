"""The statistics as a page, as a list of the visits behind it, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ledger.parties.access import may_read_sites
from ledger.parties.doors import for_actors
from sites.statistics.asking import BadQuestion, Question, read
from sites.statistics.behind import COLUMNS, PER_PAGE, names_of, rows_behind
from sites.statistics.counting import QUESTIONS, visit_statistics
from sites.statistics.selecting import known_projects, spelled

ORES = {"3T": _("Tin, tantalum, tungsten"), "gold": _("Gold"), "other": _("Other ores"), "unknown": _("Not known")}
SCHEMES = {"covered": _("A scheme was written down"), "none_recorded": _("None was written down")}
SITES_AT_ONCE = 1_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def asked(request: HttpRequest) -> tuple[Question, str]:
    """Return the question of the address and what is wrong with it; what is wrong counts as not asked."""
    given = request.GET.dict()
    try:
        return spelled(read(given, request.GET.getlist("project"))), ""
    except BadQuestion as bad:
        return Question(), bad.name


@for_actors(may_read_sites)
def statistics(request: HttpRequest) -> HttpResponse:
    """Show what visits say, with its definition."""
    question, wrong = asked(request)
    found = visit_statistics(question)
    context = {
        "question": question,
        "wrong": wrong,
        "projects": known_projects(),
        "found": found,
        "groups": _groups(found),
        "query": urlencode(_query(question)),
    }
    return render(request, "statistics/visits.html", context, status=400 if wrong else 200)


def _groups(found: dict[str, Any]) -> list[tuple[Any, Any, dict[str, Any]]]:
    """Return the lines of the table: heading, label, sums."""
    by_ore = [(_("By ore"), ORES[name], group) for name, group in found["by_mineral"].items()]
    by_scheme = [(_("By scheme"), SCHEMES[name], group) for name, group in found["by_scheme"].items()]
    lines = [("", _("All"), found["all"]), *by_ore, *by_scheme]
    return [(heading, label, {**group, **_in_words(group)}) for heading, label, group in lines]


def _in_words(group: dict[str, Any]) -> dict[str, str | None]:
    """Return the shares in per cent with one decimal; None where nothing is known."""
    shares = {name: group[name] for name in QUESTIONS}
    return {
        name: None if share is None else number_format(round(share * 100, 1), 1, use_l10n=True) + "\N{NO-BREAK SPACE}%"
        for name, share in shares.items()
    }


def _query(question: Question) -> list[tuple[str, str]]:
    said = [("project", each) for each in question.projects]
    said += [("before", question.before.isoformat())] if question.before else []
    said += [("onsite", "1")] if question.onsite else []
    return [*said, ("unit", question.unit), ("visit", question.visit)]


@for_actors(may_read_sites)
def rows(request: HttpRequest) -> HttpResponse:
    """List the visits that count, by site and day."""
    question, wrong = asked(request)
    page = rows_behind(question, request.GET.get("after", "")[:9], PER_PAGE)
    following = [*_query(question), ("after", page.following)] if page.following else []
    names = names_of(page.rows)
    context = {
        "rows": [(row, names.get(row.site, row.site)) for row in page.rows],
        "following": urlencode(following),
        "query": urlencode(_query(question)),
    }
    return render(request, "statistics/rows.html", context, status=400 if wrong else 200)


@for_actors(may_read_sites)
def rows_file(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the visits that count as CSV, row by row."""
    question, _wrong = asked(request)
    response = StreamingHttpResponse(_lines(question), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visits.csv"'
    return response


class _Echo:
    """Gives back each line that the csv module writes."""

    def write(self, line: str) -> str:
        return line


def _lines(question: Question) -> Iterator[str]:
    lines = csv.writer(_Echo())
    yield lines.writerow(COLUMNS)
    after = ""
    while True:
        page = rows_behind(question, after, SITES_AT_ONCE)
        yield "".join(lines.writerow([_harmless(value) for value in row.values]) for row in page.rows)
        if not page.following:
            return
        after = page.following


def _harmless(value: Any) -> Any:
    # a spreadsheet would run a stranger's words that begin so
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
