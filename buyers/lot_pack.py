"""The evidence pack of a lot, as a download: it proves itself offline."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger import codes
from ledger.custody.seeing import lot_seen_by
from ledger.inbox.wording import sentence
from ledger.parties.access import may_read_lots
from ledger.parties.doors import for_actors
from ledger.reports.evidence import PUBLIC, NotYetSealed, pack_for_lot


@require_safe
@for_actors(may_read_lots)
def pack(request: HttpRequest, code: str) -> HttpResponse:
    """Send the pack of a lot that the actor sees, with the openings that the actor may see, or (?for=public) none."""
    stored = codes.normal(code)
    if lot_seen_by(request.actor, stored) is None:
        raise Http404
    try:
        made = pack_for_lot(stored, request.actor, PUBLIC if request.GET.get("for") == "public" else None)
    except NotYetSealed as soon:
        told = {"code": stored, "sentence": sentence(soon.code, soon.facts)}
        return render(request, "lots/not_sealed.html", told, status=409)
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="lodebook-{stored}.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer
