"""Observing: who may look at a lot with a scale or an assay, and what its row shows of all that was seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.refusals import NotHolder
from ledger.custody.tables import ASSAY, LOT, WEIGHING
from ledger.deeds.entries import Entry
from ledger.deeds.rows import Rows
from ledger.parties.kinds import is_producer
from ledger.parties.tables import PARTY
from ledger.reference.grades import MAIN_METAL, METAL_OF, RADIOACTIVE


def may_observe(entry: Entry, rows: Rows, lot: Any) -> None:
    """Refuses not_holder: the holder looks at a lot, or whoever a producer brings it to."""
    if lot.holder != entry.actor.party and not _brought_by_producer(rows, lot.holder):
        raise NotHolder(lot=lot.code)


def _brought_by_producer(rows: Rows, holder: str) -> bool:
    # a lot made or bought earlier in this batch has a holder that was not loaded: then it is not a producer's
    party = rows.get(PARTY, holder) if rows.holds(PARTY, holder) else None
    return party is not None and is_producer(party)


def apply_moisture(rows: Rows, lot: str) -> None:
    """Let the lot show the newest moisture that a weighing or an assay found; needs both and the lot for change."""
    seen = [each for each in (*rows.of(WEIGHING, lot), *rows.of(ASSAY, lot)) if each.moisture_ppm is not None]
    if seen:
        rows.change(LOT, lot, moisture_ppm=max(seen, key=_age).moisture_ppm)


def apply_grade(rows: Rows, lot: str) -> None:
    """Let the lot show the grade that counts: of its ore's main metal before others, final before provisional, newest.

    Needs the assays and the lot for change.
    """
    best = best_assay(rows.of(ASSAY, lot), rows.get(LOT, lot).mineral)
    if best is not None:
        rows.change(LOT, lot, grade_ppm=best.grade_ppm, grade_of=best.grade_of)


def best_assay(assays: list[Any], mineral: str) -> Any | None:
    """Return the assay by which a lot is known; None without one. A reading of uranium or thorium is none."""
    main = MAIN_METAL.get(mineral)
    traded = [each for each in assays if METAL_OF[each.grade_of] not in RADIOACTIVE]
    return max(
        traded, key=lambda each: (METAL_OF[each.grade_of] == main, not each.provisional, *_age(each)), default=None
    )


def _age(seen: Any) -> tuple[date, int]:
    return seen.on_day, seen.event_id
