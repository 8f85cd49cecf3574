"""A corrected lot, and every lot that flowed again because of it, is looked at again by all rules."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.custody.models import Correction
from ledger.log.reading import Positioned
from ledger.risk.finders import touches

CORRECTING = ("lot.corrected.", "lot.voided.", "making.reflowed.", "proposal.signed.")


@touches
def corrected_lots(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Return the lots whose origins or mass these events changed, whichever signature put it in force."""
    changed = [event.id for event in events if event.kind.startswith(CORRECTING)]
    lots = Correction.objects.filter(event_id__in=changed).values_list("lot", flat=True) if changed else []
    return set(), set(lots)
