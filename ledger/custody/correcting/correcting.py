"""Correct: what a lot said is said anew, with a reason. The first saying stays in the log, and is shown struck through.

The mass of what the lot went into does not change: making.reflowed.v1 says there what the correction leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger import arithmetic
from ledger.arithmetic import apportion, merged
from ledger.custody.correcting.entitled import (
    head_as_seen,
    history_of,
    may_sign,
    own_lot,
    said_by,
    signers,
)
from ledger.custody.moving import ROAD, apply_move
from ledger.custody.refusals import CorrectsOther, DugLater, LotClosed, NothingToCorrect, ValueMoved
from ledger.custody.signing import apply_or_propose, second_signer, signable
from ledger.custody.stock_tables import PROPOSAL
from ledger.custody.tables import CONSUMED, CORRECTION, EXPORTED, IN_TRANSIT, LOT, LOT_EVENT, ORIGIN, VOIDED
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Parts, Whole, Words, grams
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry

KIND = "lot.corrected.v1"
DUE = "due"
VALUES = {
    "mass_g": grams("Net wet mass in grams.", most=100_000_000_000, required=False),
    "dug_on": Day(about="The day the ore was dug; of a lot that was tagged.", required=False),
}
SCHEMA = {
    "lot": Code(kind="P", about="The lot."),
    "corrects": Whole(least=1, about="Number of the event that said it: it stands with the lot."),
    "was": Parts(of=VALUES, about="What stands now, as the writer sees it."),
    "now": Parts(of=VALUES, about="What is right; the same names as in was."),
    "reason": Words(most=200, about="Why, in words that anybody may read."),
}
GONE = {CONSUMED: "used", EXPORTED: "exported"}


def needs(entry: Entry) -> Needs:
    return Needs(change={LOT: [entry["lot"]]}, create={PROPOSAL: [entry.key]}, read=_read(entry))


def effect_needs(said: Any) -> Needs:
    return Needs(change={LOT: [said["lot"]]}, read=_read(said))


def _read(said: Any) -> Any:
    return {ORIGIN: [said["lot"]], **history_of([said["lot"]])}


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses not_holder, head_moved, and what the effect refuses; resolves how many must sign."""
    lot = own_lot(entry, rows)
    head_as_seen(entry, lot, rows)
    resolved = check_effect(entry, rows)
    return {"heads": {lot.code: lot.head}, "signers": signers(entry, lot, rows, entry["corrects"]), **resolved}


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Refuses lot_closed, value_moved, nothing_to_correct, corrects_other, dug_later."""
    lot, was, now = rows.get(LOT, said["lot"]), said["was"], said["now"]
    if lot.state == VOIDED:
        raise LotClosed(lot=lot.code, state=lot.state)
    if was.keys() != now.keys() or not now:
        raise BadEntry("values_differ", "facts.now", f"the same names as in was, of {', '.join(VALUES)}")
    stands = {name: standing(lot, rows, name) for name in now}
    if was != stands:
        raise ValueMoved(lot=lot.code, **{f"stands_{name}": value for name, value in stands.items()})
    if any(was[name] == now[name] for name in now):
        raise NothingToCorrect(lot=lot.code)
    if said["corrects"] not in {said_by(lot, rows, name) for name in now}:
        raise CorrectsOther(lot=lot.code, corrects=said["corrects"])
    if now.get("dug_on", "") > lot.opened_on.isoformat():
        raise DugLater(dug_on=now["dug_on"], tagged_on=lot.opened_on.isoformat())
    return {"apportioned_by": arithmetic.VERSION}


def standing(lot: Any, rows: Rows, name: str) -> Any:
    """Return what a lot says now; the day of digging stands where a lot has one origin and was tagged."""
    if name == "mass_g":
        return lot.mass_g
    days = {origin.dug_on.isoformat() for origin in rows.of(ORIGIN, lot.code)}
    return min(days) if lot.made_as == "production" and len(days) == 1 else None


def apply(event: Event, rows: Rows) -> None:
    """Correct at once, or keep the proposal until a second person signs it."""
    if event.resolved["signers"] > 1:
        rows.add(LOT_EVENT, lot=event["lot"], event_id=event.id)
    apply_or_propose(event, rows, subject=event["lot"])


def apply_effect(said: Any, rows: Rows) -> None:
    """Say the lot anew: mass, day, origins, postings; keep what it said before."""
    lot, now = rows.get(LOT, said["lot"]), said["now"]
    mass_g = now.get("mass_g", lot.mass_g)
    rows.replace(ORIGIN, lot.code, _origins(rows.of(ORIGIN, lot.code), lot.code, mass_g, now.get("dug_on")))
    _apply_postings(said, rows, lot, mass_g - lot.mass_g)
    rows.change(LOT, lot.code, mass_g=mass_g, head=said.key)
    rows.add(
        CORRECTION,
        lot=lot.code,
        event_id=said.id,
        corrects=said["corrects"],
        was=said["was"],
        now=now,
        reason=said["reason"],
        first=said.actor,
        second=second_signer(said),
        flow=DUE if lot.made_by or lot.used_by else None,
    )
    rows.add(LOT_EVENT, lot=lot.code, event_id=said.id)


def _origins(old: Iterable[Any], lot: str, mass_g: int, dug_on: str | None) -> list[dict[str, Any]]:
    day = date.fromisoformat(dug_on) if dug_on else None
    shares = merged(((each.place, day or each.dug_on, each.custody_model), each.grams) for each in old)
    return [
        {"lot": lot, "place": place, "dug_on": on, "custody_model": model, "grams": part}
        for (place, on, model), part in apportion(mass_g, shares)
    ]


def _apply_postings(said: Any, rows: Rows, lot: Any, more_g: int) -> None:
    """Post the difference to the book that has the lot; one that is used up or gone leaves it again at once."""
    where = ROAD if lot.state == IN_TRANSIT else lot.place
    book = {"party": lot.holder, "place": where, "mineral": lot.mineral}
    apply_move(said, rows, lot.code, cause="corrected", grams=more_g, **book)
    if lot.state in GONE:
        apply_move(said, rows, lot.code, cause=GONE[lot.state], grams=-more_g, **book)


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_effect, may_sign=may_sign)
deed(
    KIND,
    about="What a lot said is corrected, with a reason; after the next deed on it by two people.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "corrects": 1187,
        "was": {"mass_g": 45_800},
        "now": {"mass_g": 48_500},
        "reason": "Two digits changed places.",
    },
    needs=needs,
    check=check,
    apply=apply,
)
