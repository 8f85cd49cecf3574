"""Play: the script is entered through the one door, by its people, in order; what is there already repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, islice

from buyers.demo.digging import dig
from buyers.demo.diligence import close_a_case
from buyers.demo.founding import found
from buyers.demo.script import RECORDED, WAITING, Act, Script
from buyers.demo.stocking import stock
from buyers.demo.trading import trade
from buyers.demo.troubles import trouble
from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import MOST_ENTRIES, receive, retry_waiting

SENT_AFTER = timedelta(minutes=12)


class Unexpected(Exception):
    """The ledger answered otherwise than the script says."""


def written(day: date, places: Mapping[str, str]) -> Script:
    """Return the whole script for a day and the codes of its sites."""
    script = Script(day, places)
    found(script)
    dig(script)
    trouble(script)
    trade(script)
    stock(script)
    close_a_case(script)
    return script


def play(script: Script, actors: Mapping[str, Actor]) -> None:
    """Enter all acts. Raises Unexpected. After a crash it goes on where it stopped: keys and words are the same."""
    for batch in batches(script.in_order()):
        answers = receive([act.envelope for act in batch], actors[batch[0].actor], _sent_at(batch))
        for act, answer in zip(batch, answers, strict=True):
            _compare(act, answer)
    retry_waiting()


def _sent_at(batch: Sequence[Act]) -> datetime:
    """Return when a batch came in: a few minutes after its last deed, as from a phone with a network."""
    done = max(datetime.fromisoformat(act.envelope["happened_at"]) for act in batch)
    return min(done.astimezone(UTC) + SENT_AFTER, datetime.now(UTC))


def batches(acts: Iterable[Act]) -> Iterator[Sequence[Act]]:
    """Yield runs of acts of one actor, as a phone or desk sends them."""
    for _, run in groupby(acts, key=lambda act: act.actor):
        while batch := list(islice(run, MOST_ENTRIES)):
            yield batch


def _compare(act: Act, answer: Answer) -> None:
    said = answer.code if answer.status == "refused" else answer.status
    allowed = {RECORDED: {RECORDED, "repeated"}, WAITING: {WAITING, RECORDED, "repeated"}}
    if said not in allowed.get(act.answer, {act.answer}):
        kind = act.envelope["kind"]
        raise Unexpected(f"{kind} by {act.actor} was to be {act.answer}, but is {said}: {answer.facts} {answer.field}")
