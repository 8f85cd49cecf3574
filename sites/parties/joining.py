"""State a membership: a party or site belongs to a programme, association or cooperative, from a day on."""

from __future__ import annotations

from typing import Any

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY
from ledger.rulebook.tables import REFERENCE, shelf
from ledger.standing.reading import MEMBER
from ledger.standing.tables import STANDING
from sites.parties.belonging import SUBJECT, known_subject, subject_needs, subject_of
from sites.parties.facts import day, ends_after_it_begins
from sites.parties.tables import MEMBERSHIP, PARTY_EVENT

KIND = "membership.stated.v1"
PROGRAMMES = shelf("programmes")
SCHEMA = {
    **SUBJECT,
    "body": Words(most=40, pattern="[A-Za-z0-9_.-]+", about="Key of a programme, or the code of a party."),
    "role": Words(required=False, most=60, about="What it is there: member, partner, enrolled site."),
    "valid_from": Day(about="The first day."),
    "valid_to": Day(required=False, about="The last day; for one that has ended, the day of its end."),
}


def body_party(entry: Any) -> str | None:
    """Return the body as the code of a party, or None where it is a programme."""
    body = codes.normal(entry["body"])
    return body if codes.is_code(body, codes.PARTY) else None


def body_of(entry: Any) -> str:
    """Return the body in one spelling."""
    return body_party(entry) or str(entry["body"])


def needs(entry: Entry) -> Needs:
    party = body_party(entry)
    pair = f"{subject_of(entry)}:{body_of(entry)}"
    return Needs(
        change={**subject_needs(entry), MEMBERSHIP: [pair]},
        rely_on={PARTY: [party]} if party else {},
        read={} if party else {REFERENCE: [PROGRAMMES]},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses a subject or body that nobody registered; programmes are asked for once the shelf has any."""
    known_subject(entry, rows)
    party = body_party(entry)
    if party is not None:
        if rows.get(PARTY, party) is None:
            raise BadEntry("unknown_party", "facts.body", "the code of a registered party", given=party)
        return
    programmes = {row.key for row in rows.of(REFERENCE, PROGRAMMES)}
    if programmes and entry["body"] not in programmes:
        raise BadEntry("unknown_programme", "facts.body", "the key of a programme", given=entry["body"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a membership of itself and one that ends before it begins."""
    if subject_of(entry) == body_of(entry):
        raise BadEntry("member_of_itself", "facts.body", "another party or a programme")
    ends_after_it_begins(entry, "valid_from", "valid_to")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Let the pair say what was stated last; standing keeps what was said before."""
    subject, body = subject_of(event), body_of(event)
    role = event.get("role")
    first, last = day(event["valid_from"]), day(event.get("valid_to"))
    rows.add(
        STANDING,
        subject=subject,
        topic=MEMBER,
        value=body,
        valid_from=first,
        valid_to=last,
        source=role or "",
        terms={"role": role} if role else None,
        event_id=event.id,
    )
    pair = f"{subject}:{body}"
    said = {"role": role, "valid_from": first, "valid_to": last, "event_id": event.id}
    if rows.get(MEMBERSHIP, pair) is None:
        rows.add(MEMBERSHIP, pair=pair, subject=subject, body=body, **said)
    else:
        rows.change(MEMBERSHIP, pair, **said)
    if event.get("party"):
        rows.add(PARTY_EVENT, party=subject, key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="A party or mine site belongs to a programme, association or cooperative.",
    schema=SCHEMA,
    example={"party": "Q0000001H", "body": "iTSCi", "role": "member", "valid_from": "2024-02-01"},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
