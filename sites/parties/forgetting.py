"""Forget a person: what hides about them, wherever it was said, is erased; what was proved stays provable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Choice
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, NotAllowed
from ledger.inbox.consequences import after_record
from ledger.inbox.forgetting import doing, erasing
from ledger.inbox.forgetting.finding import Found, Sought, find, saying
from ledger.inbox.forgetting.models import Forgotten
from ledger.log.erasing import is_erased
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.access import may_forget_persons
from ledger.parties.tables import PARTY
from sites.bringing.forgetting import strike_names
from sites.parties import describing, enrolling
from sites.parties.facts import PARTY_FACT, known_party
from sites.parties.models import PartyEvent, Person
from sites.parties.tables import PARTY_EVENT, PERSON

KIND = "person.forgotten.v1"
"""How a person was forgotten before: the event named them. It is replayed, and nobody enters it any more."""
PEOPLE = "people"
OWN_NUMBERS = ("card_number", "phone", "own_phone", "own_email", "own_address")
LEAST_SIGNS = 6
"""What is shorter than this is too likely to stand in an entry about somebody else."""


def needs(entry: Entry) -> Needs:
    return Needs(change={PARTY: [entry["party"]], PERSON: [entry["party"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses an organisation: it has no name that must be erased."""
    if rows.get(PERSON, entry["party"]) is None:
        raise BadEntry("not_a_person", "facts.party", "the code of a person", given=entry["party"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Mark the person; the erasing itself follows, since replay must not erase again what is gone."""
    party = event["party"]
    if rows.get(PERSON, party).forgotten_on is None:
        rows.change(PERSON, party, forgotten_on=date.fromisoformat(event.local_date), typology=None, gender=None)
    rows.add(PARTY_EVENT, party=party, key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="A person is forgotten, as it was said before openings.erased.v1: the code stands in the leaf.",
    schema={"party": PARTY_FACT, "reason": Choice(of=erasing.REASONS, about="Why, as a code.")},
    example={"party": "Q0000002F", "reason": "asked_by_person"},
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
    by_hand=False,
)


class Done(NamedTuple):
    """How many openings were emptied, and how many files that are still being brought in say the person's name."""

    emptied: int
    files_left: int


def forget_person(party: str, reason: str, actor: Actor, *, by_name: bool = True) -> Done:
    """Erase what hides about a person.

    Raises BadEntry for a code that is no person's, and NotAllowed. With `by_name` entries go too that name no code and
    say the person's full name, card or telephone: of bags, visits and certificates there is nothing else to find.
    """
    if not may_forget_persons(actor):
        raise NotAllowed(kind=erasing.KIND)
    found = whom(party, by_name=True)
    # files first: once the openings are empty nobody knows the name to look for
    files_left = strike_names(found.names)
    return Done(doing.forget(found if by_name else doing.named(party), reason, actor), files_left)


def what_would_go(party: str, *, by_name: bool = True) -> list[Found]:
    """Return what would be erased, and erase nothing. Raises BadEntry for a code that is no person's."""
    return find(whom(party, by_name=by_name))


def whom(party: str, *, by_name: bool) -> Sought:
    """Return whom to look for. Raises BadEntry for a code that is no person's."""
    if not Person.objects.filter(code=party).exists():
        raise BadEntry("not_a_person", "facts.party", "the code of a person", given=party)
    found = doing.named(party)
    if not by_name:
        return found
    names = _names(party)
    registered = (facts["party"] for _, _, kind, _, facts in saying(names) if kind == enrolling.KIND)
    return found._replace(names=names, others=tuple(sorted({*registered} - {party})))


def _names(party: str) -> tuple[str, ...]:
    """Return the full name of a person, and their own numbers and addresses, as far as they are still known."""
    registered = Person.objects.filter(code=party).values_list("event_id", flat=True)
    described = PartyEvent.objects.filter(party=party, kind=describing.KIND).values_list("event_id", flat=True)
    said = [value for people in _people([*registered, *described]) for value in _own(people)]
    return tuple(sorted({each for each in said if len(each) >= LEAST_SIGNS}))


def _people(ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    openings = openings_of(event.key for event in events_by_id(ids))
    for opening in (each for held in openings.values() for each in held):
        if opening.group == PEOPLE and not is_erased(opening):
            yield json.loads(bytes(opening.value))


def _own(people: dict[str, Any]) -> Iterator[str]:
    """Yield what is theirs alone: a name of one word is many people's."""
    name = str(people.get("name", ""))
    if len(name.split()) > 1:
        yield name
    yield from (str(people[fact]) for fact in OWN_NUMBERS if people.get(fact))
    yield from (str(line["number"]) for line in people.get("own_numbers", ()))


def forgotten_since(party: str) -> date | None:
    """Return the day since which a person is forgotten, None for everybody else."""
    return Forgotten.objects.filter(party=party).values_list("since", flat=True).first()


@after_record(KIND)
def forget_as_before() -> None:
    """Take over whom the log says to forget by name, and erase what is left of them by the same path as today's."""
    known = Forgotten.objects.values("party")
    said = Person.objects.filter(forgotten_on__isnull=False).exclude(code__in=known)
    for code, day in said.values_list("code", "forgotten_on"):
        doing.take_over(whom(code, by_name=True), day)
    doing.go_on()
