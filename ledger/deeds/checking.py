"""One entry is judged against the rows: repeated, waiting, refused, or sealed and applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ledger.deeds import sources
from ledger.deeds.entries import Answer, Entry
from ledger.deeds.guards import guards_on
from ledger.deeds.kinds import KINDS, Kind
from ledger.deeds.rows import Rows
from ledger.deeds.sealing import seal, unseal
from ledger.deeds.withholding import without_hidden
from ledger.errors import BadEntry, NotAllowed, Refused, Waits
from ledger.log.append import KeyOutcome, Leaf


@dataclass(frozen=True)
class Sealed:
    """A leaf with the id under which it is appended."""

    event_id: int
    leaf: Leaf
    holds: tuple[str, ...] = ()


def judge(
    entry: Entry, rows: Rows, outcomes: dict[str, KeyOutcome], event_id: int, origin: str, now: datetime
) -> tuple[Answer, Sealed | None]:
    """Return the answer to an entry, and its leaf if it was recorded; the rows then show what it changed.

    The key is looked at before the guards: a repeat must get its old answer, whatever has happened since.
    """
    earlier = outcomes.get(entry.key)
    if earlier:
        return _again(entry, earlier), None
    try:
        sealed = _do(entry, rows, event_id, origin, now)
    except Waits as wait:
        facts = without_hidden(entry, wait.facts)
        return Answer(entry.key, "waiting", wait.code, facts, awaits=tuple(wait.names)), None
    except Refused as refusal:
        answer = _refused(entry, refusal)
        if answer.kept:
            _remember(entry, answer, rows, outcomes)
        return answer, None
    answer = Answer(entry.key, "recorded", event_id=event_id, holds=sealed.holds)
    _remember(entry, answer, rows, outcomes)
    return answer, sealed


def _do(entry: Entry, rows: Rows, event_id: int, origin: str, now: datetime) -> Sealed:
    kind = KINDS[entry.kind]
    sources.check(entry, rows, origin)
    kind.known(entry, rows)
    for rule in guards_on(entry.kind):
        try:
            rule.function(entry, rows)
        except Refused as refusal:
            refusal.rule = rule.id
            raise
    resolved = kind.check(entry, rows)
    heads = resolved.pop("heads", {})
    where = {"local_date": local_date(entry, kind, rows), "heads": heads, "resolved": resolved}
    leaf = seal(entry, kind, origin, now, where)
    trade = next((opening.value for opening in leaf.openings if opening.group == "trade"), None)
    # apply sees what replay will see: the event decoded from the leaf's own bytes
    sources.apply(unseal(event_id, leaf.entry, trade), rows)
    return Sealed(event_id, leaf, tuple(resolved.get("holds", ())))


def local_date(entry: Entry, kind: Kind, rows: Rows) -> str:
    """Return the calendar day at the place, or at the offset that was typed where no place is named."""
    zone = kind.zone(entry, rows)
    return (entry.moment.astimezone(ZoneInfo(zone)) if zone else entry.moment).date().isoformat()


def _again(entry: Entry, earlier: KeyOutcome) -> Answer:
    if earlier.actor != entry.actor.id:
        return Answer(entry.key, "refused", "key_reused", kept=False)
    # of an entry whose words were erased nobody can say any more whether these are the same: the key decides
    if earlier.words_hash and earlier.words_hash != entry.words_hash:
        return Answer(entry.key, "refused", "key_reused", {"key": entry.key}, field="key", kept=False)
    if earlier.outcome == "recorded":
        return Answer(entry.key, "repeated", event_id=earlier.event_id, kept=False)
    said: dict[str, Any] = earlier.answer or {}
    code, facts, rule = said.get("code"), said.get("facts", {}), said.get("rule")
    # `repeat` is not told: the same key and words get the same answer
    return Answer(entry.key, "refused", code, facts, rule=rule, kept=False)


def _refused(entry: Entry, refusal: Refused) -> Answer:
    kept = not isinstance(refusal, BadEntry | NotAllowed)
    field = refusal.field if isinstance(refusal, BadEntry) else None
    # what is sent back and not kept may repeat the words that were sent
    facts = without_hidden(entry, refusal.facts) if kept else dict(refusal.facts)
    return Answer(entry.key, "refused", refusal.code, facts, refusal.rule, field, kept=kept)


def _remember(entry: Entry, answer: Answer, rows: Rows, outcomes: dict[str, KeyOutcome]) -> None:
    said = {"code": answer.code, "facts": answer.facts, "rule": answer.rule}
    rows.recorded[entry.key] = answer.status
    outcomes[entry.key] = KeyOutcome(entry.key, entry.actor.id, entry.words_hash, answer.status, answer.event_id, said)
