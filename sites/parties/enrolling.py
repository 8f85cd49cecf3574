"""Register a person: a miner or trader gets a code; the name, birthday, card and telephone stay hidden and erasable."""

from __future__ import annotations

from datetime import date

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.kinds import MINER, TRADER
from ledger.parties.registering import COUNTRY, CodeTaken
from ledger.parties.tables import PARTY
from ledger.standing import reading
from ledger.standing.tables import STANDING
from sites.parties.facts import day, document, ends_after_it_begins
from sites.parties.tables import MEMBERSHIP, PARTY_EVENT, PERSON

KIND = "person.registered.v1"
PERSON_KINDS = (MINER, TRADER)
TYPOLOGY = ("PERMANENT", "SEASONAL", "RUSH", "POVERTY_DRIVEN")
GENDERS = ("female", "male", "other")
SCHEMA = {
    "party": Code(kind="Q", about="The code of the person, made by the writer."),
    "kind": Choice(of=PERSON_KINDS, about="What they do."),
    "country": COUNTRY,
    "cooperative": Code(kind="Q", required=False, about="The cooperative that they belong to."),
    "card_kind": Words(required=False, most=40, about="The kind of card, for example carte de creuseur."),
    "card_issuer": Words(required=False, most=80, about="Who issued the card."),
    "card_from": Day(required=False, about="The first day of the card."),
    "card_to": Day(required=False, about="Its last day."),
    "typology": Choice(
        group="trade", required=False, of=TYPOLOGY, about="Why they dig, told by themselves; for sums alone (CAT-04)."
    ),
    "gender": Choice(group="trade", required=False, of=GENDERS, about="Told by themselves; for sums alone (CAT-04)."),
    "name": Words(group="people", about="Their name."),
    "born_on": Day(group="people", about="Their birthday."),
    "card_number": Words(group="people", required=False, most=60, about="The number of the card."),
    "phone": Words(group="people", required=False, most=30, about="A telephone number."),
    "photo": document("SHA-256 of a photo as a paper of the group people.", group="people"),
}


def needs(entry: Entry) -> Needs:
    cooperatives = [entry["cooperative"]] if "cooperative" in entry.facts else []
    pairs = [f"{entry['party']}:{each}" for each in cooperatives]
    return Needs(
        create={PARTY: [entry["party"]], PERSON: [entry["party"]], MEMBERSHIP: pairs},
        rely_on={PARTY: cooperatives},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party for a cooperative that nobody registered."""
    given = entry.get("cooperative")
    if given and rows.get(PARTY, given) is None:
        raise BadEntry("unknown_party", "facts.cooperative", "the code of a registered cooperative", given=given)


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses code_taken, a birthday to come, a card that ends before it begins or has days but no kind."""
    if rows.get(PARTY, entry["party"]) is not None:
        raise CodeTaken(party=entry["party"])
    if entry["born_on"] > entry.moment.date().isoformat():
        raise BadEntry("day_to_come", "facts.born_on", "a day not after happened_at")
    if not entry.get("card_kind") and (entry.get("card_from") or entry.get("card_to")):
        raise BadEntry("card_without_kind", "facts.card_kind", "the kind of the card whose days are given")
    ends_after_it_begins(entry, "card_from", "card_to")
    return {}


def shown_name(kind: str, code: str) -> str:
    """Return the name under which a person stands in open tables: what they do, and their code."""
    return f"{kind.capitalize()} {codes.shown(code)}"


def apply(event: Event, rows: Rows) -> None:
    """Open the party under its code, with its card and membership as standing."""
    code, today = event["party"], date.fromisoformat(event.local_date)
    rows.add(
        PARTY,
        code=code,
        name=shown_name(event["kind"], code),
        kind=event["kind"],
        country=event["country"],
        event_id=event.id,
    )
    rows.add(
        PERSON,
        code=code,
        kind=event["kind"],
        country=event["country"],
        typology=event.get("typology"),
        gender=event.get("gender"),
        card_to=day(event.get("card_to")),
        event_id=event.id,
    )
    rows.add(PARTY_EVENT, party=code, key=event.key, kind=event.kind, event_id=event.id)
    if event.get("card_kind"):
        apply_card(event, today, rows)
    if event.get("cooperative"):
        apply_membership(event, today, rows)


def apply_card(event: Event, today: date, rows: Rows) -> None:
    """State the card: it allows from its first day to its last."""
    rows.add(
        STANDING,
        subject=event["party"],
        topic=reading.CARD,
        value=event["card_kind"],
        valid_from=day(event.get("card_from")) or today,
        valid_to=day(event.get("card_to")),
        source=event.get("card_issuer") or "",
        event_id=event.id,
    )


def apply_membership(event: Event, today: date, rows: Rows) -> None:
    """State the membership in the cooperative."""
    party, cooperative = event["party"], event["cooperative"]
    rows.add(
        STANDING,
        subject=party,
        topic=reading.MEMBER,
        value=cooperative,
        valid_from=today,
        source="",
        event_id=event.id,
    )
    rows.add(
        MEMBERSHIP,
        pair=f"{party}:{cooperative}",
        subject=party,
        body=cooperative,
        valid_from=today,
        event_id=event.id,
    )


deed(
    KIND,
    about="A person who digs or trades is registered; who they are stays hidden.",
    schema=SCHEMA,
    example={
        "party": "Q0000002F",
        "kind": "miner",
        "country": "CD",
        "cooperative": "Q0000001H",
        "card_kind": "carte de creuseur",
        "card_issuer": "Division des Mines",
        "card_from": "2026-01-10",
        "card_to": "2027-01-09",
        "typology": "SEASONAL",
        "gender": "female",
        "name": "Aline M.",
        "born_on": "1994-05-02",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
