"""What a tag's state means to a reader: a used tag is where its lot is. Derived at reading, never stored."""

from __future__ import annotations

from typing import Any

from ledger.custody.tables import (
    CONSUMED,
    DAMAGED,
    EXPORTED,
    IN_TRANSIT,
    ISSUED,
    LOST,
    RETURNED,
    STOLEN,
    STOPPED_TAG,
    USED,
    VOID,
    VOIDED,
)

APPLIED, RECEIVED = "applied", "received"
HOT = (LOST, STOLEN, VOID, DAMAGED, RETURNED, *STOPPED_TAG)
"""States whose number must be on no bag."""
PUBLIC = {
    ISSUED: ISSUED,
    USED: USED,
    VOID: VOID,
    LOST: LOST,
    STOLEN: LOST,
    DAMAGED: VOID,
    RETURNED: VOID,
    **dict.fromkeys(STOPPED_TAG, VOID),
}
"""The public is told known, used, void or lost, and nothing finer."""


def shown_state(tag: Any, lot: Any | None) -> str:
    """Return the state of a tag for those who may see its lot: applied, in_transit, received, consumed and so on."""
    if tag.state != USED or lot is None:
        return str(tag.state)
    if lot.state in {IN_TRANSIT, CONSUMED, EXPORTED, VOIDED}:
        return str(lot.state)
    return APPLIED if lot.place == tag.place else RECEIVED


def public_state(state: str) -> str:
    """Return the state of a tag as anybody may know it."""
    return PUBLIC.get(state, VOID)
