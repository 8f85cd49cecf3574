"""What the follower of risk does about findings: opens them, holds what their rule holds, and takes them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.holding import hold_entries, release_entries
from ledger.custody.models import Hold
from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.guards import works_out
from ledger.deeds.system import system_entry
from ledger.log.reading import Positioned
from ledger.risk.affected import STILL_THERE
from ledger.risk.reviewing import OVER
from ledger.risk.tainting.findings import ALL, Finding, causes_ended, findings_in
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.opening import OPENED, WITHDRAWN
from ledger.risk.tainting.reaching import touched_by
from ledger.risk.tainting.summing import Line, lines_of, sums_of

CHUNK = 400


def follow_findings(events: Sequence[Positioned]) -> int:
    """Open what these events find and withdraw what they take back; a second run repeats it. Return how many."""
    entries = [entry for event in events for found in findings_in(event) for entry in opened(event, found)]
    ended = [key for event in events for key in causes_ended(event)]
    entries += withdrawn(ended) if ended else []
    _enter(entries)
    return len(entries)


@works_out("TAINT-01", on=OPENED, source="ours, after domain/beyond_the_peers.md H1", otherwise=())
def opened(event: Positioned, found: Finding) -> Sequence[Entry]:
    """A Red order, an incident, a confirmed hit or a bad tag is followed to every lot, with grams, from then on."""
    cause = found.cause or event.key
    key = str(uuid5(NAMESPACE_URL, f"taint:{cause}:{found.why}:{found.subject}"))
    if Taint.objects.filter(key=key).exists():
        return []
    lines = lines_of(touched_by(found))
    if not lines:
        return []  # nothing to follow yet; what is dug there later meets the status itself
    sums = sums_of(lines)
    said = {
        "why": found.why,
        "subject": found.subject,
        "cause": cause,
        "rule": found.rule,
        "lots": sums.lots,
        "grams": sums.left_g,
        **({"since": found.since.isoformat()} if found.since else {}),
        **({"until": found.until.isoformat()} if found.until else {}),
    }
    return [system_entry(key, OPENED, said), *hold_entries(_held(found, lines), found.rule, key, datetime.now(UTC))]


def _held(found: Finding, lines: Sequence[Line]) -> list[str]:
    there = [line.lot for line in lines if line.lot.state in STILL_THERE] if found.holds else []
    return [lot.code for lot in there if found.holds == ALL or lot.holder == found.subject]


def withdrawn(causes: Sequence[str]) -> list[Entry]:
    """Return what takes back the findings of these entries: each is closed, and what it held goes on."""
    taints = list(Taint.objects.filter(cause__in=causes, withdrawn_on=None).order_by("event_id"))
    holds = Hold.objects.filter(cause__in=[str(taint.key) for taint in taints], ended_on=None)
    closed = [
        system_entry(
            str(uuid5(NAMESPACE_URL, f"untaint:{taint.key}")),
            WITHDRAWN,
            {"taint": str(taint.key), "reason": "cause_withdrawn"},
        )
        for taint in taints
    ]
    return [*closed, *release_entries(holds, OVER, datetime.now(UTC))]


def _enter(entries: Sequence[Entry]) -> None:
    for start in range(0, len(entries), CHUNK):
        enter(list(entries[start : start + CHUNK]))
