"""After a correction its makings are counted again: few at once, many in steps while the touched lots are on hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from ledger.balance.lineage import offspring
from ledger.custody.correcting import correcting
from ledger.custody.correcting.walking import due, finish, walk
from ledger.custody.holding import HELD, RELEASED
from ledger.custody.models import Correction, Hold, Lot
from ledger.custody.signing import SIGNED
from ledger.custody.tables import CONSUMED
from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.inbox.consequences import after_record
from ledger.log.models import EventKey
from ledger.reference.parameters import parameter

RULE = "CUST-02"
STEP = 200
CHUNK = 400
WHY = "Counted again after a correction."


@after_record(correcting.KIND)
def reflow_due() -> None:
    """Go on with every correction that is due; safe to run at any time, and twice."""
    go_on()


after_record(SIGNED)(reflow_due)


def go_on(at_once: int | None = None, step: int = STEP) -> None:
    """Go on with what is due. Above `at_once` touched lots they are held first, and a run takes one step."""
    most = parameter("reflow_at_once_lots", datetime.now(UTC).date()) if at_once is None else at_once
    for correction in due():
        many = _touches_more_than(correction, most)
        if many and not _marked(correction, "held"):
            _hold(correction)
        touched = walk(correction, step if many else most + 1)
        if touched is not None:
            _release(correction)
            finish(correction, touched)


def _touches_more_than(correction: Correction, most: int) -> bool:
    if _marked(correction, "held"):
        return True
    edges = offspring(correction.lot, most=(most + 1) * 20)
    return len({edge.child for edge in edges}) > most


def _key(correction: Correction, what: str, lot: str = "") -> str:
    return str(uuid5(NAMESPACE_URL, f"reflow-{what}:{correction.event_id}:{lot}"))


def _marked(correction: Correction, what: str) -> bool:
    return EventKey.objects.filter(key=_key(correction, what, correction.lot)).exists()


def _hold(correction: Correction) -> None:
    """Hold all that came of the lot and is still there; last of all the lot itself, which says that all are held."""
    children = sorted({edge.child for edge in offspring(correction.lot, most=1_000_000)})
    for chunk in _chunks(children):
        there = Lot.objects.filter(code__in=chunk).exclude(state=CONSUMED)
        _enter(correction, "held", sorted(there.values_list("code", flat=True)))
    _enter(correction, "held", [correction.lot])


def _enter(correction: Correction, what: str, lots: Iterable[str]) -> None:
    kind = HELD if what == "held" else RELEASED
    said = {lot: {"rule": RULE} if what == "held" else _of_ours(correction, lot) for lot in lots}
    entries = [system_entry(_key(correction, what, lot), kind, {"lot": lot, **each}) for lot, each in said.items()]
    if entries:
        enter(entries)


def _of_ours(correction: Correction, lot: str) -> dict[str, str]:
    return {"hold": _key(correction, "held", lot), "note": WHY}


def _release(correction: Correction) -> None:
    """Release what was held for this correction; what somebody asks beside it stays on hold."""
    if not _marked(correction, "held"):
        return
    children = sorted({edge.child for edge in offspring(correction.lot, most=1_000_000)} | {correction.lot})
    for chunk in _chunks(children):
        keys = [_key(correction, "held", lot) for lot in chunk]
        ours = Hold.objects.filter(lot__in=chunk, key__in=keys, ended_on=None).values_list("lot", flat=True)
        _enter(correction, "released", sorted(ours))


def _chunks(codes: list[str]) -> Iterable[list[str]]:
    return (codes[start : start + CHUNK] for start in range(0, len(codes), CHUNK))
