"""The calendar of what falls due, and what comes if nobody inspects."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ledger.parties.access import may_read_sites, sees_site_output
from ledger.parties.doors import for_actors
from sites.statuses import due, simulating
from sites.statuses.running import today

WORDS = {
    due.LAPSE: _("Status ends"),
    due.REVIEW: _("To be evaluated again"),
    due.BLUE: _("Clear days of a report end"),
    due.LICENCE: _("Licence ends"),
    due.CERTIFICATE: _("Certificate ends"),
}
FARTHEST = timedelta(days=365 * 20)


@for_actors(may_read_sites)
def sites_due(request: HttpRequest) -> HttpResponse:
    """Show what falls due within 30, 60 or 90 days, or is overdue."""
    day, asked = today(), request.GET.get("within", "30")
    asked = asked if asked in {*map(str, due.WINDOWS), due.OVERDUE} else "30"
    rows, following = due.page(asked, day, request.GET.get("after", ""))
    context = {
        "rows": [(row, WORDS[row.what], (row.due - day).days) for row in rows],
        "following": following,
        "counts": [(WORDS[what], numbers) for what, numbers in due.counts(day)],
        "windows": [str(days) for days in due.WINDOWS],
        "asked": asked,
        "today": day,
    }
    return render(request, "sites/due.html", context)


@for_actors(may_read_sites)
def if_nobody_inspects(request: HttpRequest) -> HttpResponse:
    """Show what the clock makes of the register by a day that somebody chooses."""
    now = today()
    day, wrong = _asked_day(request.GET.get("on", ""), now)
    rows, following = simulating.page(now, day, request.GET.get("after", ""))
    sees_output = sees_site_output(request.actor)
    context = {
        "simulated": simulating.simulate(now, day),
        "rows": rows,
        "following": following,
        "grams": simulating.grams_of_changing(now, day) if sees_output else None,
        "sees_output": sees_output,
        "day": day,
        "today": now,
        "wrong": wrong,
    }
    return render(request, "sites/if_nobody_inspects.html", context)


def _asked_day(typed: str, now: date) -> tuple[date, bool]:
    """Return the day asked for, 180 days from now unless one was typed, and whether what was typed is no such day."""
    try:
        day = date.fromisoformat(typed) if typed else now + timedelta(days=180)
    except ValueError:
        return now + timedelta(days=180), True
    return (day, False) if now < day <= now + FARTHEST else (now + timedelta(days=180), True)
