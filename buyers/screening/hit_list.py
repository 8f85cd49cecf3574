"""The page of hits that wait for a person, the best answered first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buyers.screening.seeing import decided, page, seen, waiting
from ledger.parties.doors import for_actors
from ledger.parties.risk_access import may_load_lists, may_read_screening
from ledger.risk.screening.models import ScreeningWork
from ledger.risk.screening.shelves import editions_in_force

AFTER = re.compile(r"(\d{1,4})\.([0-9a-f-]{36})")
WHICH = {"": waiting, "decided": decided}


@for_actors(may_read_screening)
def screening(request: HttpRequest) -> HttpResponse:
    """Show hits."""
    today = datetime.now(UTC).date()
    which = request.GET.get("which", "")
    which = which if which in WHICH else ""
    after = AFTER.fullmatch(request.GET.get("after", ""))
    hits, further = page(WHICH[which](today), (int(after[1]), after[2]) if after else None)
    last = hits[-1] if hits else None
    kept = {"which": which} if which else {}
    context = {
        "lines": seen(hits, request.actor, today),
        "which": which,
        "page": SimpleNamespace(
            before=urlencode(kept) or "which=" if after else "",
            after=urlencode({**kept, "after": f"{last.score}.{last.key}"}) if last and further else "",
            range=_("%(first)s to %(last)s of 1000") % {"first": hits[0].score, "last": hits[-1].score} if hits else "",
        ),
        "editions": sorted(editions_in_force().values(), key=lambda row: row.source),
        "works": ScreeningWork.objects.filter(done=False).order_by("event_id"),
        "may_load": may_load_lists(request.actor),
    }
    return render(request, "screening/list.html", context)
