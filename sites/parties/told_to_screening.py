"""Tells screening what openings say of parties: their names, who stands behind them, and what ties them to others.

What is read here becomes hits without names and fingerprints under a key; no name and no number is kept in the open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ledger.log.erasing import is_erased
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.models import Party
from ledger.risk.screening import marks
from ledger.risk.screening.marks import ACCOUNT, CARD, OWNER, PHONE, Said, marks_from
from ledger.risk.screening.names import PEOPLE, TRADE, Known, names_from
from ledger.risk.screening.tables import BEHIND
from sites.parties import describing, enrolling, stating_accounts, stating_people
from sites.parties.models import PartyEvent, Person

Opened = Mapping[str, Mapping[str, Any]]
OWN_ORIGIN, PEOPLE_ORIGIN, DESCRIBED_ORIGIN = "person.registered", "party.people_stated", "party.described"
ACCOUNT_ORIGIN = "party.account_stated"


@names_from
def names_of_parties(codes: Sequence[str]) -> dict[str, list[Known]]:
    """Return own names of organisations and persons, and the names of people behind them; five queries."""
    persons = dict(Person.objects.filter(code__in=list(codes)).values_list("code", "event_id"))
    found: dict[str, list[Known]] = {}
    for code, name, country in Party.objects.filter(code__in=list(codes)).values_list("code", "name", "country"):
        if code not in persons:
            found.setdefault(code, []).append(Known(name, True, TRADE, countries=(country,)))
    stated = PartyEvent.objects.filter(party__in=list(codes), kind=stating_people.KIND)
    latest = dict(stated.order_by("party", "event_id").values_list("party", "event_id"))
    for event, opened in _opened({*persons.values(), *latest.values()}):
        code, people = event.facts["party"], opened.get(PEOPLE, {})
        if event.kind == enrolling.KIND and people:
            found.setdefault(code, []).append(_person(people, (event.facts["country"],)))
        elif event.kind == stating_people.KIND:
            found.setdefault(code, []).extend(_behind(each) for each in people.get("people", ()))
    return found


def _opened(ids: Iterable[int]) -> Iterator[tuple[Positioned, Opened]]:
    """Yield events with what their openings still say, by group."""
    events = events_by_id(ids)
    yield from _with_openings(events)


def _with_openings(events: Sequence[Positioned]) -> Iterator[tuple[Positioned, Opened]]:
    openings = openings_of(event.key for event in events)
    for event in events:
        kept = [opening for opening in openings.get(event.key, ()) if not is_erased(opening)]
        yield event, {opening.group: json.loads(bytes(opening.value)) for opening in kept}


def _person(people: Mapping[str, Any], countries: tuple[str, ...]) -> Known:
    return Known(people["name"], False, PEOPLE, countries=countries, born=_year(people.get("born_on")))


def _behind(line: Mapping[str, Any]) -> Known:
    nationality = (line["nationality"],) if line.get("nationality") else ()
    return Known(line["name"], False, PEOPLE, BEHIND, nationality, _year(line.get("born_on")))


def _year(day: str | None) -> int | None:
    return int(day[:4]) if day else None


SPEAKING = (enrolling.KIND, stating_people.KIND, describing.KIND, stating_accounts.KIND)


@marks_from
def marks_of_events(events: Sequence[Positioned]) -> Iterator[Said]:
    """Yield what these events say that may tie a party to another; one query."""
    for event, opened in _with_openings([event for event in events if event.kind in SPEAKING]):
        people, trade = opened.get(PEOPLE, {}), opened.get(TRADE, {})
        if event.kind == enrolling.KIND:
            yield from _of_person(event, people)
        elif event.kind == stating_people.KIND:
            yield from _of_owners(event, people)
        elif event.kind == describing.KIND:
            yield from _of_description(event, people, trade)
        elif trade.get("fingerprint"):
            yield _said(event, ACCOUNT, trade["fingerprint"], PEOPLE, ACCOUNT_ORIGIN)


def _said(event: Positioned, kind: str, value: str, group: str, origin: str, *, replaces: bool = False) -> Said:
    return Said(event.facts["party"], kind, value, event.key, group, origin, replaces)


def _of_person(event: Positioned, people: Mapping[str, Any]) -> Iterator[Said]:
    """Yield the marks of a person; the person is an owner too: of what is sold."""
    if people:
        yield _said(event, OWNER, marks.owner(people["name"], people.get("born_on")), PEOPLE, OWN_ORIGIN)
        yield _said(event, PHONE, marks.phone(people.get("phone", "")), PEOPLE, OWN_ORIGIN)
        yield _said(event, CARD, marks.card(people.get("card_number", "")), PEOPLE, OWN_ORIGIN)


def _of_owners(event: Positioned, people: Mapping[str, Any]) -> Iterator[Said]:
    """Yield the marks of the owners; whoever was stated before counts no more."""
    owners = [each for each in people.get("people", ()) if each["role"] == stating_people.OWNER]
    values = [marks.owner(each["name"], each.get("born_on")) for each in owners] or [""]
    for value in values:
        yield _said(event, OWNER, value, PEOPLE, PEOPLE_ORIGIN, replaces=True)


def _of_description(event: Positioned, people: Mapping[str, Any], trade: Mapping[str, Any]) -> Iterator[Said]:
    for group, typed in ((TRADE, trade.get("phone", "")), (PEOPLE, people.get("own_phone", ""))):
        yield _said(event, PHONE, marks.phone(typed), group, DESCRIBED_ORIGIN, replaces=True)
