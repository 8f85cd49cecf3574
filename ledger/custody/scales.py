"""Reads calibrations: which scales a place has, and whether each may weigh on a day. Pure, over loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any


def latest_of_scales(calibrations: Iterable[Any]) -> list[Any]:
    """Return the last calibration of every scale, in the order of their names."""
    found: dict[str, Any] = {}
    for each in sorted(calibrations, key=lambda each: (each.calibrated_on, each.event_id)):
        found[each.scale] = each
    return [found[scale] for scale in sorted(found)]


def calibration_on(calibrations: Iterable[Any], scale: str, day: date) -> Any | None:
    """Return the calibration that counts for a scale on a day: its last one by then, if it still holds."""
    by_then = [each for each in calibrations if each.scale == scale and each.calibrated_on <= day]
    last = max(by_then, key=lambda each: (each.calibrated_on, each.event_id), default=None)
    return last if last is not None and day <= last.valid_to else None
