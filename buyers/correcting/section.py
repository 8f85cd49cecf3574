"""The section of a lot's page: what it said before, struck through, what it says since, and why."""

from __future__ import annotations

from typing import Any

from buyers.signing.describing import values
from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.correcting.finishing import DONE
from ledger.custody.models import Correction, Lot
from ledger.deeds.entries import Actor
from ledger.parties.access import may_correct_lots


def corrections(lot: Lot, actor: Actor) -> dict[str, Any]:
    """Return the corrections of a lot, first first, and whether this actor may add one."""
    found = Correction.objects.filter(lot=lot.code).exclude(flow=DONE).order_by("event_id")
    return {"corrections": [_line(each) for each in found], "may_correct": may_correct_lots(actor)}


def _line(each: Correction) -> dict[str, Any]:
    return {
        "correction": each,
        "was": values(each.was),
        "now": values(each.now),
        "of_itself": each.first != REFLOWED_BY,
        "alone": each.second is None,
    }
