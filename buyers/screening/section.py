"""The section of a lot's page that says against which lists its holders were screened when it came to them."""

from __future__ import annotations

from typing import Any

from buyers.screening.words import SOURCES
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.parties.models import Party
from ledger.risk.screening.screened import screened_against


def holders_screened(lot: str, actor: Actor) -> dict[str, Any]:
    """Return the lines of the section; only overseers see who was screened when."""
    if not sees_everything(actor):
        return {"screened": None}
    held = screened_against(lot)
    names = Party.objects.in_bulk({each.party for each in held})
    return {
        "screened": [
            {
                "party": names.get(each.party),
                "on_day": each.screened.on_day if each.screened else None,
                "editions": [
                    edition_in_words(edition) for edition in (each.screened.editions if each.screened else ())
                ],
            }
            for each in held
        ]
    }


def edition_in_words(edition: str) -> tuple[str, Any, str]:
    """Return the key, the source in words and the day of an edition."""
    source, day, _digits = edition.split(":")
    return edition, SOURCES.get(source, source), day
