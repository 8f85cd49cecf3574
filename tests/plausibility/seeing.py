"""Shows constructed rows to one rule, as the engine would: a rule that is switched off finds nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.risk.rules import LotSeen, PartySeen, PlaceSeen, explain, rules_for

TODAY = date(2026, 11, 23)
PLACE, PARTY, LOT = "S0000001Z", "Q0000001H", "P00000019"


@dataclass
class Said:
    """A statement of standing."""

    topic: str
    value: str
    valid_from: date
    valid_to: date | None = None
    event_id: int = 1
    source: str = "Mines service"
    terms: dict[str, Any] = field(default_factory=dict)


def place_worry(rule_id, *statements, today=TODAY, **findings):
    return _ask("place", rule_id, PlaceSeen(PLACE, statements, today, "CD", findings))


def party_worry(rule_id, *, today=TODAY, **findings):
    return _ask("party", rule_id, PartySeen(PARTY, (), today, "CD", findings))


def lot_worry(rule_id, **findings):
    return _ask("lot", rule_id, LotSeen(LOT, [], {}, findings=findings))


def country_worry(rule_id, seen):
    return _ask("country", rule_id, seen)


def _ask(looks_at, rule_id, seen):
    for rule in rules_for(looks_at):
        if rule.id == rule_id:
            worry = rule.function(seen)
            if worry is not None:
                sentence = explain(rule_id, worry.severity, worry.evidence, TODAY)
                assert any(sign.isdigit() for sign in sentence), sentence
            return worry
    return None
