"""The decisions of a site with their papers, struck ones too; and what was known of them on an earlier day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ledger.log.knowing import Held as Known
from ledger.log.knowing import among
from ledger.log.reading import events_by_id
from ledger.risk.status_age import StatusAge, status_age
from ledger.standing.reading import OWN, SCHEME, STATE, WITHDRAWN

TOPICS = (STATE, SCHEME, OWN)


@dataclass(frozen=True)
class Decision:
    """One decision as the page of a site lists it."""

    said: Any
    recorded_at: datetime | None
    key: str | None
    struck_by: Any | None

    @property
    def terms(self) -> dict[str, Any]:
        return self.said.terms or {}

    @property
    def act(self) -> str:
        return str(self.terms.get("act") or self.said.source)

    @property
    def signed_on(self) -> date | None:
        signed = self.terms.get("signed_on")
        return date.fromisoformat(signed) if signed else None


@dataclass(frozen=True)
class Column:
    """One of the three statuses: what counts on the day, and every decision, the newest first."""

    topic: str
    now: StatusAge
    decisions: Sequence[Decision]


def as_known(statements: Iterable[Any], known: Known) -> list[Any]:
    """Return the statements whose events the log held by then; one query."""
    listed = list(statements)
    held = among((each.event_id for each in listed), known)
    return [each for each in listed if each.event_id in held]


def columns(statements: Sequence[Any], day: date, country: str) -> list[Column]:
    """Return the three statuses side by side on a day; one query for the papers behind them."""
    decided = [each for each in statements if each.topic in TOPICS]
    events = {event.id: event for event in events_by_id({each.event_id for each in decided})} if decided else {}
    struck = {event: each for each in statements if each.topic == WITHDRAWN for event in each.terms["events"]}
    made = [_decision(each, events.get(each.event_id), struck.get(each.event_id)) for each in decided]
    made.sort(key=lambda each: (each.said.valid_from, each.said.event_id), reverse=True)
    return [
        Column(topic, status_age(statements, day, topic, country), [each for each in made if each.said.topic == topic])
        for topic in TOPICS
    ]


def _decision(said: Any, event: Any | None, struck_by: Any | None) -> Decision:
    recorded_at = datetime.fromisoformat(event.envelope["recorded_at"]) if event else None
    key = event.key if event and event.kind.startswith("act.signed.") else None
    return Decision(said, recorded_at, key, struck_by)
