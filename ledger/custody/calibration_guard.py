"""Whether a scale may weigh at a place on a day (WGT-01): told by its calibrations, as far as a country enforces it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from ledger.custody.refusals import ScaleNotCalibrated, ScaleNotRegistered
from ledger.custody.scales import calibration_on, latest_of_scales
from ledger.custody.tables import CALIBRATION
from ledger.deeds.entries import Entry
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter

NEVER, WHERE_REGISTERED, ALWAYS = 0, 1, 2


def refuse_bad_scale(entry: Entry, rows: Rows, place: str | None, zone: str | None) -> None:
    """Refuses scale_not_registered, scale_not_calibrated, as `scales_enforced` of the place's country says.

    A place that this batch did not load is that of a lot which the same batch opened: it was judged when that was done.
    """
    found = rows.get(PLACE, place) if place and rows.holds(PLACE, place) else None
    if found is None:
        return
    day = (entry.moment.astimezone(ZoneInfo(zone)) if zone else entry.moment).date()
    enforced = parameter("scales_enforced", day, found.country)
    calibrations = rows.so_far(CALIBRATION, found.code)
    if enforced == NEVER or (enforced == WHERE_REGISTERED and not calibrations):
        return
    scale = entry.get("scale")
    if not any(each.scale == scale for each in calibrations):
        known = [each.scale for each in latest_of_scales(calibrations)]
        raise ScaleNotRegistered(place=found.code, scale=scale, known=known)
    if calibration_on(calibrations, str(scale), day) is None:
        raise ScaleNotCalibrated(
            place=found.code, scale=scale, day=day.isoformat(), last_on=_last_day(calibrations, str(scale))
        )


def _last_day(calibrations: list[Any], scale: str) -> str | None:
    days: list[date] = [each.valid_to for each in latest_of_scales(calibrations) if each.scale == scale]
    return days[0].isoformat() if days else None
