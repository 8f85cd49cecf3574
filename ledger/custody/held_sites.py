"""A site that an incident of Level 1 holds: its bags are recorded, and held at once (INC-02)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.deeds.guards import works_out
from ledger.standing.reading import INCIDENT_HOLD, live

HELD, ENDED = "held", "ended"


def holding_incidents(statements: Iterable[Any]) -> list[str]:
    """Return the incidents that hold a site now: of each, what was said last counts."""
    last: dict[str, Any] = {}
    for each in sorted(live(statements), key=lambda said: said.event_id):
        if each.topic == INCIDENT_HOLD:
            last[each.terms["incident"]] = each.value
    return sorted(incident for incident, value in last.items() if value == HELD)


@works_out("INC-02", on="lot.tagged.v1", source="domain/custody_3t.md §6", otherwise=())
def holds_of_site(statements: Iterable[Any]) -> tuple[str, ...]:
    """A bag of a site that an incident of Level 1 holds is recorded, and held at once."""
    return ("INC-02",) if holding_incidents(statements) else ()
