"""Answers for exports: has the follower of risk passed the lot, and does an open flag stop it or a place of its ore?

A stop that a lot's own entries brought upon it is answered when somebody releases the lot after it was raised, with a
reason. What the State says of a site is answered by the State alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.custody.clearing import Clearance, answers_for_risk
from ledger.custody.holding import RELEASED
from ledger.custody.models import LotEvent
from ledger.log.follow import position_of
from ledger.log.models import Leaf
from ledger.log.reading import events_by_id
from ledger.risk.incidents.at_site import open_level_one
from ledger.risk.models import Flag

FOLLOWER = "risk"
OF_THE_STATE = frozenset({"MINE-02"})


@answers_for_risk
def clearance(lot: Any, places: Iterable[str]) -> Clearance:
    """Return what is known of a lot: a flag raised later still finds it, an export of today does not wait for it."""
    places = list(places)
    made = Leaf.objects.filter(event_id=lot.event_id).values_list("position", flat=True).first()
    assessed = made is not None and made < position_of(FOLLOWER)
    stops = list(Flag.objects.filter(subject__in=[lot.code, lot.holder, *places], cleared_on=None, severity="stop"))
    released = _released(lot.code, min((flag.event_id for flag in stops), default=None))
    left = {flag.rule for flag in stops if not _answered(flag, lot.code, released)}
    return Clearance(assessed, tuple(sorted(left | open_level_one(lot.code, places))))


def _answered(flag: Flag, lot: str, released: int) -> bool:
    return flag.subject == lot and flag.rule not in OF_THE_STATE and flag.event_id < released


def _released(lot: str, since: int | None) -> int:
    """Return the number of the lot's last release after an event; 0 without one."""
    if since is None:
        return 0
    later = LotEvent.objects.filter(lot=lot, event_id__gt=since).values_list("event_id", flat=True)
    return max((event.id for event in events_by_id(list(later)) if event.kind == RELEASED), default=0)
