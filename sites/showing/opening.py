"""What the openings of a site's entries show to a reader; what is hidden from them is not loaded into the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned, openings_of
from ledger.parties.access import may_see_exact_positions
from ledger.reports.disclosing import disclosed
from sites.positions.asking import current_positions


def opened(events: Sequence[Positioned], actor: Actor) -> dict[int, dict[str, Any]]:
    """Return the values that a reader may see, by event; one question."""
    openings = openings_of(event.key for event in events)
    shown: dict[int, dict[str, Any]] = {}
    for event in events:
        for value in disclosed(event, openings.get(event.key, ()), actor).opened.values():
            shown.setdefault(event.id, {}).update(value)
    return shown


@dataclass(frozen=True)
class Where:
    """The exact place of a site, for those who may see it."""

    latitude: float | None = None
    longitude: float | None = None
    precision_m: int | None = None
    village: str = ""


def where(code: str, registered: Mapping[str, Any], actor: Actor, day: date) -> Where:
    """Return where a site lies: as last located, or as registered. At most one question."""
    if not may_see_exact_positions(actor):
        return Where()
    village = registered.get("village") or ""
    if position := current_positions([code], day).get(code):
        return Where(position.latitude_e6 / 1e6, position.longitude_e6 / 1e6, position.precision_m, village)
    if "latitude_e6" in registered:
        return Where(registered["latitude_e6"] / 1e6, registered["longitude_e6"] / 1e6, None, village)
    return Where(village=village)
