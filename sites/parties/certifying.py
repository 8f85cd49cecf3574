"""State a certificate or audit of a party or site: under which scheme and version, with what result, until when."""

from __future__ import annotations

from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Whole, Words
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.standing import reading
from ledger.standing.tables import STANDING
from sites.parties.belonging import SUBJECT, known_subject, subject_needs, subject_of
from sites.parties.facts import day, document, ends_after_it_begins
from sites.parties.tables import CERTIFICATE, PARTY_EVENT

KIND = "certificate.stated.v1"
AUDIT, CERTIFIED = "audit", "certificate"
RESULTS = ("conformant", "conditional", "not_conformant", "withdrawn", "unknown")
SCHEMA = {
    **SUBJECT,
    "scheme": Words(most=40, about="The scheme or standard, for example CRAFT, RMAP, Fairmined."),
    "version": Words(required=False, most=20, about="Version of the standard."),
    "kind": Choice(of=(AUDIT, CERTIFIED), about="An audit, or a certificate that follows from one."),
    "result": Choice(of=RESULTS, about="Its result."),
    "score": Whole(required=False, most=100, about="Its score out of 100."),
    "number": Words(required=False, most=60, about="Its number."),
    "issued_on": Day(about="The day it was issued or the audit ended."),
    "expires_on": Day(required=False, about="The last day on which it counts."),
    "auditor": Words(required=False, most=80, about="The firm that audited."),
    "document": document(),
}
TERMS = ("version", "kind", "score", "number", "auditor", "document")


def needs(entry: Entry) -> Needs:
    return Needs(change=subject_needs(entry))


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a day to come, and one that expires before it is issued."""
    if entry["issued_on"] > local_date(entry, KINDS[KIND], rows):
        raise BadEntry("day_to_come", "facts.issued_on", "a day not after happened_at")
    ends_after_it_begins(entry, "issued_on", "expires_on")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Add the certificate, and what it says to the subject's standing."""
    subject = subject_of(event)
    first, last = day(event["issued_on"]), day(event.get("expires_on"))
    terms = {name: event[name] for name in TERMS if event.get(name) is not None}
    rows.add(
        STANDING,
        subject=subject,
        topic=reading.CERTIFICATE,
        value=event["scheme"],
        valid_from=first,
        valid_to=last,
        source=event.get("auditor") or "",
        terms={**terms, "result": event["result"]},
        event_id=event.id,
    )
    rows.add(
        CERTIFICATE,
        subject=subject,
        scheme=event["scheme"],
        result=event["result"],
        issued_on=first,
        expires_on=last,
        event_id=event.id,
        **{name: event.get(name) for name in TERMS},
    )
    if event.get("party"):
        rows.add(PARTY_EVENT, party=subject, key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="A party or site was audited or certified.",
    schema=SCHEMA,
    example={
        "party": "Q0000001H",
        "scheme": "CRAFT",
        "version": "2.0",
        "kind": "audit",
        "result": "conformant",
        "score": 82,
        "issued_on": "2026-05-30",
        "expires_on": "2027-05-29",
        "auditor": "Field Audits Ltd",
    },
    needs=needs,
    known=known_subject,
    check=check,
    apply=apply,
)
