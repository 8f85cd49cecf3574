"""The address of a party, from the newest description of it that was not taken back."""

from __future__ import annotations

import json

from ledger.log.erasing import is_erased
from ledger.log.reading import openings_of
from sites.models import PartyEvent, Withdrawn

KIND = "party.described"


def address_of(party: str) -> str:
    """Return the address; empty where nobody stated one, or it was erased."""
    told = PartyEvent.objects.filter(party=party, kind__startswith=KIND).order_by("-event_id")
    gone = set(Withdrawn.objects.filter(subject=party).values_list("event_id", flat=True))
    for event in told:
        if event.event_id in gone:
            continue
        for opening in openings_of([str(event.key)]).get(str(event.key), []):
            if opening.group == "trade" and not is_erased(opening):
                address = json.loads(bytes(opening.value)).get("address")
                if address:
                    return str(address)
    return ""
