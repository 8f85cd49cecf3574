"""The tag account of a series with a holder, month by month: what came, what went, what was counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from buyers.tags.words import tag_word
from ledger.custody.seeing import tag_books_seen_by
from ledger.custody.stock_models import TagSeries
from ledger.custody.tags.reconciling import account_of
from ledger.parties.access import may_account_for_tags, may_read_tag_stock
from ledger.parties.doors import for_actors
from ledger.parties.models import Party


@for_actors(may_read_tag_stock)
def tag_account(request: HttpRequest, series: str, holder: str) -> HttpResponse:
    """Show the account of a month; this month unless another is asked for."""
    if not tag_books_seen_by(request.actor).filter(series=series, holder=holder).exists():
        raise Http404
    first = _month(request.GET.get("month", ""))
    last = first.replace(day=monthrange(first.year, first.month)[1])
    account = account_of(series, holder, first, last)
    context = {
        "series": TagSeries.objects.get(code=series),
        "holder": Party.objects.filter(code=holder).first(),
        "month": first,
        "account": account,
        "came": [(tag_word("cause", cause), number) for cause, number in account.came.items() if number],
        "went": [(tag_word("cause", cause), number) for cause, number in account.went.items() if number],
        "before": f"{date.fromordinal(first.toordinal() - 1):%Y-%m}",
        "after": f"{date.fromordinal(last.toordinal() + 1):%Y-%m}" if last < datetime.now(UTC).date() else "",
        "may_count": may_account_for_tags(request.actor),
    }
    return render(request, "tags/account.html", context)


def _month(typed: str) -> date:
    today = datetime.now(UTC).date().replace(day=1)
    try:
        asked = date.fromisoformat(f"{typed[:7]}-01") if typed else today
    except ValueError:
        return today
    return asked if 2000 <= asked.year <= today.year + 1 else today
