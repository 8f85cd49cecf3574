"""The page that shows a lot as it was known on a day beside what is known now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from buyers import lot_words
from buyers.knowing.then import Both, View, both, first_day
from ledger import codes
from ledger.custody.models import Lot
from ledger.custody.seeing import lot_seen_by
from ledger.parties.access import may_read_lots
from ledger.parties.doors import for_actors
from ledger.risk.rules import explain


@require_safe
@for_actors(may_read_lots)
def known(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was known of a lot at the end of a day, beside what is known now."""
    stored = codes.normal(code)
    if stored != code:
        return redirect("lot_known", stored)
    lot = lot_seen_by(request.actor, stored)
    if lot is None:
        raise Http404
    today = datetime.now(UTC).date()
    found = both(lot, _day(request.GET.get("on", ""), lot, today), today)
    context = {
        "lot": lot,
        "found": found,
        "sides": [_side(found.then, found), _side(found.now, found)],
        "first_day": first_day(),
        "today": today,
    }
    return render(request, "lots/known.html", context)


def _day(typed: str, lot: Lot, today: date) -> date:
    """Return the day that is asked about: a past one, else the day on which the lot was opened."""
    try:
        return min(date.fromisoformat(typed), today)
    except ValueError:
        return min(lot.opened_on, today)


def _side(view: View, found: Both) -> dict[str, Any]:
    names = {code: place.name for code, place in found.places.items()}
    return {
        "view": view,
        "heading": lot_words.HEADINGS[view.verdict.colour],
        "sentences": lot_words.sentences(view.verdict),
        "lines": [(line, names.get(line.place, "")) for line in view.verdict.lines],
        "flags": [
            (flag, explain(flag.rule, flag.severity, flag.evidence, view.day), names.get(flag.subject, ""))
            for flag in view.flags
        ],
    }
