"""The address of a party, from the newest description of it that was not taken back."""

from __future__ import annotations

from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.disclosure import TRADE
from ledger.reports.disclosing import disclosed
from sites.models import PartyEvent, Withdrawn

KIND = "party.described"


def address_of(party: str) -> str:
    """Return the address, as the party itself is told it; empty where nobody stated one, or it was erased."""
    told = PartyEvent.objects.filter(party=party, kind__startswith=KIND).order_by("-event_id")
    gone = set(Withdrawn.objects.filter(subject=party).values_list("event_id", flat=True))
    for event in told:
        if event.event_id in gone:
            continue
        (told,) = events_by_id([event.event_id])
        held = openings_of([told.key]).get(told.key, [])
        address = disclosed(told, held, Actor("", party)).opened.get(TRADE, {}).get("address")
        if address:
            return str(address)
    return ""
