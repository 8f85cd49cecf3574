"""Tells the rules of risk how many miners each visit counted (D10-C). One question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.risk.finders import finds
from ledger.risk.plausibility.ghosts import COUNTED, Counted
from ledger.standing.reading import YES
from sites.models import Visit, Withdrawn


@finds("place")
def miners_counted(places: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each site what visits on site counted, but for those that were taken back."""
    visits = Visit.objects.filter(place__in=list(places), on_site=YES, workers__isnull=False, visited_on__lte=today)
    struck = Withdrawn.objects.filter(subject__in=list(places))
    kept = visits.exclude(event_id__in=struck.values("event_id")).order_by("visited_on", "event_id")
    found: dict[str, dict[str, Any]] = {}
    for place, day, miners in kept.values_list("place", "visited_on", "workers"):
        found.setdefault(place, {COUNTED: []})[COUNTED].append(Counted(day, miners))
    return found
