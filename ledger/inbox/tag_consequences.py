"""What follows from a refused entry about a tag: a hold, or a flag at the place. Rule TAG-04."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from ledger.custody.holding import HELD
from ledger.custody.tags.refusals import TagHot, TagInUse
from ledger.deeds.entries import Entry
from ledger.deeds.system import system_entry
from ledger.inbox.consequences import Cause, after_refusal
from ledger.risk.flags import RAISED
from ledger.risk.tag_hot import RULE, SEVERITY, VERSION


@after_refusal(TagInUse.code)
def hold_what_carries_it(cause: Cause) -> Entry | None:
    """Hold the lot whose tag was reported void, lost, stolen or called back although it is on a bag (TAG-04)."""
    lot = cause.reason.get("lot")
    if not lot:
        return None
    key = str(uuid5(NAMESPACE_URL, f"hold:TAG-04:{cause.key}"))
    return system_entry(key, HELD, {"lot": lot, "rule": "TAG-04", "entry": cause.key}, cause.moment)


@after_refusal(TagHot.code)
def report_hot_tag(cause: Cause) -> Entry | None:
    """Raise a flag about who held the bag: it came with a number that must be on none (TAG-04)."""
    subject = cause.party
    if not subject:
        return None
    facts = {
        "rule": RULE,
        "version": VERSION,
        "subject": subject,
        "severity": SEVERITY,
        "category": "operational",
        "evidence": {"tag": cause.reason["tag"], "why": cause.reason["state"], "entry": cause.key},
    }
    return system_entry(str(uuid5(NAMESPACE_URL, f"hot:{cause.key}")), RAISED, facts, cause.moment)
