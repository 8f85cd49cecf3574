"""The pages of the rule book: its tables, the rows of one, and one row with all that it has said."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ledger.api.entry_forms import is_bad
from ledger.inbox.wording import sentence
from ledger.log.reading import events_by_id
from ledger.parties.access import may_read_reference, may_state_reference
from ledger.parties.doors import for_actors
from ledger.rulebook import shelves
from ledger.rulebook.declared import SHELVES
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.tables import shelf as shelf_name
from sites.minerals.names import CONFIDENCE, about, title_of
from sites.minerals.stating_form import StateForm

PER_PAGE = 40


@for_actors(may_read_reference)
def tables(request: HttpRequest) -> HttpResponse:
    """Show the tables of the rule book with their rows and last change."""
    found = [(each, title_of(each.table), about(each.table)) for each in shelves.summaries()]
    return render(request, "reference/tables.html", {"tables": found})


@for_actors(may_read_reference)
def rows(request: HttpRequest, table: str) -> HttpResponse:
    """Show the rows of a table as they stand, in the order of their parts and keys."""
    parts = shelves.parts_of(table)
    if table not in SHELVES and not shelves.on_table(table).exists():
        raise Http404
    part, asked = _asked(request, "part", 10), _asked(request, "q", 80)
    if new := _asked(request, "new", 120):
        return redirect(row_address(table, new, part))
    found, earlier, later = _page(shelves.on_table(table, part), asked, request)
    columns = SHELVES[table].shown if table in SHELVES else tuple(shelves.columns_of(table, found)[:4])
    context = {
        "table": table,
        "title": title_of(table),
        "about": about(table),
        "lines": [_line(table, row, columns) for row in found],
        "columns": [column.replace("_", " ") for column in columns],
        "parts": parts,
        "part": part,
        "q": asked,
        "has_parts": bool(parts) or (table in SHELVES and SHELVES[table].part),
        "may_state": may_state_reference(request.actor),
        "page": _neighbours(found, part, asked, earlier, later),
    }
    return render(request, "reference/rows.html", context)


def _asked(request: HttpRequest, name: str, most: int) -> str:
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:most]


def _page(found: Any, asked: str, request: HttpRequest) -> tuple[list[ReferenceRow], bool, bool]:
    found = shelves.latest_of(found)
    if asked:
        found = found.filter(key__icontains=asked)
    after, before = _asked(request, "after", 200), _asked(request, "before", 200)
    if before:
        held = list(found.filter(_beyond(before, "lt")).order_by("-shelf", "-key")[: PER_PAGE + 1])
        return held[:PER_PAGE][::-1], len(held) > PER_PAGE, True
    if after:
        found = found.filter(_beyond(after, "gt"))
    held = list(found.order_by("shelf", "key")[: PER_PAGE + 1])
    return held[:PER_PAGE], bool(after), len(held) > PER_PAGE


def _beyond(place: str, way: str) -> Q:
    shelf, _bar, key = place.partition("|")
    return Q(**{f"shelf__{way}": shelf}) | Q(**{"shelf": shelf, f"key__{way}": key})


def _neighbours(found: list[ReferenceRow], part: str, asked: str, earlier: bool, later: bool) -> SimpleNamespace:
    if not found:
        return SimpleNamespace(before="", after="", range="")
    kept = {name: value for name, value in (("part", part), ("q", asked)) if value}
    first, last = found[0], found[-1]
    return SimpleNamespace(
        before=urlencode({**kept, "before": f"{first.shelf}|{first.key}"}) if earlier else "",
        after=urlencode({**kept, "after": f"{last.shelf}|{last.key}"}) if later else "",
        range=_("%(first)s to %(last)s") % {"first": first.key, "last": last.key},
    )


def _line(table: str, row: ReferenceRow, columns: tuple[str, ...]) -> dict[str, Any]:
    part = row.shelf.partition("/")[2]
    return {
        "row": row,
        "part": part,
        "address": row_address(table, row.key, part),
        "cells": [(column.replace("_", " "), row.row.get(column, "")) for column in columns],
        "confidence": CONFIDENCE.get(row.confidence or "", ""),
        "suspect": suspicion(row),
    }


def suspicion(row: ReferenceRow) -> str:
    """Return what makes a row doubtful by its own words: a suspect unit, or another row that says otherwise."""
    flagged = row.row.get("data_quality_flag", "") if row.row.get("flagged") else ""
    return flagged or row.row.get("conflict", "")


def row_address(table: str, key: str, part: str = "") -> str:
    """Return the address of a row."""
    return reverse("reference_row", args=[table, key]) + (f"?{urlencode({'part': part})}" if part else "")


@for_actors(may_read_reference)
def row(request: HttpRequest, table: str, key: str) -> HttpResponse:
    """Show a row and all that was said before; who keeps the register states it anew here."""
    may_state, part = may_state_reference(request.actor), _asked(request, "part", 10)
    if request.method == "POST" and not may_state:
        raise PermissionDenied
    said = shelves.history(shelf_name(table, part), key)
    if not said and not (may_state and table in SHELVES):
        raise Http404
    form = StateForm(request.POST or None, actor=request.actor, table=table, part=part, key=key, now=_first(said))
    if request.method == "POST" and form.is_valid() and _entered(request, form):
        return redirect(row_address(table, key, part))
    context = {
        "table": table,
        "title": title_of(table),
        "key": key,
        "part": part,
        "now": _first(said),
        "history": _told(table, said),
        "form": form if may_state else None,
    }
    return render(request, "reference/row.html", context, status=422 if form.errors else 200)


def _first(said: list[ReferenceRow]) -> ReferenceRow | None:
    return said[0] if said else None


def _told(table: str, said: list[ReferenceRow]) -> list[dict[str, Any]]:
    """Return each statement with its cells, those that changed marked, and whether the system or a person made it."""
    by_system = {
        event.id for event in events_by_id(row.event_id for row in said) if event.envelope["actor"] == "system"
    }
    told = []
    for row, before in pairwise([*said, None]):
        cells = [
            (
                column.replace("_", " "),
                row.row[column],
                before is not None and before.row.get(column) != row.row[column],
            )
            for column in shelves.columns_of(table, [row])
        ]
        confidence = CONFIDENCE.get(row.confidence or "", "")
        told.append({"row": row, "cells": cells, "confidence": confidence, "shipped": row.event_id in by_system})
    return told


def _entered(request: HttpRequest, form: StateForm) -> bool:
    """Enter what the form states; say what became of it."""
    (answer,) = form.enter()
    if answer.status in {"recorded", "repeated"}:
        messages.success(request, _("Confirmed: it is recorded."))
        return True
    if is_bad(answer):
        form.place_error(answer)
    else:
        form.add_error(None, sentence(answer.code or "", answer.facts))
    return False
