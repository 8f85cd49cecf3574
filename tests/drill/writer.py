"""A writer: enters bags, purchases, weighings, repeats and mistakes until told to stop; asks again until answered.

Like a good client it keeps what it sends, sends it again under the same key when no answer came, and forgets nothing
when it is killed: the next writer with its journal takes up where it was.
"""

from __future__ import annotations

import json
import random
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.drill.journal import RECORDED, Journal

NOW = "2026-11-03T10:42:00+02:00"
DUG = "2026-11-02"
Envelope = dict[str, Any]
Send = Callable[[Sequence[Envelope], str], list[dict[str, Any]]]


class NoAnswer(Exception):
    """Nobody knows what became of it: the same words must be sent again."""


class Acts:
    """Thinks of what to enter next, out of what this writer did before."""

    def __init__(self, world: dict[str, Any], journal: Journal, seed: int, share: tuple[int, int]) -> None:
        self.world, self.known, self.dice = world, journal.known, random.Random(f"{seed}-{uuid4()}")
        number, of = share
        mine = world["tags"][number::of]
        used = {each["facts"].get("tag") for each in self.known.envelopes.values()}
        self.tags = [tag for tag in mine if tag not in used]
        self.used = [tag for tag in mine if tag in used]
        self.lots = self._lots()

    def _lots(self) -> dict[str, str]:
        """Lots of this writer that nobody has bought, with their heads."""
        done = [self.known.envelopes[key] for key, answer in self.known.answers.items() if answer["status"] in RECORDED]
        bought = {each["facts"]["lot"] for each in done if each["kind"] == "lot.bought.v1"}
        tagged = {each["facts"]["lot"]: each["key"] for each in done if each["kind"] == "lot.tagged.v1"}
        return {lot: head for lot, head in tagged.items() if lot not in bought}

    def next(self) -> tuple[list[Envelope], str]:
        """Give what to send, and who sends it."""
        roll = self.dice.random()
        if self.lots and roll < 0.25:
            lot, head = self.lots.popitem()
            price = {"price_minor": self.dice.randint(1_000, 90_000), "currency": "USD"}
            return [_envelope("lot.bought.v1", {lot: head}, lot=lot, place=self.world["depot"], **price)], "clerk"
        if self.lots and roll < 0.45:
            return [self._weighing() for _ in range(self.dice.randint(1, 3))], "tagger"
        if self.known.envelopes and roll < 0.52:
            return [self._repeat()], "tagger"
        if self.used and roll < 0.60:
            return [self._tagging(self.dice.choice(self.used))], "tagger"
        if roll < 0.64:
            return [self._tagging("no tag")], "tagger"
        return [self._tagging(self._new_tag()) for _ in range(self.dice.choice((1, 1, 1, 4)))], "tagger"

    def hear(self, sent: Sequence[Envelope], answers: Sequence[dict[str, Any]]) -> None:
        """Remember lots that came to be."""
        for envelope, answer in zip(sent, answers, strict=True):
            if envelope["kind"] == "lot.tagged.v1" and answer["status"] == "recorded":
                self.lots[envelope["facts"]["lot"]] = envelope["key"]

    def _new_tag(self) -> str:
        tag = self.tags.pop(0)
        self.used.append(tag)
        return str(tag)

    def _tagging(self, tag: str) -> Envelope:
        from ledger import codes

        facts = {"place": self.world["site"], "holder": self.world["cooperative"], "mineral": "cassiterite"}
        grams = self.dice.randint(20_000, 60_000)
        return _envelope("lot.tagged.v1", lot=codes.new_code(codes.LOT), tag=tag, mass_g=grams, dug_on=DUG, **facts)

    def _weighing(self) -> Envelope:
        lot = self.dice.choice(list(self.lots))
        tare = self.dice.randint(100, 900)
        return _envelope("lot.weighed.v1", lot=lot, gross_g=45_000, tare_g=tare, note=f"shown {tare}")

    def _repeat(self) -> Envelope:
        answered = [key for key in self.known.answers if self.known.envelopes[key]["kind"] != "lot.bought.v1"]
        return self.known.envelopes[self.dice.choice(answered)] if answered else self._tagging("no tag")


def _envelope(kind: str, heads: dict[str, str] | None = None, **facts: Any) -> Envelope:
    return {"key": str(uuid4()), "kind": kind, "happened_at": NOW, "facts": facts, "heads": heads or {}}


def write(
    journal: Path, world: str, seed: int, share: Sequence[int], url: str | None = None, most: int | None = None
) -> None:
    """Take up what was not answered, then write until SIGTERM, or until so many were sent (0: nothing new)."""
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    said, kept = json.loads(Path(world).read_text()), Journal(journal)
    send = _over_http(url, said["tokens"]) if url else _at_once(said["people"])
    acts, sent = Acts(said, kept, seed, (share[0], share[1])), 0
    if kept.known.unanswered:
        _insist(kept, acts, send, kept.known.unanswered, kept.known.by, stopped)
    while not stopped and acts.tags and (most is None or sent < most):
        envelopes, by = acts.next()
        kept.note(sent=envelopes, by=by)
        _insist(kept, acts, send, envelopes, by, stopped)
        sent += 1


def _insist(
    kept: Journal, acts: Acts, send: Send, envelopes: Sequence[Envelope], by: str, stopped: Sequence[bool]
) -> None:
    """Send until there is an answer, and keep it; who is stopped meanwhile leaves it to the next with this journal."""
    while True:
        try:
            answers = send(envelopes, by)
            break
        except NoAnswer as why:
            kept.note(failed=str(why))
            if stopped:
                return
            time.sleep(0.2)
    kept.note(answers=answers)
    acts.hear(envelopes, answers)
    recorded = [answer["key"] for answer in answers if answer["status"] in RECORDED]
    if recorded and (sealed := _sealed(recorded)):
        kept.note(sealed=sealed)


def _at_once(people: dict[str, Any]) -> Send:
    """Enter in this very process, as the web's processes do."""
    from django.db import DatabaseError, connection

    from ledger.deeds.entries import Actor
    from ledger.errors import LogUnavailable
    from ledger.inbox.receiving import receive

    actors = {name: Actor(f"drill-{name}", party, frozenset({role})) for name, (role, party) in people.items()}

    def send(envelopes: Sequence[Envelope], by: str) -> list[dict[str, Any]]:
        try:
            answers = receive(list(envelopes), actors[by])
        except (DatabaseError, LogUnavailable) as error:
            connection.close()
            raise NoAnswer(type(error).__name__) from None
        return [{"key": each.key, "status": each.status, "code": each.code, "kept": each.kept} for each in answers]

    return send


def _over_http(url: str, tokens: dict[str, str]) -> Send:
    """Enter over HTTP, as every client of the API does."""

    def send(envelopes: Sequence[Envelope], by: str) -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {tokens[by]}", "Content-Type": "application/json"}
        body = json.dumps({"entries": list(envelopes)}).encode()
        try:
            code, said = _answered(urllib.request.Request(url, body, headers))  # noqa: S310
        except (OSError, ValueError, HTTPException) as lost:  # an answer may end in the middle too
            raise NoAnswer(type(lost).__name__) from None
        if "answers" in said and code in {200, 400}:  # 400: not one of them was well formed
            return list(said["answers"])
        raise NoAnswer(f"HTTP {code} {said.get('code')}")

    return send


def _answered(request: urllib.request.Request) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")


def _sealed(keys: Sequence[str]) -> dict[str, str]:
    """Read back what these keys were sealed as; nothing while the database is away."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT key::text, encode(hash, 'hex') FROM ledger_event WHERE key = ANY(%s::uuid[])", [keys]
            )
            return dict(cursor.fetchall())
    except DatabaseError:
        connection.close()
        return {}
