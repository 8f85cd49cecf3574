"""Decide a hit: confirmed, somebody else, or unclear; with a reason, a second identifier and a day on which it ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.tables import PARTY
from ledger.reference.parameters import parameter
from ledger.risk.screening.tables import CONFIRMED, DECISIONS, GONE, HIT, UNCLEAR
from ledger.risk.screening.telling import KEY

KIND = "hit.decided.v1"
SECONDS = ("birth_date", "birth_place", "document", "register_number", "address", "account", "phone", "photo", "other")


class NameAlone(Refused):
    code = "name_alone"


class HitUnknown(Refused):
    code = "hit_unknown"


def needs(entry: Entry) -> Needs:
    party = [entry["party"]]
    return Needs(change={PARTY: party}, read={HIT: party})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    if rows.get(PARTY, entry["party"]) is None:
        raise BadEntry("unknown_party", "facts.party", "the code of a registered party", given=entry["party"])


@guard("SCR-01", on=KIND, source="ours, after domain/beyond_the_peers.md G 24")
def name_alone_confirms_nothing(entry: Entry, rows: Rows) -> None:
    """A hit is confirmed only with a second identifier beside the name: a birthday, a document, an address."""
    if entry["decision"] == CONFIRMED and not entry.get("second"):
        raise NameAlone(party=entry["party"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses hit_unknown and a day that has gone; resolves the day on which the decision ends."""
    hit = _hit(entry, rows)
    if hit is None or hit.state == GONE:
        raise HitUnknown(party=entry["party"])
    today = entry.moment.date()
    if entry.get("until") and entry["until"] <= today.isoformat():
        raise BadEntry("until_not_to_come", "facts.until", "a day after happened_at")
    return {"until": entry.get("until") or _until(entry["decision"], today)}


def _until(decision: str, today: date) -> str | None:
    """Return the last day of a decision that names none; what is confirmed stays until somebody decides anew."""
    if decision == CONFIRMED:
        return None
    name = "screening_unclear_days" if decision == UNCLEAR else "screening_decision_days"
    return (today + timedelta(days=parameter(name, today))).isoformat()


def _hit(entry: Any, rows: Rows) -> Any | None:
    return next((each for each in rows.of(HIT, entry["party"]) if str(each.key) == entry["hit"]), None)


def apply(event: Event, rows: Rows) -> None:
    """Let the hit say what was decided."""
    until = event.resolved["until"]
    decided = {
        "state": event["decision"],
        "second": event.get("second"),
        "until": date.fromisoformat(until) if until else None,
        "decided_on": date.fromisoformat(event.local_date),
        "decided_event": event.id,
        "event_id": event.id,
    }
    lines = [
        (each._replace(**decided) if str(each.key) == event["hit"] else each)._asdict()
        for each in sorted(rows.of(HIT, event["party"]), key=lambda hit: str(hit.key))
    ]
    rows.replace(HIT, event["party"], lines)


deed(
    KIND,
    about="A hit of screening is decided by a person.",
    schema={
        "party": Code(kind="Q", about="The party."),
        "hit": KEY,
        "decision": Choice(group="trade", of=DECISIONS, about="The same, somebody else, or unclear."),
        "second": Choice(
            group="trade", required=False, of=SECONDS, about="What beside the name was compared: needed to confirm."
        ),
        "until": Day(group="trade", required=False, about="The last day of the decision; then the hit is open again."),
        "reason": Words(group="notes", most=500, about="Why, in words."),
    },
    example={
        "party": "Q0000001H",
        "hit": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11",
        "decision": "not_same",
        "second": "birth_date",
        "reason": "Born 1991 by the card; the listed person was born 1964.",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
