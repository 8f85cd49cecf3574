"""What an actor may have printed: tags that were issued, lots that it sees, consignments that it sends or gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from buyers.words import word
from ledger import codes
from ledger.custody.models import Consignment, Lot, Tag
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.labels.printing import MOST_LABELS
from ledger.labels.sheets import Label
from ledger.log.models import EventKey
from ledger.parties.access import may_issue_tags, sees_trade_of_party
from ledger.parties.models import Party, Place
from ledger.reference.spelling import kilograms_with_unit

Chosen = list[Label]


def chosen(actor: Actor, source: str, name: str) -> Chosen:
    """Return the labels of a source: `issue` (key of the entry that issued tags), `lot` or `consignment` (code).

    Nothing is returned for what does not exist, and the same for what the actor may not see.
    """
    return SOURCES[source](actor, name)[:MOST_LABELS]


def _of_issue(actor: Actor, key: str) -> Chosen:
    if not may_issue_tags(actor):
        return []
    known = EventKey.objects.filter(key=key, outcome="recorded").first()
    tags = list(Tag.objects.filter(event_id=known.event_id).order_by("code")) if known else []
    place = Place.objects.filter(code=tags[0].place).first() if tags else None
    return [
        Label(tag.code, (_("No. %(number)s of %(count)s") % {"number": number, "count": len(tags)}, _short(place)))
        for number, tag in enumerate(tags, 1)
    ]


def _of_lot(actor: Actor, code: str) -> Chosen:
    return [_lot_label(lot) for lot in lots_seen_by(actor).filter(code=code)]


def _of_consignment(actor: Actor, code: str) -> Chosen:
    consignment = Consignment.objects.filter(code=code).first()
    if consignment is None or not any(
        sees_trade_of_party(actor, party) for party in (consignment.from_party, consignment.to_party)
    ):
        return []
    names = dict(
        Party.objects.filter(code__in=[consignment.from_party, consignment.to_party]).values_list("code", "name")
    )
    whole = Label(
        code,
        (
            _("Consignment, %(count)s lots") % {"count": len(consignment.lots)},
            f"{names.get(consignment.from_party, '')[:20]} →",
            f"{names.get(consignment.to_party, '')[:24]}",
        ),
    )
    lots = Lot.objects.filter(code__in=consignment.lots).order_by("code")
    return [whole, *(_lot_label(lot) for lot in lots)]


def _lot_label(lot: Any) -> Label:
    return Label(lot.code, (word("mineral", lot.mineral), kilograms_with_unit(lot.mass_g), lot.opened_on.isoformat()))


def _short(place: Any) -> str:
    return place.name[:24] if place else ""


SOURCES: dict[str, Callable[[Actor, str], Chosen]] = {
    "issue": _of_issue,
    "lot": _of_lot,
    "consignment": _of_consignment,
}


def stored_name(source: str, typed: str) -> str:
    """Return a source's name as it is stored: a code without dashes, a key as it is."""
    return typed.strip() if source == "issue" else codes.normal(typed)
