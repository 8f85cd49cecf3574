"""The question as a page: may this party do this act with this ore, with that counterparty, on that day?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ledger.parties.access import may_read_licences
from ledger.parties.doors import for_actors
from sites.licensing import asking
from sites.licensing.forms import QuestionForm
from sites.licensing.words import ANSWERS, COLOURS, CONFIDENCE, STATES, WEIGHTS, reason_in_words
from sites.minerals.reference_pages import row_address

ORDER = ("no", "unknown", "yes", "warn", "note")


@for_actors(may_read_licences)
def may_page(request: HttpRequest) -> HttpResponse:
    """Show the question, and its answer once it is asked."""
    if "act" not in request.GET:
        begun = {name: request.GET.get(name, "")[:18] for name in ("party", "mineral", "country")}
        return render(request, "licences/may.html", {"form": QuestionForm(initial=begun)})
    form = QuestionForm(request.GET)
    answered = _answered(form, request)
    context = {"form": form, **(_shown(answered) if answered else {})}
    return render(request, "licences/may.html", context, status=422 if form.errors else 200)


def _answered(form: QuestionForm, request: HttpRequest) -> asking.Answered | None:
    if not form.is_valid():
        return None
    try:
        return asking.answer(
            asking.read({name: value for name, value in request.GET.dict().items() if "\0" not in value})
        )
    except asking.BadQuestion as bad:
        named = bad.field if bad.field in form.fields else None
        form.add_error(named, _("This must be %(expected)s.") % {"expected": bad.expected})
        return None


def _shown(answered: asking.Answered) -> dict[str, Any]:
    question, verdict = answered.asked.question, answered.verdict
    reasons = sorted(verdict.reasons, key=lambda each: ORDER.index(each.weight))
    told: dict[tuple[str, str], Any] = {}
    for each in reasons:
        words = reason_in_words(each, question)
        told.setdefault((each.weight, words), (each, words, COLOURS[each.weight], WEIGHTS[each.weight]))
    return {
        "asked": answered.asked,
        "answer": verdict.answer,
        "answer_word": ANSWERS[verdict.answer],
        "colour": COLOURS[verdict.answer],
        "reasons": list(told.values()),
        "needed": verdict.needed,
        "states": [(STATES[each], ANSWERS[word], COLOURS[word]) for each, word in answered.by_state.items()],
        "rows": [_row(row) for row in asking.all_cited(verdict)],
    }


def _row(row: Any) -> dict[str, Any]:
    table, _sep, country = row.shelf.partition("/")
    return {
        "said": row,
        "address": row_address(table, row.key, country),
        "name": row.row.get("says") or row.row.get("name_en", ""),
        "confidence": CONFIDENCE.get(row.confidence or "", ""),
    }
