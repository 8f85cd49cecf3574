"""The page of the register."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.parties.access import may_read_sites, sees_site_output
from ledger.parties.doors import for_actors
from sites import register
from sites.register import Asked, Line

COLOURS = ("green", "yellow", "red", "blue", "none")
VISITS = (
    ("fresh", gettext_lazy("Within 6 months")),
    ("old", gettext_lazy("6 to 12 months ago")),
    ("unknown", gettext_lazy("More than 12 months ago")),
    ("never", gettext_lazy("Never")),
)


@for_actors(may_read_sites)
def sites(request: HttpRequest) -> HttpResponse:
    """Show the mine sites in the order of their names."""
    today = datetime.now(UTC).date()
    asked = Asked(*(request.GET.get(name, "").strip()[:80] for name in ("q", "status", "presence", "visit")))
    after, before = _place(request, "after"), _place(request, "before")
    places, earlier, later = register.page(register.found(asked, today), after, before)
    lines = register.lines(places, today)
    context = {
        "lines": lines,
        "asked": asked,
        "page": _page(lines, asked, earlier, later),
        "colours": COLOURS,
        "visits": VISITS,
        "sees_output": sees_site_output(request.actor),
    }
    return render(request, "sites/register.html", context)


def _place(request: HttpRequest, name: str) -> tuple[str, str] | None:
    """Return the name and code that a page begins after or ends before."""
    code, _sep, called = request.GET.get(name, "").partition(":")
    return (called[:200], code[:9]) if called else None


def _page(lines: list[Line], asked: Asked, earlier: bool, later: bool) -> SimpleNamespace:
    kept = {name: value for name, value in vars(asked).items() if value}
    if not lines:
        return SimpleNamespace(before="", after="", range="")
    first, last = lines[0].place, lines[-1].place
    return SimpleNamespace(
        before=urlencode({**kept, "before": f"{first.code}:{first.name}"}) if earlier else "",
        after=urlencode({**kept, "after": f"{last.code}:{last.name}"}) if later else "",
        range=_("%(first)s to %(last)s") % {"first": first.name, "last": last.name},
    )
