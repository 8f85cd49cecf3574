"""What Level 1 does to a site: its bags are held from then on, until the case is decided or closed."""

from __future__ import annotations

from ledger.custody.held_sites import ENDED, HELD
from ledger.deeds.entries import Event
from ledger.deeds.rows import Rows
from ledger.risk.incidents.facts import day_of
from ledger.risk.incidents.tables import INCIDENT
from ledger.standing.reading import INCIDENT_HOLD
from ledger.standing.tables import STANDING


def apply_site_hold(event: Event, rows: Rows, place: str, incident: str) -> None:
    """State that a site is held; whoever does so holds the lock of the place."""
    _apply_word(event, rows, place, incident, HELD)
    rows.change(INCIDENT, incident, site_held=True)


def apply_site_freed(event: Event, rows: Rows, place: str, incident: str) -> None:
    """State that this incident holds the site no longer; others may. Lots that are on hold stay so."""
    _apply_word(event, rows, place, incident, ENDED)
    rows.change(INCIDENT, incident, site_held=False)


def _apply_word(event: Event, rows: Rows, place: str, incident: str, value: str) -> None:
    rows.add(
        STANDING,
        subject=place,
        topic=INCIDENT_HOLD,
        value=value,
        valid_from=day_of(event),
        source="INC-02",
        terms={"incident": incident},
        event_id=event.id,
    )
