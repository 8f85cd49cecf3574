"""Writers who are let go at the same instant, and what must hold when all have been answered."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from ledger.deeds.entries import Actor, Answer
from ledger.deeds.replay import compare
from ledger.models import InboxEntry
from tests.custody.trading_machine import LAWS
from tests.make import enter

WRITERS = 16
ENGINE = "ledger.deeds.batches"
Deed = Callable[[], list[Answer]]


def at_once(deeds: Sequence[Deed]) -> list[list[Answer]]:
    """Run deeds in as many threads, all let go at the same instant; return their answers."""
    gate = Barrier(len(deeds))

    def run(deed: Deed) -> list[Answer]:
        try:
            gate.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def answered(deeds: Sequence[Deed]) -> Counter[tuple[str, str | None]]:
    """Count the answers of deeds that are done at the same instant."""
    return Counter((answer.status, answer.code) for answers in at_once(deeds) for answer in answers)


def said_at_once(actors: Actor | Iterable[Actor], envelopes: Sequence[dict[str, Any]]) -> Counter[Any]:
    """Enter envelopes at the same instant, all by one actor or each by its own; return their answers, counted."""
    by = [actors] * len(envelopes) if isinstance(actors, Actor) else list(actors)
    pairs = list(zip(by, envelopes, strict=True))
    return answered([lambda actor=actor, said=said: enter(actor, said) for actor, said in pairs])


def people(actor: Actor, number: int = WRITERS) -> list[Actor]:
    """Return as many people who may do what this one may."""
    return [Actor(f"{actor.id}-{each}", actor.party, actor.roles) for each in range(number)]


def recorded(answers: Counter[Any]) -> int:
    """Return how many were recorded."""
    return answers["recorded", None]


def refused(answers: Counter[Any], *codes: str) -> int:
    """Return how many were refused with one of these codes."""
    return sum(number for (status, code), number in answers.items() if status == "refused" and code in codes)


def books_agree() -> None:
    """Say nothing if no law of the trade is broken, nobody waits, and replay gives the same tables; fail otherwise."""
    for law, asked in LAWS.items():
        with connection.cursor() as cursor:
            cursor.execute(asked)
            assert cursor.fetchall() == [], law
    assert not InboxEntry.objects.filter(status="waiting").exists()
    assert compare()[1] == {}


def deadlocks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the engine said of deadlocks: it enters the deeds again, but there should be none."""
    told = caplog.get_records("call")
    return [said.getMessage() for said in told if said.name == ENGINE and said.levelno >= logging.WARNING]
