"""Void: a spoiled tag is taken out, with a reason, a photo of what is left of it, and a second person (TAG-07)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.signing import apply_or_propose, signable
from ledger.custody.stock_tables import PROPOSAL
from ledger.custody.tables import TAG, VOID
from ledger.custody.tags.finding import unused_tags
from ledger.custody.tags.posting import VOIDED, apply_gone
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Choice, TagNumber, Words
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.roles import KEEPERS, TAGGING_AGENT
from ledger.reference.parameters import parameter

KIND = "tag.voided.v1"
REASONS = ("torn", "misprinted", "unreadable", "closed_on_nothing", "other")
SCHEMA = {
    "tag": TagNumber(about="The tag."),
    "reason": Choice(of=REASONS, about="Why it cannot be used."),
    "photo": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of a photo of what is left of it."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change=effect_needs(entry).change, create={PROPOSAL: [entry.key]})


def effect_needs(said: Any) -> Needs:
    return Needs(change={TAG: [said["tag"]]})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses tag_unknown, tag_in_use, tag_not_live, not_tag_holder; resolves how many must sign."""
    unused_tags(rows, [entry["tag"]], by=entry)
    return {"signers": signers(entry.moment.date())}


@works_out("TAG-07", on=KIND, source="domain/custody_3t.md §6", otherwise=1)
def signers(day: date) -> int:
    """A tag is void once a second person has signed; what is left of it is on a photo."""
    return parameter("tag_void_signers", day)


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Refuses tag_in_use, tag_not_live: it was used or lost before the second signature."""
    unused_tags(rows, [said["tag"]])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Void the tag, or keep the proposal where others must sign."""
    apply_or_propose(event, rows, subject=event["tag"])


def apply_void(event: Any, rows: Rows) -> None:
    """Take the number out of its holder's book for good."""
    apply_gone(event, rows, [rows.get(TAG, event["tag"])], VOIDED)
    rows.change(TAG, event["tag"], state=VOID, ended_on=date.fromisoformat(event.local_date))


def may_sign(actor: Actor, proposal: Any) -> bool:
    """Say whether an actor may be the second person: a keeper, or another agent of the same party."""
    return bool(actor.roles & KEEPERS) or (TAGGING_AGENT in actor.roles and actor.party == proposal.party)


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_void, may_sign=may_sign)
deed(
    KIND,
    about="A spoiled tag is void.",
    schema=SCHEMA,
    example={"tag": "T00000018", "reason": "torn", "photo": "9f" * 32},
    needs=needs,
    check=check,
    apply=apply,
)
