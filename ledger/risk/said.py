"""What people said of a flag: explanations and the answer, with their words where the reader may see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.access import sees_group
from ledger.risk.models import Flag
from ledger.risk.rules import RISK_RULES


@dataclass(frozen=True)
class Said:
    """One explanation or answer: when, which of the rule's explanations, the words; `withheld` where not shown."""

    kind: str
    moment: datetime
    party: str
    verdict: str
    until: str
    explanation: Any
    note: str
    withheld: bool


def words_about(flag: Flag, actor: Actor) -> list[Said]:
    """Return what was said of a flag, first said first; two queries."""
    events = list(events_by_id(list(flag.said_in or ())))
    openings = openings_of(event.key for event in events)
    return [_said(flag, event, openings.get(event.key, []), actor) for event in sorted(events, key=lambda e: e.id)]


def _said(flag: Flag, event: Positioned, openings: list[Any], actor: Actor) -> Said:
    notes = next((each for each in openings if each.group == "notes"), None)
    value = json.loads(bytes(notes.value)) if notes and notes.value else {}
    shown = sees_group(actor, "notes", kind=event.kind, party=event.party, value=value)
    number = event.facts.get("explanation")
    innocent = RISK_RULES[flag.rule].innocent
    return Said(
        event.kind.rsplit(".v", 1)[0],
        datetime.fromisoformat(event.envelope["recorded_at"]),
        event.party,
        event.facts.get("verdict", ""),
        event.facts.get("until", ""),
        innocent[number - 1] if number and number <= len(innocent) else "",
        str(value.get("note", "")) if shown else "",
        not shown,
    )
