"""The slip of an event as PDF: for whoever sees a lot that the event speaks of."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buyers.slips.telling import SLIPS, Slip, Source
from ledger.custody.models import Lot, LotEvent
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.labels.qr import matrix_of, tag_url
from ledger.labels.sheets import pieces
from ledger.labels.typesetting import typeset
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.access import may_read_lots
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.reports.disclosing import disclosed

WIDTHS = {"a4": 210, "80": 80, "58": 58}
"""Papers and their widths in millimetres: A4, and receipt rolls whose length follows the text."""


@require_safe
@for_actors(may_read_lots)
def slip(request: HttpRequest, event: int, paper: str) -> HttpResponse:
    """Send the slip of an event."""
    if paper not in WIDTHS:
        raise Http404
    source = source_of(request.actor, event)
    if source is None:
        raise Http404
    made = SLIPS[_without_version(source.event.kind)](source)
    answer = HttpResponse(drawn(made, source, paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lodebook-{made.code}-{event}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def source_of(actor: Actor, number: int) -> Source | None:
    """Return an event as the actor may see it; None where it has no slip or speaks of no lot that the actor sees."""
    found = events_by_id([number])
    if not found or _without_version(found[0].kind) not in SLIPS:
        return None
    event = found[0]
    wanted = list(LotEvent.objects.filter(event_id=number).values_list("lot", flat=True))
    lots = list(lots_seen_by(actor).filter(code__in=wanted).order_by("code"))
    if not lots:
        return None
    shown = disclosed(event, openings_of([event.key]).get(event.key, []), actor)
    facts = {**event.facts}
    for value in shown.opened.values():
        facts.update(value)
    return Source(event, facts, lots, _names(event, facts, lots), withheld=bool(shown.withheld))


def _names(event: Positioned, facts: dict[str, object], lots: list[Lot]) -> dict[str, str]:
    wanted = {str(value) for value in (event.party, *(facts.get(each) for each in ("seller", "to"))) if value}
    places = {str(facts[each]) for each in ("place", "destination") if facts.get(each)}
    names = dict(Party.objects.filter(code__in=wanted).values_list("code", "name"))
    return {**names, **dict(Place.objects.filter(code__in=places).values_list("code", "name"))}


def drawn(made: Slip, source: Source, paper: str) -> bytes:
    """Return the PDF of a slip."""
    notes = [_("Check it later: scan the code, or type it where it leads.")]
    if source.withheld:
        notes.append(_("Part of what was recorded is withheld from the reader of this copy."))
    data = {
        "language": (get_language() or "en")[:2],
        "width": WIDTHS[paper],
        "roll": paper != "a4",
        "title": made.title,
        "code": " ".join(pieces(made.code)),
        "rows": ["".join("1" if dark else "0" for dark in row) for row in matrix_of(tag_url(made.code))],
        "pairs": [list(pair) for pair in made.pairs],
        "columns": [_("Lot"), _("Ore"), _("Net, wet")],
        "lines": [list(line) for line in made.lines],
        "total": made.total,
        "total_word": _("Together"),
        "signs": made.signs,
        "notes": notes,
        "foot": _("Entry %(number)s of this ledger") % {"number": source.event.id},
    }
    return typeset("slip", data)


def _without_version(kind: str) -> str:
    return kind.rsplit(".v", 1)[0]
