"""The list of lots that an actor sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from buyers.words import LOT_STATES, MINERALS
from ledger import codes
from ledger.custody.models import Consignment, Lot, Tag
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tables import SENT
from ledger.parties.access import may_read_lots, may_receive
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place


@for_actors(may_read_lots)
def lots(request: HttpRequest) -> HttpResponse:
    """Show lots, newest first; a whole code leads straight to its lot."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "mineral", "before", "after")}
    seen = lots_seen_by(request.actor)
    found = _by_code(seen, asked["q"])
    if found:
        return redirect("lot_page", found)
    page = newest_first(_filtered(seen, asked), asked, _range)
    holders = Party.objects.in_bulk({lot.holder for lot in page.rows})
    places = Place.objects.in_bulk({lot.place for lot in page.rows})
    context = {
        "page": page,
        "rows": [(lot, holders.get(lot.holder), places.get(lot.place)) for lot in page.rows],
        "asked": asked,
        "states": LOT_STATES.items(),
        "minerals": MINERALS.items(),
        "coming": _coming(request.actor),
        "today": datetime.now(UTC).date(),
    }
    return render(request, "lots/list.html", context)


def _by_code(seen: QuerySet[Lot], typed: str) -> str | None:
    """Return the lot that a whole code names, by its own number or its tag's."""
    code = codes.normal(typed.rstrip("/").rsplit("/", 1)[-1])
    if codes.is_code(code, codes.TAG):
        code = Tag.objects.filter(code=code).values_list("lot", flat=True).first() or ""
    return code if codes.is_code(code, codes.LOT) and seen.filter(code=code).exists() else None


def _filtered(seen: QuerySet[Lot], asked: dict[str, str]) -> QuerySet[Lot]:
    if asked["q"]:
        seen = seen.filter(code__startswith=codes.normal(asked["q"]))
    if asked["state"] in LOT_STATES:
        seen = seen.filter(state=asked["state"])
    if asked["state"] == "hold":
        seen = seen.filter(on_hold=True)
    if asked["mineral"] in MINERALS:
        seen = seen.filter(mineral=asked["mineral"])
    return seen


def _range(rows: Sequence[Any]) -> str:
    if not rows:
        return ""
    return _("%(count)s lots, opened %(first)s to %(last)s") % {
        "count": len(rows),
        "first": day_in_words(min(lot.opened_on for lot in rows)),
        "last": day_in_words(max(lot.opened_on for lot in rows)),
    }


def _coming(actor: Any) -> list[Consignment]:
    if not may_receive(actor):
        return []
    return list(Consignment.objects.filter(to_party=actor.party, state=SENT).order_by("-event_id")[:10])
