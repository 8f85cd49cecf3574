"""Who the persons behind codes are, for those who may see it; asked once for a whole page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.access import sees_people
from ledger.parties.models import Party
from ledger.reports.disclosing import Disclosed, disclosed
from sites.parties.models import Person

PEOPLE = "people"


def shown_events(ids: Iterable[int], actor: Actor) -> list[tuple[Positioned, Disclosed]]:
    """Return events in the order of their ids, with what an actor is shown of each; two questions."""
    events = events_by_id(ids)
    openings = openings_of(event.key for event in events)
    return [(event, disclosed(event, openings.get(event.key, ()), actor)) for event in events]


def names_of(parties: Iterable[Party], actor: Actor) -> dict[str, str]:
    """Return names of persons by code, as far as the actor may read them; an erased name is empty."""
    if not sees_people(actor):
        return {}
    persons = Person.objects.filter(code__in=[party.code for party in parties]).values_list("code", "event_id")
    code_of = {event_id: code for code, event_id in persons}
    if not code_of:
        return {}
    return {code_of[event.id]: _name(shown) for event, shown in shown_events(code_of, actor)}


def _name(shown: Disclosed) -> str:
    people: dict[str, Any] = shown.opened.get(PEOPLE, {})
    return str(people.get("name", ""))
