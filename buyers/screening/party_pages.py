"""Pages of parties: what screening has found of one, and which parties share something with each other."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from buyers.screening import words
from buyers.screening.seeing import seen
from ledger import codes
from ledger.parties.doors import for_actors
from ledger.parties.models import Party
from ledger.parties.risk_access import may_read_screening
from ledger.risk.screening.models import Hit, Screening
from ledger.risk.screening.screened import last_screened
from ledger.risk.screening.sharing import page_of_pairs

MOST_SCREENINGS, PER_PAGE = 60, 40
AFTER = re.compile(r"(Q\w{8})\.(Q\w{8})")


@for_actors(may_read_screening)
def screening_of(request: HttpRequest, code: str) -> HttpResponse:
    """Show the hits of a party, and every time that it was held against lists."""
    if codes.normal(code) != code:
        return redirect("screening_of", codes.normal(code))
    party = Party.objects.filter(code=code).first()
    if party is None:
        raise Http404
    today = datetime.now(UTC).date()
    hits = list(Hit.objects.filter(party=code).order_by("-score", "key")[:PER_PAGE])
    context = {
        "party": party,
        "lines": seen(hits, request.actor, today),
        "last": last_screened([code]).get(code),
        "screenings": Screening.objects.filter(party=code).order_by("-event_id")[:MOST_SCREENINGS],
        "today": today,
    }
    return render(request, "screening/party.html", context)


@for_actors(may_read_screening)
def related_parties(request: HttpRequest) -> HttpResponse:
    """Show pairs of parties that share an owner, telephone, card or account; never which."""
    typed = AFTER.fullmatch(request.GET.get("after", ""))
    pairs = page_of_pairs((typed[1], typed[2]) if typed else None, PER_PAGE + 1)
    shown = pairs[:PER_PAGE]
    names = Party.objects.in_bulk({code for pair, _shared in shown for code in pair})
    lines = [
        {"one": names.get(one), "other": names.get(other), "shared": _said(kinds)} for (one, other), kinds in shown
    ]
    pager = SimpleNamespace(
        before="after=" if typed else "",
        after=urlencode({"after": ".".join(shown[-1][0])}) if len(pairs) > PER_PAGE else "",
        range=_("%(first)s to %(last)s") % {"first": codes.shown(shown[0][0][0]), "last": codes.shown(shown[-1][0][0])}
        if shown
        else "",
    )
    return render(request, "screening/related.html", {"lines": lines, "page": pager})


def _said(kinds: Any) -> str:
    return ", ".join(str(text) for kind, text in words.SHARED.items() if kinds.get(kind))
