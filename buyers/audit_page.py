"""The auditor's page: balance, exceptions first, and the pack of any lot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from buyers.audit import balance, exceptions, sealed
from buyers.audit_lists import entries_in, lots_in
from buyers.words import PROCESS_CAUSES, word
from ledger import codes
from ledger.custody.models import Lot, Tag
from ledger.custody.seeing import lots_seen_by
from ledger.inbox.wording import sentence
from ledger.log.reading import last_checkpoint
from ledger.parties.access import may_audit, may_operate_log
from ledger.parties.doors import for_actors

LINES = {
    "tagged": _("Tagged at mine sites"),
    "in_stock": _("In stock, with whoever holds it"),
    "on_the_way": _("On the way"),
    "not_explained": _("Not explained"),
    "lot.bought": _("Bought in"),
    "consignment.dispatched": _("Dispatched"),
    "consignment.received": _("Received"),
    "blended_in": _("Went into blends"),
    "blended_out": _("Came out of blends"),
    "consignment.refused": _("Refused on delivery"),
    "consignment.returned": _("Came back to its sender"),
    "opening": _("Brought in from before the book"),
    "import": _("Imported under a certificate"),
    "exported": _("Exported"),
    "voided": _("Struck out"),
    **PROCESS_CAUSES,
}
EXCEPTIONS = {
    "late": (
        _("Recorded more than 48 hours late"),
        _("Time recorded minus time of event; each kilogram that they speak of counted once"),
    ),
    "second_use": (
        _("A tag read a second time"),
        _("The second entry is refused and kept, the first lot goes on hold"),
    ),
    "refused": (_("Entries refused and kept"), _("With their reasons; second uses of tags are among them")),
    "hold": (_("Lots on hold"), _("Nobody may buy, send or blend them")),
    "unknown": (_("Unknown origin"), _("Gains that nobody can trace, in lots not used up")),
    "stop": (_("Open flags that say stop"), _("Lots not used up with ore that they touch")),
}


@for_actors(may_audit)
def audit(request: HttpRequest) -> HttpResponse:
    """Show the whole programme to those who oversee it."""
    typed = request.GET.get("lot", "").strip()
    found = _lot(request, typed)
    if found:
        return redirect("lot_page", found)
    made, opened = balance(), request.GET.get("show", "")
    done, waiting = sealed()
    context = {
        "now": datetime.now(UTC).replace(tzinfo=None),
        "lines": [(_word(line.name), line) for line in made.lines],
        "rest": (LINES["not_explained"], made.not_explained),
        "moved": [(_word(line.name), line) for line in made.moved],
        "exceptions": [(each, *EXCEPTIONS[each.name]) for each in exceptions()],
        "opened": opened if opened in EXCEPTIONS else "",
        "opened_title": EXCEPTIONS[opened][0] if opened in EXCEPTIONS else "",
        "lots": lots_in(opened),
        "entries": [(each, sentence(each.code or "", each.reason)) for each in entries_in(opened)],
        "newest": list(Lot.objects.order_by("-event_id")[:5]),
        "typed": typed,
        "sealed": done,
        "unsealed": waiting,
        "checkpoint": last_checkpoint(),
        "may_operate_log": may_operate_log(request.actor),
    }
    return render(request, "audit/audit.html", context)


def _word(name: str) -> Any:
    """Return the word of a line; a kind or cause that has none here is named as elsewhere."""
    return LINES.get(name) or word("kind", name)


def _lot(request: HttpRequest, typed: str) -> str | None:
    """Return the lot that a typed or scanned code of a lot or tag means."""
    code = codes.normal(typed.rstrip("/").rsplit("/", 1)[-1])
    if codes.is_code(code, codes.TAG):
        code = Tag.objects.filter(code=code).values_list("lot", flat=True).first() or ""
    return code if code and lots_seen_by(request.actor).filter(code=code).exists() else None
