"""Reply: who is named says their side. It stands beside the claim, and neither is ever edited (INC-07)."""

from __future__ import annotations

from ledger.deeds.entries import SYSTEM, Entry, Event
from ledger.deeds.facts import Code, Day, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import KEEPERS
from ledger.risk.incidents.facts import DOCUMENT, INCIDENT_FACT, apply_said, known_incident, needs
from ledger.risk.incidents.refusals import NotNamed
from ledger.risk.incidents.tables import INCIDENT

KIND = "incident.replied.v1"


@guard("INC-07", on=KIND)
def the_named_reply(entry: Entry, rows: Rows) -> None:
    """The reply is that of a party the case names: its people enter it, or a keeper who holds its letter does."""
    row = known_incident(entry, rows)
    party, actor = entry.get("party"), entry.actor
    if party is not None and party not in row.parties:
        raise NotNamed(incident=row.code, party=party)
    if actor is SYSTEM or actor.roles & KEEPERS:
        return
    if party is None or party != actor.party:
        raise NotNamed(incident=row.code, party=actor.party)


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses reply_of_nobody. A reply is heard after the case is closed too."""
    if not entry.get("party") and not entry.get("by_whom"):
        raise BadEntry(
            "reply_of_nobody", "facts.party", "the party that replies, or by_whom where it is not registered"
        )
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep who has replied; the words stay in their group."""
    replied = rows.get(INCIDENT, event["incident"]).replied
    party = event.get("party")
    apply_said(event, rows, replied=[*replied, party] if party and party not in replied else replied)


deed(
    KIND,
    about="A party that an incident names replies to the claim.",
    schema={
        "incident": INCIDENT_FACT,
        "party": Code(group="trade", kind="Q", required=False, about="Who replies."),
        "by_whom": Words(group="notes", required=False, most=120, about="Who replies, where it is not registered."),
        "reply": Words(group="notes", most=4_000, about="What they say."),
        "replied_on": Day(group="trade", required=False, about="The day of the letter or talk."),
        "document": DOCUMENT,
    },
    example={
        "incident": "N00000011",
        "party": "Q0000001H",
        "reply": "The barrier was a sanitary post and was taken down. We know of no payment.",
        "replied_on": "2026-09-29",
    },
    needs=needs,
    check=check,
    apply=apply,
)
