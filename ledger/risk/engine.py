"""The engine: looks at places and lots with every registered rule, and raises or clears flags as events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.custody.models import Origin
from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.system import system_entry
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.risk.finders import findings_about
from ledger.risk.flags import CLEARED, RAISED
from ledger.risk.models import Flag
from ledger.risk.rules import LotSeen, PlaceSeen, RiskRule, Worry, rules_for
from ledger.standing.models import Standing
from ledger.standing.reading import live

CHUNK = 400


def look_at_places(codes: Iterable[str], today: date) -> int:
    """Bring the flags of places up to date; return how many were raised or cleared."""
    return sum(_settle(chunk, _place_worries(chunk, today)) for chunk in _chunks(codes))


def look_at_lots(codes: Iterable[str]) -> int:
    """Bring the flags of lots up to date; return how many were raised or cleared."""
    return sum(_settle(chunk, _lot_worries(chunk)) for chunk in _chunks(codes))


def settle(looks_at: str, seen: Sequence[Any], of: str | None = None) -> int:
    """Bring the flags of what other rooms loaded up to date (`of` one rule alone); return how many changed."""
    return _settle([each.code for each in seen], _ask_rules(looks_at, seen), of)


def _chunks(codes: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(set(codes))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


Found = dict[tuple[str, str], tuple[RiskRule, Worry]]


def _place_worries(codes: Sequence[str], today: date) -> Found:
    statements, places = _statements(codes), _places(codes)
    findings = findings_about("place", codes, today)
    seen = (
        PlaceSeen(code, statements.get(code, []), today, country, findings.get(code, {}), kind)
        for code, (country, kind) in ((code, places.get(code, ("", MINE_SITE))) for code in codes)
    )
    return _ask_rules("place", seen)


def _lot_worries(codes: Sequence[str]) -> Found:
    origins: dict[str, list[tuple[str, date, int]]] = {code: [] for code in codes}
    for lot, place, dug_on, grams in Origin.objects.filter(lot__in=codes).values_list(
        "lot", "place", "dug_on", "grams"
    ):
        origins[lot].append((place, dug_on, grams))
    places = {place for of_lot in origins.values() for place, _, _ in of_lot}
    statements, countries = _statements(places), _countries(places)
    findings = findings_about("lot", codes, datetime.now(UTC).date())
    seen = (LotSeen(code, origins[code], statements, countries, findings.get(code, {})) for code in codes)
    return _ask_rules("lot", seen)


def _ask_rules(looks_at: str, seen: Iterable[Any]) -> Found:
    rules = rules_for(looks_at)
    answers = ((rule, each, rule.function(each)) for each in seen for rule in rules)
    return {(rule.id, each.code): (rule, worry) for rule, each, worry in answers if worry}


def _statements(places: Iterable[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in Standing.objects.filter(subject__in=list(places)):
        found.setdefault(each.subject, []).append(each)
    return {subject: live(said) for subject, said in found.items()}


def _countries(places: Iterable[str]) -> dict[str, str]:
    return {code: country for code, (country, _kind) in _places(places).items()}


def _places(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return country and kind of places."""
    found = Place.objects.filter(code__in=list(codes)).values_list("code", "country", "kind")
    return {code: (country, kind) for code, country, kind in found}


def _settle(codes: Sequence[str], worries: Found, of: str | None = None) -> int:
    """Clear open flags that no longer hold or say something else now, and raise what is new; `of` one rule alone."""
    entries = []
    standing = set()
    flags = Flag.objects.filter(subject__in=codes, cleared_on=None).order_by("event_id")
    for flag in flags.filter(rule=of) if of else flags:
        found = worries.get((flag.rule, flag.subject))
        if found and _same(flag, *found):
            standing.add((flag.rule, flag.subject))
        else:
            entries.append(_clearing(flag, "changed" if found else "no_longer_true"))
    last = _last_events(codes)
    for (rule_id, subject), (rule, worry) in sorted(worries.items()):
        if (rule_id, subject) not in standing:
            entries.append(_raising(rule, subject, worry, last.get((rule_id, subject), 0)))
    for start in range(0, len(entries), CHUNK):
        enter(entries[start : start + CHUNK])
    return len(entries)


def _same(flag: Flag, rule: RiskRule, worry: Worry) -> bool:
    now = (rule.version, worry.severity, worry.category, worry.evidence)
    return (flag.version, flag.severity, flag.category, flag.evidence) == now


def _last_events(codes: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return the id of the last flag by rule and subject: it makes the key of the next one its own."""
    flags = Flag.objects.filter(subject__in=codes).order_by("event_id").values_list("rule", "subject", "event_id")
    return {(rule, subject): number for rule, subject, number in flags}


def _raising(rule: RiskRule, subject: str, worry: Worry, after: int) -> Entry:
    key = str(uuid5(NAMESPACE_URL, f"flag:{rule.id}:{rule.version}:{subject}:{after}"))
    facts = {"rule": rule.id, "version": rule.version, "subject": subject, "severity": worry.severity}
    return system_entry(key, RAISED, {**facts, "category": worry.category, "evidence": worry.evidence})


def _clearing(flag: Flag, reason: str) -> Entry:
    key = str(uuid5(NAMESPACE_URL, f"clear:{flag.key}"))
    return system_entry(key, CLEARED, {"flag": str(flag.key), "reason": reason})
