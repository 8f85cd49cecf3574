"""The page of a trader's month: the report, and every purchase and sale behind it; the same as CSV and XLSX."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buyers.trader_register.files import csv_text, write_workbook
from ledger import codes
from ledger.deeds.entries import Actor
from ledger.parties.access import may_read_lots, sees_trade_of_party
from ledger.parties.doors import for_actors
from ledger.parties.models import Party
from ledger.reports.trader_register import monthly, places_of, register

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@require_safe
@for_actors(may_read_lots)
def trader_month(request: HttpRequest, code: str) -> HttpResponse:
    """Show a party's month."""
    return render(request, "trader/month.html", _told(request, code))


@require_safe
@for_actors(may_read_lots)
def trader_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Send a party's month as csv (the register) or xlsx (report and register)."""
    told = _told(request, code)
    name = f"register-{told['report'].party}-{told['month']}"
    if form == "csv":
        answer: HttpResponseBase = HttpResponse(csv_text(told), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    elif form == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
        write_workbook(file, told)
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
    else:
        raise Http404
    answer["Cache-Control"] = "private, no-store"
    return answer


def _told(request: HttpRequest, code: str) -> dict[str, Any]:
    party = _party(request.actor, codes.normal(code))
    year, month = _month(request.GET.get("month", ""))
    report = monthly(party, year, month)
    lines = register(party.code, report.first, report.last)
    return {
        "report": report,
        "lines": lines,
        "names": places_of(lines),
        "month": f"{year}-{month:02}",
        "before": f"{year - (month == 1)}-{(month - 2) % 12 + 1:02}",
        "after": f"{year + (month == 12)}-{month % 12 + 1:02}",
    }


def _party(actor: Actor, code: str) -> Party:
    party = Party.objects.filter(code=code).first()
    if party is None or not sees_trade_of_party(actor, code):
        raise Http404
    return party


def _month(typed: str) -> tuple[int, int]:
    """Return year and month; the month before this one where none is asked for, since that is the one to report."""
    found = MONTH.fullmatch(typed)
    if found:
        return int(found[1]), int(found[2])
    today: date = datetime.now(UTC).date()
    return (today.year - 1, 12) if today.month == 1 else (today.year, today.month - 1)
