"""The engine: shows places, lots and parties to every registered rule, and settles what they found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from ledger.custody.models import Origin
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Party, Place
from ledger.risk.finders import findings_about
from ledger.risk.rules import LotSeen, PartySeen, PlaceSeen, RiskRule, Worry, rules_for
from ledger.risk.settling import settle_found
from ledger.standing.models import Standing
from ledger.standing.reading import live

CHUNK = 400


def look_at_places(codes: Iterable[str], today: date) -> int:
    """Bring the flags of places up to date; return how many were raised or cleared."""
    return sum(settle_found("place", chunk, _place_worries(chunk, today)) for chunk in _chunks(codes))


def look_at_lots(codes: Iterable[str]) -> int:
    """Bring the flags of lots up to date; return how many were raised or cleared."""
    return sum(settle_found("lot", chunk, _lot_worries(chunk)) for chunk in _chunks(codes))


def look_at_parties(codes: Iterable[str], today: date) -> int:
    """Bring the flags of parties up to date; return how many were raised or cleared."""
    return sum(settle_found("party", chunk, _party_worries(chunk, today)) for chunk in _chunks(codes))


def settle(looks_at: str, seen: Sequence[Any], of: str | None = None) -> int:
    """Bring the flags of what other rooms loaded up to date (`of` one rule alone); return how many changed."""
    return settle_found(looks_at, [each.code for each in seen], _ask_rules(looks_at, seen), of)


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


def _party_worries(codes: Sequence[str], today: date) -> Found:
    statements, findings = _statements(codes), findings_about("party", codes, today)
    known = Party.objects.filter(code__in=codes).values_list("code", "country", "kind")
    parties = {code: (country, kind) for code, country, kind in known}
    seen = (
        PartySeen(code, statements.get(code, []), today, country, findings.get(code, {}), kind)
        for code, (country, kind) in sorted(parties.items())
    )
    return _ask_rules("party", seen)


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
