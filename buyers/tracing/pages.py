"""The pages of findings that are followed: the list, one finding with all it touches, its lots as CSV, letters."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buyers.tracing import letters
from buyers.tracing.findings import Traced, as_taken, names_of, of_holder, page, subject_name, traced
from buyers.tracing.words import WHYS, because, heading
from ledger.parties.access import may_read_lots
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_write_letters
from ledger.risk.seeing import findings_listed_for, may_open_finding
from ledger.risk.tainting.models import Taint

PER_PAGE = 40
COLUMNS = ("lot", "mineral", "kg_touched", "share_percent", "kg_of_the_lot", "state", "on_hold", "holder",
           "holder_name", "consignment")  # fmt: skip


def _today() -> date:
    return datetime.now(UTC).date()


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


@require_safe
@for_actors(may_read_lots)
def findings(request: HttpRequest) -> HttpResponse:
    """Show what is followed through the ore, the newest first."""
    found = findings_listed_for(request.actor).order_by("-event_id")
    after = _number(request, "after")
    rows = list((found.filter(event_id__lt=after) if after else found)[: PER_PAGE + 1])
    following = rows[PER_PAGE - 1].event_id if len(rows) > PER_PAGE else None
    lines = [(row, WHYS[row.why], subject_name(row.subject)) for row in rows[:PER_PAGE]]
    return render(request, "tracing/list.html", {"lines": lines, "following": following})


def _found(request: HttpRequest, key: UUID) -> Traced:
    taint = Taint.objects.filter(key=key).first()
    found = traced(taint, request.actor) if taint else None
    if found is None or not may_open_finding(request.actor, found.taint, len(found.lines)):
        raise Http404
    return found


@require_safe
@for_actors(may_read_lots)
def finding(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a finding: sums, holders, and its lots with how each was known when it changed hands."""
    found = _found(request, key)
    start = _number(request, "from") or 0
    lines, following = page(found, start)
    then = as_taken(found.taint, lines)
    names = names_of(
        {*found.sums.holders, *(line.lot.holder for line in lines), *(t.party for each in then.values() for t in each)}
    )
    holders = sorted(found.sums.holders.values(), key=lambda each: (-each.grams, each.party))
    context = {
        "found": found,
        "taint": found.taint,
        "heading": heading(found),
        "because": because(found),
        "sums": found.sums,
        "holders": [(each, names.get(each.party, each.party)) for each in holders],
        "lines": [
            (line, names.get(line.lot.holder, line.lot.holder), _told(then.get(line.lot.code, []), names))
            for line in lines
        ],
        "start": start,
        "following": following,
        "may_write": may_write_letters(request.actor),
        "today": _today(),
    }
    return render(request, "tracing/finding.html", context)


def _told(taken: list[Any], names: dict[str, str]) -> list[tuple[Any, str]]:
    return [(each, names.get(each.party, each.party)) for each in taken]


@require_safe
@for_actors(may_read_lots)
def finding_csv(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """Stream every lot of a finding that the actor sees."""
    found = _found(request, key)
    answer = StreamingHttpResponse(_rows(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="finding-{key}.csv"'
    return answer


class _Line:
    def write(self, text: str) -> str:
        return text


def _rows(found: Traced) -> Iterator[str]:
    writer, names = csv.writer(_Line()), names_of({line.lot.holder for line in found.lines})
    yield "\ufeff" + writer.writerow(COLUMNS)
    for line in found.lines:
        lot, holder = line.lot, names.get(line.lot.holder, "")
        holder = f"'{holder}" if holder[:1] in set("=+-@") and holder else holder
        weights = [f"{line.grams / 1000:.3f}", f"{line.ppm / 10_000:.4f}", f"{lot.mass_g / 1000:.3f}"]
        yield writer.writerow(
            [lot.code, lot.mineral, *weights, lot.state, lot.on_hold, lot.holder, holder, lot.consignment]
        )


@require_safe
@for_actors(may_write_letters)
def finding_letter(request: HttpRequest, key: UUID, party: str, form: str) -> HttpResponse:
    """Send the letter to a holder: as PDF, or as an e-mail to be looked over and sent."""
    found = _found(request, key)
    lines = of_holder(found, party)
    if not lines or form not in {"pdf", "eml"}:
        raise Http404
    name = names_of([party]).get(party, party)
    if form == "pdf":
        answer = HttpResponse(letters.letter(found, name, lines, _today()), content_type="application/pdf")
    else:
        answer = HttpResponse(letters.email(found, name, "", lines, _today()), content_type="message/rfc822")
    how = "inline" if form == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="finding-{key}-{party}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
