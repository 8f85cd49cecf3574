"""Loads all that a lot's page shows, in a number of questions that does not depend on its ancestors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from buyers.signed_at_source import devices_of
from ledger.balance.lineage import EdgeLine, ancestry, offspring
from ledger.custody.models import Lot, LotChange, LotEvent, Origin
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.inbox.models import InboxEntry
from ledger.log.follow import position_of
from ledger.log.models import Checkpoint, Opening
from ledger.log.reading import Positioned, events_by_id, last_checkpoint, openings_of
from ledger.parties.devices.models import Device
from ledger.parties.models import Party, Place, User
from ledger.risk.models import Flag
from ledger.standing.models import Standing


@dataclass
class LotFile:
    """Rows about one lot, as loaded; nothing is decided here."""

    lot: Lot
    today: date
    origins: list[Origin]
    back: list[EdgeLine]
    forth: list[EdgeLine]
    lots: dict[str, Lot]
    seen: set[str]
    events: list[Positioned]
    lots_of: dict[int, list[str]]
    openings: dict[str, list[Opening]]
    changes: list[LotChange]
    statements: dict[str, list[Standing]]
    flags: dict[str, list[Flag]]
    second_uses: list[InboxEntry]
    risk_position: int
    checkpoint: Checkpoint | None
    places: dict[str, Place] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    @property
    def parents(self) -> list[EdgeLine]:
        return [edge for edge in self.back if edge.child == self.lot.code]

    @property
    def ancestors(self) -> list[str]:
        return sorted({edge.parent for edge in self.back})

    @property
    def assessed(self) -> bool:
        """Whether the risk rules have passed the lot's making: the first of its own events."""
        positions = {event.id: event.position for event in self.events}
        made = positions.get(self.lot.event_id)
        return made is not None and made < self.risk_position

    def place_name(self, code: str) -> str:
        found = self.places.get(code)
        return found.name if found else code

    def party_name(self, code: str) -> str:
        found = self.parties.get(code)
        return found.name if found else code


def load(lot: Lot, actor: Actor, today: date) -> LotFile:
    """Return the file of a lot that the actor sees."""
    back, forth = ancestry(lot.code), offspring(lot.code)
    family = {lot.code} | {edge.parent for edge in back}
    related = family | {edge.child for edge in forth} | {edge.parent for edge in forth}
    lots_of = _lots_of_events(family)
    events = events_by_id(lots_of)
    origins = list(Origin.objects.filter(lot=lot.code))
    dug_at = {origin.place for origin in origins}
    loaded = LotFile(
        lot=lot,
        today=today,
        origins=origins,
        back=back,
        forth=forth,
        lots={each.code: each for each in Lot.objects.filter(code__in=related)},
        seen=set(lots_seen_by(actor).filter(code__in=related).values_list("code", flat=True)),
        events=events,
        lots_of=lots_of,
        openings=openings_of(event.key for event in events),
        changes=list(LotChange.objects.filter(lot=lot.code).order_by("cause")),
        statements=_by_subject(Standing.objects.filter(subject__in=dug_at).order_by("event_id")),
        flags=_by_subject(Flag.objects.filter(subject__in=[*dug_at, lot.code], cleared_on=None).order_by("event_id")),
        second_uses=_second_uses(family),
        risk_position=position_of("risk"),
        checkpoint=last_checkpoint(),
    )
    _name(loaded, dug_at)
    loaded.devices = devices_of(events)
    return loaded


def _lots_of_events(lots: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for lot, number in LotEvent.objects.filter(lot__in=list(lots)).values_list("lot", "event_id"):
        found.setdefault(number, []).append(lot)
    return found


def _by_subject(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    return found


def _second_uses(lots: set[str]) -> list[InboxEntry]:
    """Return kept refusals of a tag that had opened one of these lots (TAG-02)."""
    refused = InboxEntry.objects.filter(status="refused", code="tag_already_used", reason__lot__in=sorted(lots))
    return list(refused.order_by("-received_at")[:50])


def _name(loaded: LotFile, dug_at: set[str]) -> None:
    """Load the names of every place, party and user that the page may show."""
    facts = [event.facts for event in loaded.events]
    places = dug_at | {lot.place for lot in loaded.lots.values()} | {str(each.get("place", "")) for each in facts}
    loaded.places = Place.objects.in_bulk(places)
    parties = {lot.holder for lot in loaded.lots.values()} | {event.party for event in loaded.events}
    parties |= {place.party for place in loaded.places.values() if place.party}
    loaded.parties = Party.objects.in_bulk(parties)
    actors = {event.envelope["actor"] for event in loaded.events}
    known = User.objects.filter(public_id__in=[each for each in actors if _is_uuid(each)])
    loaded.users = {str(user.public_id): user for user in known}


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(sign in "0123456789abcdef-" for sign in text)
