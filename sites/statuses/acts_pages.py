"""The pages of acts: the list, one act with all it touches, and the form."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ledger.api.entry_forms import is_bad
from ledger.custody.seeing import lots_seen_by
from ledger.inbox.wording import sentence
from ledger.parties.access import may_read_sites, may_sign_acts, sees_site_output
from ledger.parties.doors import for_actors
from sites.statuses import acts
from sites.statuses.act_form import SignedActForm
from sites.statuses.acts import SignedAct

COLUMNS = ("lot", "mineral", "kg_from_there", "kg_of_the_lot", "holder", "holder_name", "state", "on_hold", "opened_on",
           "made_before_the_act_came_in")  # fmt: skip
CHUNK = 1_000


class Line:
    """Takes what csv writes and gives it on at once."""

    def write(self, text: str) -> str:
        return text


def number_in(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address; None for what is none."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


@for_actors(may_read_sites)
def acts_list(request: HttpRequest) -> HttpResponse:
    """Show the acts, the newest first."""
    lines, following = acts.recent(number_in(request, "after"))
    context = {"lines": lines, "following": following, "may_sign": may_sign_acts(request.actor)}
    return render(request, "sites/acts/list.html", context)


@for_actors(may_read_sites)
def one_act(request: HttpRequest, name: str) -> HttpResponse:
    """Show an act with every lot already made since its first day at its sites, as far as the actor sees them."""
    act, seen = _act_or_404(name), lots_seen_by(request.actor)
    lots, following = acts.page_of_lots(act, seen, number_in(request, "after"))
    context = {
        "act": act,
        "touched": acts.touched(act, seen),
        "lots": lots,
        "following": following,
        "all_is_seen": sees_site_output(request.actor),
        "today": datetime.now(UTC).date(),
    }
    return render(request, "sites/acts/act.html", context)


def _act_or_404(name: str) -> SignedAct:
    act = acts.find(name)
    if act is None:
        raise Http404
    return act


@for_actors(may_read_sites)
def lots_csv(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Stream every lot of an act as CSV, as far as the actor sees them."""
    act = _act_or_404(name)
    answer = StreamingHttpResponse(_rows(act, request.actor), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="act-{act.first.key}.csv"'
    return answer


def _rows(act: SignedAct, actor: Any) -> Iterator[str]:
    writer, after = csv.writer(Line()), None
    yield "\ufeff" + writer.writerow(COLUMNS)
    while True:
        lots = acts.lots_of(act, lots_seen_by(actor))
        found = list((lots.filter(event_id__lt=after) if after else lots)[:CHUNK])
        for line in acts.lines_of(act, found):
            yield writer.writerow(_cells(line))
        if len(found) < CHUNK:
            return
        after = found[-1].event_id


def _cells(line: acts.LotTouched) -> list[Any]:
    lot = line.lot
    kilograms = (f"{grams / 1000:.3f}" for grams in (line.grams, lot.mass_g))
    holder = line.holder if line.holder[:1] not in "=+-@" else f"'{line.holder}"
    return [lot.code, lot.mineral, *kilograms, lot.holder, holder, lot.state, lot.on_hold, lot.opened_on, line.already]


@for_actors(may_sign_acts)
def new_act(request: HttpRequest) -> HttpResponse:
    """Record an act with its annex; sent twice, it is recorded once."""
    form = SignedActForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        answers = form.enter()
        wrong = [answer for answer in answers if answer.status not in {"recorded", "repeated"}]
        if not wrong:
            repeated = all(answer.status == "repeated" for answer in answers)
            messages.success(request, _told(len(form.found.sites), repeated))
            return redirect("one_act", form.cleaned_data["number"])
        for answer in wrong:
            if is_bad(answer):
                form.place_error(answer)
            else:
                form.add_error(None, sentence(answer.code or "", answer.facts))
    return render(request, "sites/acts/new.html", {"form": form}, status=422 if form.errors else 200)


def _told(sites: int, repeated: bool) -> str:
    if repeated:
        return _("This was already recorded. Nothing has changed.")
    return _("Confirmed: the act is recorded for %(sites)s sites.") % {"sites": sites}
