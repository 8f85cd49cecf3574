"""Asks the engine for one rule: a rule that is switched off is silent."""

from __future__ import annotations

from datetime import date

from ledger.risk.rules import LotSeen, PartySeen, PlaceSeen, rules_for

TODAY = date(2026, 11, 23)
PLACE, LOT, PARTY = "S0000001Z", "P00000019", "Q0000001H"


def about_place(rule_id, findings=None, statements=(), today=TODAY, country="CF", **more):
    """Return what a rule worries about a place of which this was found."""
    place = PlaceSeen(PLACE, statements, today, country, findings or {}, **more)
    return _ask("place", rule_id, place)


def about_lot(rule_id, findings=None, origins=(), **more):
    """Return what a rule worries about a lot of which this was found."""
    return _ask("lot", rule_id, LotSeen(LOT, list(origins), {}, findings=findings or {}, **more))


def about_party(rule_id, findings=None):
    """Return what a rule worries about a party of which this was found."""
    return _ask("party", rule_id, PartySeen(PARTY, (), TODAY, "CF", findings or {}))


def _ask(looks_at, rule_id, seen):
    return next((rule.function(seen) for rule in rules_for(looks_at) if rule.id == rule_id), None)


def severity(worry):
    """Return how much a worry weighs; None of none."""
    return worry and worry.severity
