"""Answer and explain: who says of a flag that it was a false alarm, a true one, or to be lived with until a day.

A party that a flag concerns may explain it (one of the rule's innocent explanations, and words of its own); keepers
answer. Hard rules are not answered away: what they look at must change.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Whole, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.risk.flags import FlagUnknown
from ledger.risk.tables import FLAG

ANSWERED, EXPLAINED = "flag.answered.v1", "flag.explained.v1"
TRUE, FALSE, ACCEPTED = "true", "false", "accepted"
STOP = "stop"
FLAG_FACT = Words(most=36, pattern="[0-9a-f-]{36}", about="Key of the flag.")


class HardRule(Refused):
    code = "hard_rule"


class AnsweredByExplainer(Refused):
    code = "answered_by_explainer"


def needs(entry: Entry) -> Needs:
    return Needs(change={FLAG: [entry["flag"]]})


def open_flag(entry: Entry, rows: Rows) -> Any:
    """Return the flag that an entry names; refuses flag_unknown for one that is not there or was cleared."""
    flag = rows.get(FLAG, entry["flag"])
    if flag is None or flag.cleared_on is not None:
        raise FlagUnknown(flag=entry["flag"])
    return flag


@guard("FLAG-01", on=ANSWERED, source="ours, after domain/beyond_the_peers.md C: only hard rules block by themselves")
def hard_rules_are_not_answered_away(entry: Entry, rows: Rows) -> None:
    """A flag that stops is never a false alarm by somebody's word, nor accepted: its cause has to change."""
    flag = rows.get(FLAG, entry["flag"])
    if flag is not None and flag.severity == STOP and entry["verdict"] != TRUE:
        raise HardRule(rule=flag.rule)


@guard("FLAG-02", on=ANSWERED, source="ours, after domain/custody_3t.md SEG-01: who is a party does not close")
def nobody_answers_his_own_explanation(entry: Entry, rows: Rows) -> None:
    """Whoever explained a flag is a party to it: another person answers."""
    flag = rows.get(FLAG, entry["flag"])
    if flag is not None and entry.actor.id in (flag.explained_by or ()):
        raise AnsweredByExplainer(rule=flag.rule)


def check_answered(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses flag_unknown; an answer that lasts names a last day that has not passed."""
    open_flag(entry, rows)
    until = entry.get("until")
    if entry["verdict"] == ACCEPTED and until is None:
        raise BadEntry("fact_missing", "facts.until", "the day until which it is accepted")
    if until is not None and until < entry.moment.date().isoformat():
        raise BadEntry("day_has_passed", "facts.until", "a day that has not passed", given=until)
    return {}


def apply_answered(event: Event, rows: Rows) -> None:
    """Keep who answered what, and until when; a false alarm clears the flag."""
    day = date.fromisoformat(event.local_date)
    until = event.get("until")
    rows.change(
        FLAG,
        event["flag"],
        verdict=event["verdict"],
        answered_by=event.actor,
        answered_on=day,
        answered_until=date.fromisoformat(until) if until else None,
        answer_event_id=event.id,
        said_in=[*(rows.get(FLAG, event["flag"]).said_in or ()), event.id],
    )
    if event["verdict"] == FALSE:
        rows.change(FLAG, event["flag"], cleared_on=day, cleared_event_id=event.id)


def check_explained(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses flag_unknown."""
    open_flag(entry, rows)
    return {}


def apply_explained(event: Event, rows: Rows) -> None:
    """Keep who explained it: the words stay with the event."""
    flag = rows.get(FLAG, event["flag"])
    people = sorted({*(flag.explained_by or ()), event.actor})
    rows.change(FLAG, event["flag"], explained_by=people, said_in=[*(flag.said_in or ()), event.id])


deed(
    ANSWERED,
    about="Somebody says whether a flag was a true or a false alarm, or accepts it until a day.",
    schema={
        "flag": FLAG_FACT,
        "verdict": Choice(of=(TRUE, FALSE, ACCEPTED), about="True alarm, false alarm, or accepted until a day."),
        "until": Day(required=False, about="Last day: a false alarm is not raised again before, unless it got worse."),
        "explanation": Whole(required=False, most=20, about="Number of the rule's innocent explanation, from 1."),
        "note": Words(group="notes", most=500, about="Why, and on what evidence."),
    },
    example={"flag": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "verdict": "false", "note": "The scale was changed."},
    needs=needs,
    check=check_answered,
    apply=apply_answered,
)
deed(
    EXPLAINED,
    about="A party whom a flag concerns explains it.",
    schema={
        "flag": FLAG_FACT,
        "explanation": Whole(required=False, most=20, about="Number of the rule's innocent explanation, from 1."),
        "note": Words(group="notes", most=500, about="What happened, in their words."),
    },
    example={"flag": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "explanation": 1, "note": "Pit 4 opened in October."},
    needs=needs,
    check=check_explained,
    apply=apply_explained,
)
