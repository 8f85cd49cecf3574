"""Hand over: a person who leaves gives tags, boxes of tags and open consignments to another of the same party."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.custody.refusals import ManagerHandsOver, NothingToHandOver, NotWithPerson
from ledger.custody.signing import apply_or_propose, signable
from ledger.custody.stock_tables import PROPOSAL, TAG_PARCEL
from ledger.custody.tables import CONSIGNMENT, ISSUED, SENT, TAG
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Code, Lines, TagNumber, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.errors import BadEntry
from ledger.parties.roles import DEPOT_MANAGER, KEEPERS
from ledger.reference.parameters import parameter

KIND = "custody.handed_over.v1"
PERSON = "[A-Za-z0-9-]{1,60}"
SCHEMA = {
    "from": Words(most=60, pattern=PERSON, about="Who leaves: the id of the user."),
    "to": Words(most=60, pattern=PERSON, about="Who takes over, and signs: the id of a user of the same party."),
    "tags": Lines(each=TagNumber(about="A tag."), required=False, about="Tags issued to the person and not used."),
    "parcels": Lines(each=Code(kind="B", about="A box."), required=False, about="Boxes and booklets of tags."),
    "consignments": Lines(each=Code(kind="C", about="A consignment."), required=False, about="Sent, not yet received."),
    "reason": Words(required=False, most=200, about="Why, in words that anybody may read."),
}
OF: tuple[tuple[str, Table, str], ...] = (
    ("parcels", TAG_PARCEL, "agent"),
    ("tags", TAG, "agent"),
    ("consignments", CONSIGNMENT, "sent_by"),
)
"""Fact, its table, and the column that says with whom a thing is."""


def _change(said: Any) -> dict[Table, list[str]]:
    return {table: sorted(said.get(name) or []) for name, table, _ in OF if said.get(name)}


def needs(entry: Entry) -> Needs:
    return Needs(change=_change(entry), create={PROPOSAL: [entry.key]})


def effect_needs(said: Any) -> Needs:
    return Needs(change=_change(said))


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses manager_hands_over, same_person, nothing_to_hand_over, not_with_person; resolves how many must sign."""
    absent = entry["from"] != entry.actor.id
    if absent and not entry.actor.roles & (KEEPERS | {DEPOT_MANAGER}):
        raise ManagerHandsOver()
    if entry["to"] in {entry["from"], entry.actor.id}:
        raise BadEntry("same_person", "facts.to", "another person than the one who leaves or enters it")
    check_effect(entry, rows, party=entry.actor.party)
    return {"signers": parameter("count_signers", entry.moment.date())}


def check_effect(said: Any, rows: Rows, party: str = "") -> dict[str, Any]:
    """Refuses nothing_to_hand_over, not_with_person."""
    party = party or said.party
    things = list(_things(said))
    if not things:
        raise NothingToHandOver()
    for code, table, column in things:
        row = rows.get(table, code)
        if row is None or getattr(row, column) != said["from"] or not _is_open(table, row, party):
            raise NotWithPerson(thing=code)
    return {}


def _things(said: Any) -> Iterable[tuple[str, Table, str]]:
    return ((code, table, column) for name, table, column in OF for code in sorted(said.get(name) or []))


def _is_open(table: Table, row: Any, party: str) -> bool:
    """A tag not used, a box of the party, a consignment of the party on its way."""
    if table is CONSIGNMENT:
        return bool(row.state == SENT and row.from_party == party)
    return bool(row.holder in {None, party} and (table is TAG_PARCEL or row.state == ISSUED))


def apply(event: Event, rows: Rows) -> None:
    """Wait for the signature of whoever takes over."""
    apply_or_propose(event, rows, subject=event["to"])


def apply_effect(said: Any, rows: Rows) -> None:
    """Every thing is with the other person now; holder and state stay."""
    for code, table, column in _things(said):
        rows.change(table, code, **{column: said["to"]})


def may_sign(actor: Actor, proposal: Any) -> bool:
    """Only whoever takes over signs, and belongs to the same party."""
    return bool(actor.id == proposal.facts["to"] and actor.party == proposal.party)


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_effect, may_sign=may_sign)
deed(
    KIND,
    about="A person who leaves hands tags, boxes and open consignments over to another.",
    schema=SCHEMA,
    example={
        "from": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11",
        "to": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11",
        "tags": ["T00000018"],
        "consignments": ["C0000001W"],
    },
    needs=needs,
    check=check,
    apply=apply,
)
