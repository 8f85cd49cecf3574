"""How the book's own events are read as findings: Red orders, tags used twice or called back, entries taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.custody.holding import HELD
from ledger.custody.models import Hold
from ledger.log.reading import Positioned, events_by_id
from ledger.risk.tainting.findings import Finding, ended_by, finding_in
from ledger.risk.tainting.opening import RED_ORDER, TAG
from ledger.standing.reading import RED

BAD_TAGS = frozenset({"TAG-02", "TAG-04"})


@finding_in("site.status_decided.")
@finding_in("act.signed.")
def red_order(event: Positioned) -> Iterable[Finding]:
    """A decision that makes a site Red counts from its first day, also where that lies behind (MINE-06)."""
    facts = event.facts
    if facts["status"] != RED:
        return
    for place in facts.get("sites") or [facts["place"]]:
        yield Finding(RED_ORDER, place, "MINE-06", date.fromisoformat(facts["valid_from"]))


@finding_in(HELD)
def bad_tag(event: Positioned) -> Iterable[Finding]:
    """A bag that is held because its tag was used twice or called back is followed into what was made of it."""
    if event.facts["rule"] in BAD_TAGS:
        yield Finding(TAG, event.facts["lot"], event.facts["rule"])


@ended_by("lot.released.")
def tag_cleared(event: Positioned) -> Iterable[str]:
    """A release without reserve answers the question about the tag."""
    if event.facts.get("seals"):
        return []
    return _holds_answered(event)


def _holds_answered(event: Positioned) -> list[str]:
    ended = Hold.objects.filter(lot=event.facts["lot"], rule__in=BAD_TAGS, ended_event=event.id)
    return list(ended.values_list("key", flat=True))


@ended_by("entries.withdrawn.")
def entries_taken_back(event: Positioned) -> Iterable[str]:
    """Entries that were taken back take their findings with them."""
    numbers = [line["event"] for line in event.facts["entries"]]
    return [each.key for each in events_by_id(numbers)]
