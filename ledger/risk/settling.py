"""Settles what rules found: raises what is new, clears what no longer holds, holds lots for review. All as events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.system import system_entry
from ledger.risk.affected import grams_affected
from ledger.risk.answering import ACCEPTED, FALSE
from ledger.risk.causes import causes_now
from ledger.risk.flags import CHANGED, CLEARED, GONE, RAISED, SEVERITIES, UNKNOWN
from ledger.risk.models import Flag
from ledger.risk.reviewing import HOLD, hold_for_review, release_with
from ledger.risk.rules import RISK_RULES, RiskRule, Worry

CHUNK = 400
Found = Mapping[tuple[str, str], tuple[RiskRule, Worry]]


def settle_found(looks_at: str, codes: Sequence[str], found: Found, of: str | None = None) -> int:
    """Bring the flags of these subjects up to date (`of` one rule alone); return how many changed.

    Flags of rules that look at something else, such as a refusal about the same party, are left alone.
    """
    others = [rule.id for rule in RISK_RULES.values() if rule.looks_at != looks_at]
    flags = Flag.objects.filter(subject__in=codes, cleared_on=None).exclude(rule__in=others).order_by("event_id")
    standing, over = _sorted_out(list(flags.filter(rule=of) if of else flags), found)
    new = {name: pair for name, pair in found.items() if name not in standing}
    raised = _raised(new, _last_flags({subject for _rule, subject in new}))
    _enter([*(_clearing(flag, _why(flag, found)) for flag in over), *raised.values()])
    release_with([flag for flag in over if _lets_go(flag.rule) and not _still_holds(flag, found)])
    keys = {**{name: str(flag.key) for name, flag in standing.items()}, **{n: e.key for n, e in raised.items()}}
    holding = {name for name in keys if name not in standing or not _lived_with(standing[name], found[name][1])}
    hold_for_review({keys[name]: (found[name][0], name[1], found[name][1]) for name in sorted(holding)})
    return len(over) + len(raised)


def _why(flag: Flag, found: Found) -> str:
    return CHANGED if (flag.rule, flag.subject) in found else GONE


def _still_holds(flag: Flag, found: Found) -> bool:
    """Say whether a finding that changed is still one that holds lots."""
    pair = found.get((flag.rule, flag.subject))
    return pair is not None and pair[1].severity == HOLD


def _lets_go(rule_id: str) -> bool:
    """Say whether what a rule held goes on by itself once its finding is gone."""
    rule = RISK_RULES.get(rule_id)
    return rule is not None and not rule.answered_by_person


def _sorted_out(flags: Sequence[Flag], found: Found) -> tuple[dict[tuple[str, str], Flag], list[Flag]]:
    """Return open flags that stand as they are, by rule and subject, and those that are over."""
    standing: dict[tuple[str, str], Flag] = {}
    over = []
    for flag in flags:
        name = (flag.rule, flag.subject)
        pair = found.get(name)
        if pair and (_same(flag, *pair) or _lived_with(flag, pair[1])):
            standing[name] = flag
        else:
            over.append(flag)
    return standing, over


def _same(flag: Flag, rule: RiskRule, worry: Worry) -> bool:
    now = (rule.version, worry.severity, worry.category, worry.evidence)
    return (flag.version, flag.severity, flag.category, flag.evidence) == now


def _lived_with(flag: Flag, worry: Worry) -> bool:
    return flag.verdict == ACCEPTED and _answer_lasts(flag, worry)


def _answer_lasts(flag: Flag, worry: Worry) -> bool:
    """Say whether an answer still covers a worry: its last day has not passed, and it got no worse."""
    worse = SEVERITIES.index(worry.severity) < SEVERITIES.index(flag.severity)
    # that nobody knows is another thing than what was answered
    other = worse or (worry.severity != flag.severity and worry.severity == UNKNOWN)
    return flag.answered_until is not None and _today() <= flag.answered_until and not other


def _today() -> date:
    return datetime.now(UTC).date()


def _last_flags(subjects: set[str]) -> dict[tuple[str, str], Flag]:
    """Return the last flag by rule and subject: its number makes the key of the next one its own."""
    flags = Flag.objects.filter(subject__in=sorted(subjects)).order_by("event_id")
    return {(flag.rule, flag.subject): flag for flag in flags}


def _raised(new: Found, last: Mapping[tuple[str, str], Flag]) -> dict[tuple[str, str], Entry]:
    """Return the entries that raise what is new; a false alarm is not raised again while its answer lasts."""
    kept = {name: pair for name, pair in new.items() if not _answered_before(last.get(name), *pair)}
    grams = _grams(kept)
    return {
        name: _raising(rule, name[1], worry, last[name].event_id if name in last else 0, grams.get(name))
        for name, (rule, worry) in sorted(kept.items(), key=lambda each: each[0])
    }


def _answered_before(flag: Flag | None, rule: RiskRule, worry: Worry) -> bool:
    """Say whether somebody called this a false alarm: until the day that was named, else while it stays the same."""
    if flag is None or flag.verdict != FALSE:
        return False
    return _same(flag, rule, worry) if flag.answered_until is None else _answer_lasts(flag, worry)


def _grams(found: Found) -> dict[tuple[str, str], int]:
    """Return how many grams each flag affects: what its evidence says, else what its subject holds."""
    by_kind: dict[str, list[str]] = {}
    for (_rule, subject), (rule, _worry) in found.items():
        by_kind.setdefault(rule.looks_at, []).append(subject)
    held = {kind: grams_affected(kind, sorted(set(subjects))) for kind, subjects in by_kind.items()}
    said = {name: worry.evidence.get("grams") for name, (_rule, worry) in found.items()}
    sums = {name: held[rule.looks_at].get(name[1]) for name, (rule, _worry) in found.items()}
    every = {name: said[name] if isinstance(said[name], int) else sums[name] for name in found}
    return {name: abs(grams) for name, grams in every.items() if grams is not None}


def _raising(rule: RiskRule, subject: str, worry: Worry, after: int, grams: int | None) -> Entry:
    key = str(uuid5(NAMESPACE_URL, f"flag:{rule.id}:{rule.version}:{subject}:{after}"))
    facts: dict[str, Any] = {
        "rule": rule.id,
        "version": rule.version,
        "subject": subject,
        "severity": worry.severity,
        "category": worry.category,
        "evidence": worry.evidence,
        **({} if grams is None else {"grams": grams}),
        **causes_now().told(subject),
    }
    return system_entry(key, RAISED, facts)


def _clearing(flag: Flag, reason: str) -> Entry:
    key = str(uuid5(NAMESPACE_URL, f"clear:{flag.key}"))
    return system_entry(key, CLEARED, {"flag": str(flag.key), "reason": reason})


def _enter(entries: Sequence[Entry]) -> None:
    for start in range(0, len(entries), CHUNK):
        enter(list(entries[start : start + CHUNK]))
