"""SEG-01 and WB-01: who is named in a case does not work on it, and whoever entered it does not close it."""

from __future__ import annotations

from typing import Any

from ledger.deeds.entries import SYSTEM, Actor, Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.risk.incidents.facts import known_incident, mark_of
from ledger.risk.incidents.refusals import PartyToCase, ReporterCloses

ACKNOWLEDGED = "incident.acknowledged.v1"
LEVEL_CHANGED = "incident.level_changed.v1"
LOTS_NAMED = "incident.lots_named.v1"
PLAN_ADOPTED = "incident.plan_adopted.v1"
STEP_DONE = "incident.step_done.v1"
FOUND = "incident.found.v1"
DECIDED = "incident.decided.v1"
CLOSED = "incident.closed.v1"
REOPENED = "incident.reopened.v1"
PUBLISHED = "incident.published.v1"
FORWARDED = "incident.forwarded.v1"
WORK = (
    ACKNOWLEDGED,
    LEVEL_CHANGED,
    LOTS_NAMED,
    PLAN_ADOPTED,
    STEP_DONE,
    FOUND,
    DECIDED,
    REOPENED,
    PUBLISHED,
    FORWARDED,
)


def is_named(row: Any, actor: Actor) -> bool:
    """Say whether a case names an actor, or the party acted for."""
    return actor.id in row.agents or (actor.party != "" and actor.party in row.parties)


@guard("WB-01", on=WORK)
def the_accused_do_not_work_on_it(entry: Entry, rows: Rows) -> None:
    """Nobody works on a case that names him, or the party or agency he acts for: their way is the reply."""
    row = known_incident(entry, rows)
    if entry.actor is not SYSTEM and is_named(row, entry.actor):
        raise PartyToCase(incident=row.code)


@guard("SEG-01", on=CLOSED)
def who_closes_is_no_party_to_it(entry: Entry, rows: Rows) -> None:
    """Who closes a case has not entered it, is not named in it, and acts for no party or agency that it names."""
    row = known_incident(entry, rows)
    if is_named(row, entry.actor):
        raise PartyToCase(incident=row.code)
    if row.reporter_mark == mark_of(row.code, entry.actor.id):
        raise ReporterCloses(incident=row.code)
