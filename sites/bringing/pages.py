"""Pages of imports: bring a file, see what is wrong with its rows, enter the good ones, undo a file of the register."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ledger.parties.access import may_bring_files
from ledger.parties.doors import for_actors
from sites.bringing import bad_rows, blank_sheets, listing, orders, wording
from sites.bringing.entitled import is_of_trade, may_order, runs_seen_by, sheets_of
from sites.bringing.kicking import kick
from sites.bringing.models import ENTERED, ENTERING, FAILED, TRIED, UNDOING, ImportEntry, ImportProblem, ImportRun
from sites.bringing.sheets import SHEETS

UNDOABLE = (ENTERING, ENTERED, FAILED)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_actors(may_bring_files)
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports, and take a file."""
    asked, wrong = request.POST.get("sheet", ""), ""
    if request.method == "POST":
        try:
            run = _bring(request, asked)
        except orders.OrderRefused as refused:
            wrong = wording.order(refused.code)
        else:
            kick()
            return redirect("import", run.pk)
    page = listing.runs(runs_seen_by(request.actor), *_places(request))
    lines = [(run, wording.title(run)) for run in page.rows]
    sheets = sheets_of(request.actor)
    context = {
        "sheets": sheets,
        "of_trade": any(sheet.is_of_trade for sheet in sheets),
        "of_register": any(not sheet.is_of_trade for sheet in sheets),
        "lines": lines,
        "wrong": wrong,
        "asked": asked,
        "page": _pager(page),
    }
    return render(request, "imports/list.html", context, status=422 if wrong else 200)


def _bring(request: HttpRequest, sheet: str) -> ImportRun:
    file = request.FILES.get("file")
    if file is None:
        raise orders.OrderRefused("no_file" if sheet in SHEETS else "unknown_sheet")
    return orders.bring(sheet, file.name or "", file.chunks(), request.actor)


def _places(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("after", ""), request.GET.get("before", "")


def _pager(page: listing.Page, shown: str = "") -> SimpleNamespace:
    links = {way: urlencode({way: place}) if place else "" for way, place in vars(page).items() if way != "rows"}
    return SimpleNamespace(**links, range=shown)


@for_actors(may_bring_files)
def one_import(request: HttpRequest, run: UUID) -> HttpResponse:
    """Show how far an import has come, what is wrong, and what can be done."""
    return _shown(request, _seen(request, run))


def _seen(request: HttpRequest, run: UUID) -> ImportRun:
    return get_object_or_404(runs_seen_by(request.actor), pk=run)


def _shown(request: HttpRequest, run: ImportRun, wrong: str = "") -> HttpResponse:
    page = listing.problems(run, *_places(request))
    problems = [(each, wording.header(run, each.column), wording.expected(each)) for each in page.rows]
    ends = {"first": page.rows[0].row, "last": page.rows[-1].row} if page.rows else {}
    shown = _("rows %(first)s to %(last)s") % ends if ends else ""
    refused = ImportProblem.objects.filter(run=run.pk, stage=UNDOING).order_by("row")[: listing.PROBLEMS]
    kept = [(each, wording.expected(each)) for each in refused]
    made = ImportEntry.objects.filter(run=run.pk, kind__in=SHEETS[run.sheet].deeds).order_by("row")[: listing.PROBLEMS]
    context = {
        "run": run,
        "title": wording.title(run),
        "trouble": wording.trouble(run) if run.state == FAILED else "",
        "rest": run.rows_total - run.rows_done,
        "unread": wording.unread(run),
        "problems": problems,
        "kept": kept,
        "page": _pager(page, shown),
        "paged": any(_places(request)),
        "may_enter": run.state == TRIED and run.good > 0 and may_order(request.actor, run),
        "may_undo": run.state in UNDOABLE and run.entries > 0 and not is_of_trade(run),
        "of_trade": is_of_trade(run),
        "made": made,
        "wrong": wrong,
    }
    return render(request, "imports/run.html", context, status=422 if wrong else 200)


@for_actors(may_bring_files)
@require_POST
def enter_import(request: HttpRequest, run: UUID) -> HttpResponse:
    """Begin to enter the rows."""
    _seen(request, run)
    return _ordered(request, run, lambda: orders.accept(run, request.actor, only_good="only_good" in request.POST))


@for_actors(may_bring_files)
@require_POST
def undo_import(request: HttpRequest, run: UUID) -> HttpResponse:
    """Begin to take everything back."""
    _seen(request, run)
    return _ordered(request, run, lambda: orders.undo(run, request.actor, request.POST.get("reason", "")))


def _ordered(request: HttpRequest, run: UUID, order: Any) -> HttpResponse:
    try:
        order()
    except orders.OrderRefused as refused:
        return _shown(request, ImportRun.objects.get(pk=run), wording.order(refused.code))
    kick()
    messages.success(request, _("The order is given. This page shows how far it has come."))
    return redirect("import", run)


@for_actors(may_bring_files)
def import_bad_rows(request: HttpRequest, run: UUID, form: str) -> HttpResponse:
    """Hand out the bad rows with their original columns and what is wrong."""
    found = _seen(request, run)
    if not found.headers:
        raise Http404
    if form == "xlsx":
        return FileResponse(
            bad_rows.as_xlsx(found), as_attachment=True, filename=f"bad-rows-{found.sheet}.xlsx", content_type=XLSX
        )
    named = {"Content-Disposition": f'attachment; filename="bad-rows-{found.sheet}.csv"'}
    return StreamingHttpResponse(bad_rows.as_csv(found), content_type="text/csv; charset=utf-8", headers=named)


@for_actors(may_bring_files)
def import_template(request: HttpRequest, sheet: str, form: str) -> HttpResponse:
    """Hand out an empty sheet."""
    if sheet not in SHEETS:
        raise Http404
    made = (blank_sheets.as_xlsx if form == "xlsx" else blank_sheets.as_csv)(SHEETS[sheet])
    named = {"Content-Disposition": f'attachment; filename="{sheet}.{form}"'}
    return HttpResponse(made, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8", headers=named)
