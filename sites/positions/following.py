"""Follows the log and keeps the positions that its entries give to sites, as long as their openings are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from shapely.geometry import shape

from ledger.deeds.entries import Answer
from ledger.log.erasing import is_erased
from ledger.log.follow import follow
from ledger.log.models import Opening
from ledger.log.reading import Positioned, events_by_id, openings_of
from sites.positions.models import SitePosition

NAME = "positions"
PLACED_BY = ("site.registered.", "site.located.")
GROUP = "position"
DAYS = ("valid_from", "as_of", "located_on")
"""Facts that may say from which day on a position holds; without one it is the day of the entry."""
KEPT = ("latitude_e6", "longitude_e6", "precision_m", "method", "polygon", "area_m2", "valid_from")
_ERASED = """
    DELETE FROM mine_sites_siteposition held WHERE NOT EXISTS (
        SELECT FROM ledger_opening opening
        WHERE opening.key = held.key AND opening."group" = 'position' AND octet_length(opening.value) > 0)"""


def follow_positions() -> int:
    """Put what is new in the log on the map; return how many events were looked at."""
    return follow(NAME, look)


def look(events: Sequence[Positioned]) -> None:
    """Keep the positions that these events give; an event that was looked at before changes nothing."""
    placing = [event for event in events if event.kind.startswith(PLACED_BY)]
    openings = openings_of(event.key for event in placing)
    found = [
        _position(event, opening)
        for event in placing
        for opening in openings.get(event.key, ())
        if opening.group == GROUP and not is_erased(opening)
    ]
    rows = [position for position in found if position]
    SitePosition.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["event_id"], update_fields=KEPT, batch_size=500
    )


def look_at_once(answers: Sequence[Answer]) -> None:
    """Keep the positions of entries just made, before the log has given them their place."""
    recorded = [answer.event_id for answer in answers if answer.event_id is not None]
    if recorded:
        look(events_by_id(recorded))


def forget_erased() -> int:
    """Take off the map what was erased from the log since; return how many positions went."""
    with connection.cursor() as cursor:
        cursor.execute(_ERASED)
        return int(cursor.rowcount)


def _position(event: Positioned, opening: Opening) -> SitePosition | None:
    said: dict[str, Any] = json.loads(bytes(opening.value))
    polygon = _polygon(said.get("polygon"))
    north, east = said.get("latitude_e6"), said.get("longitude_e6")
    if (north is None or east is None) and polygon:
        inside = shape(polygon).representative_point()
        north, east = round(inside.y * 1_000_000), round(inside.x * 1_000_000)
    if north is None or east is None:
        return None
    return SitePosition(
        event_id=event.id,
        key=event.key,
        place=event.facts["place"],
        latitude_e6=north,
        longitude_e6=east,
        precision_m=said.get("precision_m"),
        method=said.get("method"),
        polygon=polygon,
        area_m2=said.get("area_m2"),
        valid_from=_day(event, said),
    )


def _polygon(said: Any) -> dict[str, Any] | None:
    """Return a polygon as GeoJSON; an entry may hold it as a record or as its text."""
    if isinstance(said, str):
        said = json.loads(said)
    return said if isinstance(said, dict) and said.get("coordinates") else None


def _day(event: Positioned, said: dict[str, Any]) -> date:
    told = next((day for name in DAYS if (day := event.facts.get(name) or said.get(name))), None)
    return date.fromisoformat(told or event.envelope["local_date"])
