"""Forget a person: name, birthday, card, telephone, account and photo are erased; what was proved stays provable."""

from __future__ import annotations

import json
from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.inbox.consequences import after_record
from ledger.log.erasing import forget_group
from ledger.log.models import Opening
from ledger.papers.keeping import erase_paper
from ledger.parties.tables import PARTY
from sites.parties.facts import PARTY_FACT, known_party
from sites.parties.models import PartyEvent, Person
from sites.parties.tables import PARTY_EVENT, PERSON

KIND = "person.forgotten.v1"
REASONS = ("asked_by_person", "left", "entered_by_mistake", "law")
PEOPLE = "people"


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


@after_record(KIND)
def erase_the_forgotten() -> None:
    """Empty the openings about people, and the photos, of everybody who is to be forgotten and is not yet."""
    forgotten = Person.objects.filter(forgotten_on__isnull=False).values("code")
    keys = PartyEvent.objects.filter(party__in=forgotten).values("key")
    left = list(Opening.objects.filter(group=PEOPLE, key__in=keys).exclude(value=b""))
    # photos first: should this stop halfway, the openings still say which photos are left
    for opening in left:
        photo = json.loads(bytes(opening.value)).get("photo")
        if photo:
            erase_paper(photo)
    if left:
        forget_group([str(opening.key) for opening in left], PEOPLE)


deed(
    KIND,
    about="A person is forgotten: what the ledger knew of who they are is erased.",
    schema={"party": PARTY_FACT, "reason": Choice(of=REASONS, about="Why, as a code.")},
    example={"party": "Q0000002F", "reason": "asked_by_person"},
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
)
