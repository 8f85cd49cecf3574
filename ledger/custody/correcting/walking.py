"""Walk: from a corrected lot through all makings that its ore went through, in the order in which they happened.

Every step is an entry of its own under a key that follows from correction and making: a crash loses nothing, a second
walk repeats what stands and goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Exists, OuterRef, QuerySet

from ledger.custody.correcting import finishing, reflowing
from ledger.custody.correcting.correcting import DUE
from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.models import Correction, Lot, Making
from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.log.models import EventKey


def due() -> list[Correction]:
    """Return the corrections whose makings are still to be counted again, in order."""
    finished = Correction.objects.filter(corrects=OuterRef("event_id"), flow=finishing.DONE)
    return list(Correction.objects.filter(~Exists(finished), flow=DUE).order_by("event_id")[:50])


def is_due(correction: Correction) -> bool:
    """Say whether what a correction touches is still being counted again."""
    finished = Correction.objects.filter(corrects=correction.event_id, flow=finishing.DONE)
    return correction.flow == DUE and not finished.exists()


def walk(correction: Correction, most: int) -> int | None:
    """Count again what a correction touches, at most so many makings; return the touched lots, None if some are left.

    A making that comes out as it was ends the walk there.
    """
    waiting = _first(correction)
    heapify(waiting)
    seen, done = {key for _, key in waiting}, 0
    while waiting:
        _, key = heappop(waiting)
        making = Making.objects.get(key=key)
        if _is_new(correction, making):
            if done >= most:
                return None
            done += 1
            _reflow(correction, making)
        touched = touched_lots(correction.event_id).filter(lot__in=making.outputs)
        for number, later in _makings_of(touched.values_list("lot", flat=True)):
            if later not in seen:
                seen.add(later)
                heappush(waiting, (number, later))
    return touched_lots(correction.event_id).count()


def touched_lots(correction: int) -> QuerySet[Correction]:
    """Return the reflowed lots of a correction, one line each."""
    return Correction.objects.filter(corrects=correction, first=REFLOWED_BY, flow=None)


def finish(correction: Correction, touched: int) -> None:
    """Say that nothing is due any more."""
    key = str(uuid5(NAMESPACE_URL, f"finished:{correction.event_id}"))
    facts = {"lot": correction.lot, "correction": correction.event_id, "touched": touched}
    enter([system_entry(key, finishing.KIND, facts)])


def _first(correction: Correction) -> list[tuple[int, str]]:
    """Return the makings next to the corrected lot: that which made it, that which used it up."""
    lot = Lot.objects.get(code=correction.lot)
    return _by_key({lot.made_by, lot.used_by})


def _makings_of(lots: Iterable[str]) -> list[tuple[int, str]]:
    used = Lot.objects.filter(code__in=list(lots), used_by__isnull=False)
    return _by_key(set(used.values_list("used_by", flat=True)))


def _by_key(keys: Iterable[str | None]) -> list[tuple[int, str]]:
    return list(Making.objects.filter(key__in=[key for key in keys if key]).values_list("event_id", "key"))


def _key(correction: Correction, making: Making) -> str:
    return str(uuid5(NAMESPACE_URL, f"reflow:{correction.event_id}:{making.key}"))


def _is_new(correction: Correction, making: Making) -> bool:
    return not EventKey.objects.filter(key=_key(correction, making)).exists()


def _reflow(correction: Correction, making: Making) -> None:
    facts = {
        "making": making.key,
        "inputs": sorted(making.inputs),
        "outputs": sorted(making.outputs),
        "cause": correction.event_id,
    }
    enter([system_entry(_key(correction, making), reflowing.KIND, facts)])
