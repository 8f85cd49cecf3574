"""The inbox: what somebody was told, newest first; each line is judged again before it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from buyers.following.words import CHIPS, GROUPS, LEAST, severity_word
from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from ledger.deeds.entries import Actor
from ledger.parties.doors import for_actors
from ledger.parties.models import User
from ledger.parties.risk_access import may_follow, may_keep_endpoints
from ledger.telling.kinds import prefixes_of
from ledger.telling.models import News, Notice
from ledger.telling.seeing import Sight
from ledger.telling.severity import LEVELS, weighs_enough
from ledger.telling.wording import Line, Names, line_of


@dataclass(frozen=True)
class Shown:
    """One line of the inbox; without a `line` the reader may not see it any longer."""

    notice: Notice
    line: Line | None
    severity: str
    chip: str


@for_actors(may_follow)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what the reader was told; POST marks a line, or all up to one, as read."""
    if request.method == "POST":
        return _mark(request)
    names = ("show", "about", "least", "before", "after")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    page = newest_first(_asked_for(request.user, asked), asked, _range)
    context = {
        "page": page,
        "lines": shown([notice.news for notice in page.rows], page.rows, request.actor),
        "asked": asked,
        "filtered": any(asked[name] for name in ("show", "about", "least")),
        "groups": list(GROUPS.items()),
        "levels": [(level, text) for level, text in LEAST.items() if level != "info"],
        "newest": page.rows[0].pk if page.rows else None,
        "unread": any(notice.read_at is None for notice in page.rows),
        "may_keep_endpoints": may_keep_endpoints(request.actor),
    }
    return render(request, "following/inbox.html", context)


def shown(news: Sequence[News], notices: Sequence[Notice], actor: Actor) -> list[Shown]:
    """Return lines as an actor may read them today: the same number of questions for one and for fifty."""
    sight, names = Sight(news, [actor]), Names(each.subject for each in news)
    today = datetime.now(UTC).date()
    lines = (line_of(each, names, today) if sight.sees(actor, each) else None for each in news)
    return [
        Shown(notice, line, severity_word(each.severity), CHIPS.get(each.severity, ""))
        for notice, each, line in zip(notices, news, lines, strict=True)
    ]


def _asked_for(user: User, asked: dict[str, str]) -> QuerySet[Notice]:
    found = Notice.objects.filter(user=user).select_related("news").annotate(event_id=F("id"))
    if asked["show"] == "unread":
        found = found.filter(read_at=None)
    if asked["about"] in GROUPS:
        kinds = Q()
        for prefix in prefixes_of(asked["about"]):
            kinds |= Q(news__kind__startswith=prefix)
        found = found.filter(kinds)
    if asked["least"] in LEVELS:
        found = found.filter(news__severity__in=[level for level in LEVELS if weighs_enough(level, asked["least"])])
    return found


def _mark(request: HttpRequest) -> HttpResponse:
    """Mark one notice, or all that were there when the page was shown: what came meanwhile stays unread."""
    unread = Notice.objects.filter(user=request.user, read_at=None)
    one, up_to = _number(request.POST.get("notice")), _number(request.POST.get("up_to"))
    if one is not None:
        unread.filter(pk=one).update(read_at=datetime.now(UTC))
    elif up_to is not None:
        unread.filter(pk__lte=up_to).update(read_at=datetime.now(UTC))
    query = request.GET.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _range(rows: Sequence[Any]) -> str:
    if not rows:
        return ""
    first, last = day_in_words(rows[-1].news.recorded_at), day_in_words(rows[0].news.recorded_at)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
