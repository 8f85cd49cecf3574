"""ARM-01: armed presence or interference at a place's last visit that answered the question."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.reading import INTERFERENCE, PRESENCE, YES, last_seen

SENTENCES = {
    "stop": _("Armed interference was seen at the last visit that looked for it, on %(seen_on)s, %(days)s days ago."),
    "warn": _("Armed presence was seen at the last visit that looked for it, on %(seen_on)s, %(days)s days ago."),
}


@rule(
    "ARM-01",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="ours, after domain/custody_3t.md §5; OECD Annex II paragraphs 3 and 5",
)
def armed_at_last_visit(place: PlaceSeen) -> Worry | None:
    """Armed interference at the last visit stops; armed presence alone warns; presence includes the army."""
    for topic, severity in ((INTERFERENCE, "stop"), (PRESENCE, "warn")):
        seen = last_seen(place.statements, topic, place.today)
        if seen is not None and seen.value == YES:
            return Worry(severity, "A2-5", _evidence(place, seen))
    return None


def _evidence(place: PlaceSeen, seen: Any) -> dict[str, Any]:
    # days change every day and would raise the flag anew: the sentence counts them when it is read
    return {"seen_on": seen.valid_from.isoformat(), "topic": seen.topic}
