"""State who stands behind a party: owners, officers, representatives; how many is open, who they are is hidden."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Lines, Parts, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY
from sites.parties.facts import COUNTRY, PARTY_FACT, known_party, not_forgotten
from sites.parties.tables import FORGOTTEN, PARTY_EVENT, PERSON

KIND = "party.people_stated.v1"
OWNER = "owner"
ROLES = (OWNER, "director", "representative", "president", "secretary", "treasurer", "agent", "other")
ANSWERS = ("yes", "no", "unknown")
WHOLE_PPM = 1_000_000
PERSON_LINE = Parts(
    about="One person.",
    of={
        "name": Words(about="Their name."),
        "role": Choice(of=ROLES, about="What they are to the party."),
        "share_ppm": Whole(required=False, least=1, most=WHOLE_PPM, unit="millionths", about="Their share of it."),
        "born_on": Day(required=False, about="Their birthday."),
        "nationality": Words(required=False, most=2, pattern=COUNTRY, about="Their nationality, ISO 3166-1 alpha-2."),
        "politically_exposed": Choice(required=False, of=ANSWERS, about="Whether they hold or held public power."),
    },
)
SCHEMA = {
    "party": PARTY_FACT,
    "complete": Choice(of=ANSWERS, about="Whether all beneficial owners are named."),
    "people": Lines(group="people", most=100, each=PERSON_LINE, about="Who stands behind the party."),
}


def needs(entry: Entry) -> Needs:
    party = [entry["party"]]
    return Needs(change={PARTY: party}, rely_on={PERSON: party, FORGOTTEN: party})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses shares that make more than the whole; resolves how many owners and others are named."""
    not_forgotten(entry, rows)
    owners = [each for each in entry["people"] if each["role"] == OWNER]
    shares = sum(each.get("share_ppm", 0) for each in owners)
    if shares > WHOLE_PPM:
        raise BadEntry("shares_over_whole", "facts.people", "shares that make at most 1000000 millionths", given=shares)
    return {"owners": len(owners), "others": len(entry["people"]) - len(owners)}


def apply(event: Event, rows: Rows) -> None:
    """Add the statement to the party's history; who is named stays in its opening."""
    rows.add(PARTY_EVENT, party=event["party"], key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="The people behind a party are stated; their names stay hidden.",
    schema=SCHEMA,
    example={
        "party": "Q0000001H",
        "complete": "yes",
        "people": [{"name": "B. Kasongo", "role": "owner", "share_ppm": 1_000_000, "politically_exposed": "no"}],
    },
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
)
