"""Holds lots for review when a flag says "hold", once for each flag and lot, and lets them go with it.

Numbers change, and a changed flag is another one: what an earlier flag of the same rule about the same subject held
stays held by that hold and goes with the finding. What a person released from a place's or a party's finding is not
held by it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from ledger.custody.holding import hold_entries, release_entries
from ledger.custody.models import Hold, Lot, Origin
from ledger.deeds.batches import enter
from ledger.log.reading import Positioned
from ledger.risk.affected import STILL_THERE
from ledger.risk.answering import ANSWERED, FALSE
from ledger.risk.models import Flag
from ledger.risk.rules import RiskRule, Worry

HOLD, SYSTEM = "hold", "system"
CHUNK = 400
OVER = "The finding that held it was withdrawn."


def hold_for_review(found: Mapping[str, tuple[RiskRule, str, Worry]]) -> int:
    """Hold the lots that findings of severity "hold" are about, by the key of their flag; what was released stays so.

    A finding is the rule, its subject and the worry.
    """
    wanted = {key: _lots(*each) for key, each in found.items() if each[2].severity == HOLD}
    there = _still_there({lot for lots in wanted.values() for lot in lots})
    if not there:
        return 0
    reviewed = _reviewed({key: found[key] for key in wanted}, there)
    now = datetime.now(UTC)
    entries = [
        entry
        for key in sorted(wanted)
        for entry in hold_entries((wanted[key] & there) - reviewed.get(key, set()), found[key][0].id, key, now)
    ]
    for start in range(0, len(entries), CHUNK):
        enter(entries[start : start + CHUNK])
    return len(entries)


def _reviewed(found: Mapping[str, tuple[RiskRule, str, Worry]], lots: set[str]) -> dict[str, set[str]]:
    """Return by flag the lots that its finding holds already, or that are not held by it again."""
    alike = flags_alike((rule.id, subject) for rule, subject, _worry in found.values())
    causes = [cause for keys in alike.values() for cause in keys]
    holds: dict[str, list[Hold]] = {}
    for each in Hold.objects.filter(cause__in=causes, lot__in=lots):
        holds.setdefault(each.cause or "", []).append(each)
    return {
        key: {
            hold.lot
            for cause in alike.get((rule.id, subject), ())
            for hold in holds.get(cause, ())
            if cause == key or hold.ended_on is None or (rule.looks_at != "lot" and hold.ended_by != SYSTEM)
        }
        for key, (rule, subject, _worry) in found.items()
    }


def flags_alike(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the keys of all flags, open or not, of these rules about these subjects."""
    asked = set(names)
    rules, subjects = {rule for rule, _ in asked}, {subject for _, subject in asked}
    alike: dict[tuple[str, str], list[str]] = {}
    for flag in Flag.objects.filter(rule__in=rules, subject__in=subjects):
        if (flag.rule, flag.subject) in asked:
            alike.setdefault((flag.rule, flag.subject), []).append(str(flag.key))
    return alike


def _lots(rule: RiskRule, subject: str, worry: Worry) -> set[str]:
    lots = {*worry.lots, *([subject] if rule.looks_at == "lot" else [])}
    if rule.looks_at == "place" and worry.holds_since is not None:
        lots |= dug_since(subject, worry.holds_since)
    return lots


def dug_since(place: str, since: date) -> set[str]:
    """Return the lots that hold ore dug at a place since a day."""
    return set(Origin.objects.filter(place=place, dug_on__gte=since).values_list("lot", flat=True))


def _still_there(lots: Iterable[str]) -> set[str]:
    found = Lot.objects.filter(code__in=list(lots), state__in=STILL_THERE)
    return set(found.values_list("code", flat=True))


def release_with(flags: Sequence[Flag]) -> int:
    """Release what the findings of these flags held, and nothing that was held for another reason."""
    alike = flags_alike((flag.rule, flag.subject) for flag in flags) if flags else {}
    keys = [key for keys in alike.values() for key in keys]
    holds = list(Hold.objects.filter(cause__in=keys, ended_on=None)) if keys else []
    entries = release_entries(holds, OVER, datetime.now(UTC))
    for start in range(0, len(entries), CHUNK):
        enter(entries[start : start + CHUNK])
    return len(entries)


def release_answered(events: Sequence[Positioned]) -> int:
    """Release what a false alarm held: somebody has said so."""
    told = [event for event in events if event.kind == ANSWERED and event.facts["verdict"] == FALSE]
    return release_with(list(Flag.objects.filter(key__in=[event.facts["flag"] for event in told]))) if told else 0
