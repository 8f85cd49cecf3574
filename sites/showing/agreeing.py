"""What the parties of a site have agreed that touches it: partnership, consent, offtake, lease."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from ledger.deeds.entries import Actor
from ledger.parties.access import sees_trade_of_party
from ledger.parties.models import Party
from ledger.standing.models import Standing
from ledger.standing.reading import AGREEMENT
from sites.withdrawing.models import Withdrawn

MOST = 50


@dataclass(frozen=True)
class Agreed:
    """One agreement between the holder of a title and a group."""

    what: str
    holder: Party
    group: Party
    valid_from: date
    valid_to: date | None
    runs: bool


def agreements(place: str, parties: Iterable[str | None], actor: Actor, day: date) -> list[Agreed]:
    """Return agreements of these parties about a site, or about no site in particular; two questions.

    Who agreed with whom is trade: it is shown to overseers and to either side.
    """
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("subject"))
    said = Standing.objects.filter(~Exists(taken_back), subject__in={*parties} - {None}, topic=AGREEMENT)
    by_event = {
        each.event_id: each
        for each in said.order_by("-event_id")[:MOST]
        if each.terms.get("place") in {None, place}
        and (sees_trade_of_party(actor, each.subject) or sees_trade_of_party(actor, each.terms["with"]))
    }
    named = Party.objects.in_bulk([code for each in by_event.values() for code in (each.subject, each.terms["with"])])
    return [_agreed(each, named, day) for each in by_event.values()]


def _agreed(each: Standing, named: dict[str, Party], day: date) -> Agreed:
    sides = {each.terms["as"]: named[each.subject]}
    sides["group" if each.terms["as"] == "holder" else "holder"] = named[each.terms["with"]]
    runs = each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
    return Agreed(each.value, sides["holder"], sides["group"], each.valid_from, each.valid_to, runs)
