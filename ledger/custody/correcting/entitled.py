"""Who may correct a lot, and how many must sign: one alone only while nobody else has acted on it (CUST-02)."""

from __future__ import annotations

from typing import Any

from ledger.custody.finding import known_lot
from ledger.custody.refusals import HeadMoved, NotHolder
from ledger.custody.tables import ASSAY, CORRECTION, LOT_EVENT, WEIGHING
from ledger.deeds.entries import Actor, Entry
from ledger.deeds.guards import works_out
from ledger.deeds.needs import Keys
from ledger.deeds.rows import Rows
from ledger.errors import Waits
from ledger.parties.roles import KEEPERS
from ledger.reference.parameters import parameter

REFLOWED_BY = "system"
SOURCE = "domain/custody_3t.md §6"


def history_of(lots: list[str]) -> Keys:
    """Return the dependants by which the questions of this file are answered."""
    return {LOT_EVENT: lots, WEIGHING: lots, ASSAY: lots, CORRECTION: lots}


def own_lot(entry: Entry, rows: Rows) -> Any:
    """Return a lot that the actor may speak of: its holder, whoever tagged it, a keeper. Refuses not_holder."""
    lot = known_lot(rows, entry["lot"])
    if lot.holder != entry.actor.party and lot.tagged_by != entry.actor.id and not entry.actor.roles & KEEPERS:
        raise NotHolder(lot=lot.code)
    return lot


def head_as_seen(entry: Entry, lot: Any, rows: Rows) -> None:
    """Refuse head_moved; wait for a head that has not come yet (law 8)."""
    named = entry.heads.get(lot.code, lot.head)
    if named != lot.head:
        if rows.recorded.get(named) != "recorded":
            raise Waits("unknown_head", [named], lot=lot.code, field=f"heads.{lot.code}")
        raise HeadMoved(lot=lot.code, named=named, head=lot.head)


def said_by(lot: Any, rows: Rows, name: str) -> int:
    """Return the number of the event that said what stands now: the last correction of it, or the lot's first."""
    corrections = [
        each.event_id for each in rows.of(CORRECTION, lot.code) if each.first != REFLOWED_BY and name in each.now
    ]
    return int(max(corrections, default=lot.event_id))


def is_untouched(lot: Any, rows: Rows, corrects: int) -> bool:
    """Say whether nothing but weighing and sampling has been done to a lot since an event."""
    observed = {each.event_id for table in (WEIGHING, ASSAY) for each in rows.of(table, lot.code)}
    later = {each.event_id for each in rows.of(LOT_EVENT, lot.code) if each.event_id > corrects}
    return not later - observed


@works_out("CUST-02", on="lot.corrected.v1", source=SOURCE, otherwise=1)
def signers(entry: Entry, lot: Any, rows: Rows, corrects: int) -> int:
    """Whoever tagged a lot corrects it alone until the next deed on it; from then on it takes a second person."""
    own = lot.made_by is None and lot.tagged_by == entry.actor.id and _corrected_by(rows, lot) <= {entry.actor.id}
    if own and is_untouched(lot, rows, corrects):
        return 1
    return parameter("correction_signers", entry.moment.date())


def _corrected_by(rows: Rows, lot: Any) -> set[str]:
    return {each.first for each in rows.of(CORRECTION, lot.code)} - {REFLOWED_BY}


def may_sign(actor: Actor, proposal: Any) -> bool:
    """Say whether somebody may be the second person: of the same party, or a keeper of the register."""
    return bool(actor.roles & KEEPERS) or (proposal.party != "" and actor.party == proposal.party)
