"""After saving: what the book says now, read back from the log. "Confirmed" means that the server recorded it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from buyers.desk.recent import NEXT
from ledger.api.entry_forms import further_key
from ledger.custody.seeing import lot_to_correct
from ledger.custody.tagging import KIND as TAGGED
from ledger.deeds.entries import Actor
from ledger.log.models import EventKey
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.access import may_correct_lots
from ledger.parties.doors import for_actors, has_any_role
from ledger.parties.models import Party, Place
from ledger.reports.disclosing import disclosed

LABELS = {
    "lot": _("Lot"),
    "consignment": _("Consignment"),
    "tag": _("Tag"),
    "inputs": _("Lots that went in"),
    "lots": _("Lots"),
    "mineral": _("Ore"),
    "gross_g": _("Gross"),
    "tare_g": _("Tare"),
    "mass_g": _("Net"),
    "net_g": _("Net"),
    "weighed_g": _("Weighed, net"),
    "place": _("Place"),
    "dug_on": _("Day it was dug"),
    "holder": _("Whose bag"),
    "to": _("To"),
    "destination": _("Destination"),
    "waybill": _("Waybill"),
    "vehicle": _("Vehicle"),
    "carrier": _("Carrier"),
    "seals": _("Seals"),
    "route": _("Route"),
    "expected_on": _("Expected on"),
    "papers": _("Papers"),
    "receipt": _("Purchase slip"),
    "scale": _("Scale"),
}
"""Facts that the page reads back, in their order."""


@for_actors(has_any_role)
def saved(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what was recorded under a key of one's own; anybody else's does not exist."""
    keys = [key, further_key(key, "weighed")]
    known = EventKey.objects.filter(key__in=keys, actor=request.actor.id, outcome="recorded")
    events = events_by_id([each.event_id for each in known if each.event_id])
    first = next((event for event in events if event.key == str(key)), None)
    if first is None:
        raise Http404
    context = {
        "kind": first.kind,
        "said": _said(events, request.actor),
        "at": first.envelope["happened_at"],
        "again": request.GET.get("again") == "1",
        "next": NEXT.get(first.kind),
        "next_query": _next_query(first, request.actor),
        "lot": first.facts.get("lot"),
        "consignment": first.facts.get("consignment"),
        "may_correct": _may_correct(first, request.actor),
    }
    return render(request, "desk/saved.html", context)


def _may_correct(event: Positioned, actor: Actor) -> bool:
    """Say whether the bag that was tagged may still be corrected by who tagged it."""
    tagged = event.kind == TAGGED and may_correct_lots(actor)
    return tagged and lot_to_correct(actor, event.facts["lot"]) is not None


def _shown_facts(event: Positioned, actor: Actor) -> dict[str, Any]:
    """Return open facts, resolved figures, and what the actor may see of the openings."""
    facts = {**event.facts, **{name: value for name, value in event.envelope["resolved"].items() if name == "net_g"}}
    shown = disclosed(event, openings_of([event.key]).get(event.key, ()), actor)
    for value in shown.opened.values():
        facts |= value
    return facts


def _said(events: list[Positioned], actor: Actor) -> list[tuple[Any, str, Any]]:
    """Return label, how to show it, and value of every fact that is read back."""
    facts: dict[str, Any] = {}
    for event in events:
        facts |= _shown_facts(event, actor)
    if "net_g" in facts:
        facts.pop("mass_g", None)
    codes = [value for value in facts.values() if isinstance(value, str)]
    names = {
        each.code: each.name for each in (*Party.objects.filter(code__in=codes), *Place.objects.filter(code__in=codes))
    }
    return [(label, *_shape(name, facts[name], names)) for name, label in LABELS.items() if name in facts]


def _shape(name: str, value: Any, names: dict[str, str]) -> tuple[str, Any]:
    if name.endswith("_g"):
        return "kg", value
    if name in {"lot", "consignment", "tag"}:
        return "code", value
    if name in {"lots", "inputs"}:
        return "codes", value
    if name in {"seals", "route"}:
        return "text", ", ".join(value)
    if name == "papers":
        return "text", len(value)
    if name in {"dug_on", "expected_on"}:
        return "day", date.fromisoformat(value)
    return ("mineral", value) if name == "mineral" else ("text", names.get(value, value))


def _next_query(event: Positioned, actor: Actor) -> dict[str, str]:
    """Return what the next bag keeps: site, ore, owner and day."""
    if not event.kind.startswith("lot.tagged."):
        return {}
    facts = _shown_facts(event, actor)
    return {name: facts[name] for name in ("place", "mineral", "holder", "dug_on") if name in facts}
