"""Decide about a party: the State, a scheme or we ourselves let it act, suspend it, or revoke it (ACT-03)."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.standing.party_status import STATUSES
from ledger.standing.reading import PARTY_STATUS
from ledger.standing.tables import STANDING
from sites.parties.facts import PARTY_FACT, day, document, ends_after_it_begins, known_party
from sites.parties.tables import PARTY_EVENT

KIND = "party.status_decided.v1"
BY = ("state", "scheme", "own")
REASONS = (
    "registration",
    "checks_passed",
    "fraud",
    "interference",
    "children",
    "unpaid_dues",
    "papers_lapsed",
    "other",
)
SCHEMA = {
    "party": PARTY_FACT,
    "by": Choice(of=BY, about="Who decides; none overwrites another."),
    "status": Choice(of=STATUSES, about="Whether it may act; suspended and revoked parties may not (ACT-03)."),
    "authority": Words(required=False, most=80, about="Which authority or scheme decides."),
    "act": Words(required=False, most=80, about="Number and article of the act."),
    "reason": Choice(of=REASONS, about="Why, as a code."),
    "valid_from": Day(about="The first day, also in the past."),
    "valid_to": Day(required=False, about="The last day, where the act names one."),
    "document": document("SHA-256 of the act as a paper."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={PARTY: [entry["party"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a validity that ends before it begins."""
    ends_after_it_begins(entry, "valid_from", "valid_to")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Add the decision to the party's standing; earlier ones stay."""
    terms = {name: event[name] for name in ("by", "authority", "reason", "document") if event.get(name)}
    rows.add(
        STANDING,
        subject=event["party"],
        topic=PARTY_STATUS,
        value=event["status"],
        valid_from=day(event["valid_from"]),
        valid_to=day(event.get("valid_to")),
        source=event.get("act") or "",
        terms=terms,
        event_id=event.id,
    )
    rows.add(PARTY_EVENT, party=event["party"], key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="It is decided whether a party may act.",
    schema=SCHEMA,
    example={
        "party": "Q0000001H",
        "by": "state",
        "status": "suspended",
        "authority": "Ministère des Mines",
        "act": "0911/2026",
        "reason": "fraud",
        "valid_from": "2026-11-01",
        "valid_to": "2027-01-31",
    },
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
)
