"""An entry on its way in, and the event that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Actor:
    """Who enters: ids only. `id` is the user's, `party` the code of the party acted for."""

    id: str
    party: str
    roles: frozenset[str] = frozenset()


SYSTEM = Actor(id="system", party="", roles=frozenset({"system"}))


@dataclass(frozen=True)
class Signed:
    """What a device or program signed of an entry at the source, beside its words.

    `heads` are those that it saw, `commitments` its own, by group. `keys` open them; an event does not have them.
    """

    device: str
    seq: int
    alg: str
    signature: str
    heads: Mapping[str, str]
    commitments: Mapping[str, str]
    keys: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Entry:
    """A client's words plus who, read against the schema of its kind; nothing resolved yet.

    `facts` holds all groups together. `happened_at` is kept as typed; `moment` is the same as an aware datetime.
    """

    key: str
    kind: str
    happened_at: str
    moment: datetime
    facts: dict[str, Any]
    heads: dict[str, str]
    actor: Actor
    words_hash: bytes
    signed: Signed | None = None

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)


@dataclass(frozen=True)
class Event:
    """What is in the leaf, decoded from its bytes: the only thing that apply may look at."""

    id: int
    key: str
    kind: str
    happened_at: str
    recorded_at: str
    local_date: str
    actor: str
    party: str
    facts: dict[str, Any]
    heads: dict[str, str]
    resolved: dict[str, Any] = field(default_factory=dict)
    signed: Signed | None = None

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)


@dataclass(frozen=True)
class Answer:
    """What became of one entry.

    `status` is recorded, repeated, refused or waiting. `kept` says whether a refusal is final for its key; `holds`
    names the rules by which a recorded lot is held at once.
    """

    key: str
    status: str
    code: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    rule: str | None = None
    field: str | None = None
    event_id: int | None = None
    kept: bool = True
    awaits: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
