"""The page of the register of parties."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ledger.parties.access import may_keep_parties, may_read_parties, may_register_parties
from ledger.parties.doors import for_actors
from sites.parties import party_list
from sites.parties.party_list import Asked, Line
from sites.parties.words import KINDS, STATUSES

LONGEST = 80


@for_actors(may_read_parties)
def parties(request: HttpRequest) -> HttpResponse:
    """Show the parties in the order of their names."""
    today = datetime.now(UTC).date()
    asked = Asked(
        *(request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("q", "kind", "country", "status"))
    )
    after, before = _place(request, "after"), _place(request, "before")
    rows, earlier, later = party_list.page(party_list.found(asked, today), after, before)
    lines = party_list.lines(rows, request.actor, today)
    context = {
        "lines": lines,
        "asked": asked,
        "page": _page(lines, asked, earlier, later),
        "kinds": KINDS.items(),
        "statuses": [(value, text) for value, text in STATUSES.items() if value != "none"],
        "may_register": may_register_parties(request.actor),
        "may_keep": may_keep_parties(request.actor),
    }
    return render(request, "parties/list.html", context)


def _place(request: HttpRequest, name: str) -> tuple[str, str] | None:
    code, _sep, called = request.GET.get(name, "").replace("\0", "").partition(":")
    return (called[:200], code[:9]) if called else None


def _page(lines: list[Line], asked: Asked, earlier: bool, later: bool) -> SimpleNamespace:
    kept = {name: value for name, value in vars(asked).items() if value}
    if not lines:
        return SimpleNamespace(before="", after="", range="")
    first, last = lines[0].party, lines[-1].party
    return SimpleNamespace(
        before=urlencode({**kept, "before": f"{first.code}:{first.name}"}) if earlier else "",
        after=urlencode({**kept, "after": f"{last.code}:{last.name}"}) if later else "",
        range=_("%(first)s to %(last)s") % {"first": first.name, "last": last.name},
    )
