"""A round of trade as a pattern: its events with blanks for what differs from one round of the kind to the next.

The pattern is taken from a round that went the whole way through the engine, so everything that guards and checks
worked out stands in it. Filled in are codes, keys, the moment of recording, and what follows from fresh random keys:
commitments. Grams, prices, places and days stay those of the pattern.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db import connection

from ledger.proofs import canonical

_ROUND = """
    SELECT event.entry, known.actor, known.words_hash, EXTRACT(EPOCH FROM event.happened_at) * 1000000
    FROM ledger_event event JOIN ledger_eventkey known ON known.event_id = event.id
    WHERE event.id > %s ORDER BY event.id"""
_OPENINGS = 'SELECT "group", value FROM ledger_opening WHERE key = %s ORDER BY "group"'
Fill = Callable[[Sequence[bytes]], bytes]
"""Makes the bytes out of the values of all blanks."""


class NoPattern(Exception):
    """What was read back is not what was said."""


@dataclass(frozen=True)
class OpeningPattern:
    """A disclosure group, the blank that its commitment fills, and its value."""

    group: bytes
    blank: int
    value: Fill


@dataclass(frozen=True)
class EventPattern:
    """One event: which blank its key fills, what lies beside its leaf, and how its bytes come about."""

    key: int
    kind: bytes
    actor: bytes
    happened_us: int
    openings: tuple[OpeningPattern, ...]
    leaf: Fill
    words: Fill


@dataclass(frozen=True)
class RoundPattern:
    """The events of a round. Blanks are numbered: codes first, as they were given, then the moment, then the rest."""

    codes: int
    moment: int
    blanks: int
    events: tuple[EventPattern, ...]


def pattern_of(codes: Sequence[str], after: int) -> RoundPattern:
    """Return the pattern of the round that used these codes: all events behind an id. Raises NoPattern."""
    blanks = [code.encode() for code in codes]
    with connection.cursor() as cursor:
        cursor.execute(_ROUND, [after])
        records = [(bytes(entry), actor, bytes(words), int(moment)) for entry, actor, words, moment in cursor]
    leaves = [json.loads(entry) for entry, *_ in records]
    moment = len(blanks)
    (recorded_at,) = {leaf["recorded_at"] for leaf in leaves}
    blanks += [recorded_at.encode(), *(leaf["key"].encode() for leaf in leaves)]
    committed = [commitment.encode() for leaf in leaves for commitment in leaf["commitments"].values()]
    cut = _Cutter([*blanks, *committed])
    events = tuple(
        _event(cut, leaf, record, moment + 1 + number)
        for number, (leaf, record) in enumerate(zip(leaves, records, strict=True))
    )
    return RoundPattern(len(codes), moment, len(cut.blanks), events)


def _event(cut: _Cutter, leaf: dict[str, Any], record: tuple[bytes, str, bytes, int], key: int) -> EventPattern:
    entry, actor, words_hash, happened_us = record
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, [leaf["key"]])
        values = {group: bytes(value) for group, value in cursor.fetchall()}
    facts = {**leaf["facts"], **{name: each for value in values.values() for name, each in json.loads(value).items()}}
    words = canonical.encode({"kind": leaf["kind"], "happened_at": leaf["happened_at"], "facts": facts, "heads": {}})
    if sha256(words).digest() != words_hash or leaf["commitments"].keys() != values.keys():
        raise NoPattern(leaf["kind"])
    openings = tuple(
        OpeningPattern(group.encode(), cut.blanks[leaf["commitments"][group].encode()], cut(value))
        for group, value in values.items()
    )
    return EventPattern(key, leaf["kind"].encode(), actor.encode(), happened_us, openings, cut(entry), cut(words))


class _Cutter:
    """Cuts bytes at every value that becomes a blank."""

    def __init__(self, values: Sequence[bytes]) -> None:
        self.blanks = {value: number for number, value in enumerate(values)}
        self._any = re.compile(b"|".join(map(re.escape, values)))

    def __call__(self, said: bytes) -> Fill:
        places = [self.blanks[value] for value in self._any.findall(said)]
        if not places:
            return lambda values: said
        form = self._any.sub(b"%b", said.replace(b"%", b"%%"))
        if len(places) == 1:
            (place,) = places
            return lambda values: form % values[place]
        chosen = itemgetter(*places)
        return lambda values: form % chosen(values)
