"""An entry is sealed: open facts go into the leaf, every disclosure group behind one salted commitment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import Kind
from ledger.log.append import Leaf, Opening
from ledger.proofs import canonical
from ledger.proofs.commitments import commit_bytes, new_key

LEAF_VERSION = 1


def split_groups(kind: Kind, facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the open facts and the facts of every group that has any."""
    open_facts: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for name, value in facts.items():
        group = kind.schema[name].group
        target = open_facts if group == "open" else groups.setdefault(group, {})
        target[name] = value
    return open_facts, groups


def hide(groups: dict[str, dict[str, Any]]) -> tuple[dict[str, str], list[Opening]]:
    """Return a commitment (hex) and an opening for each group, under a fresh random key."""
    commitments, openings = {}, []
    for group, value in sorted(groups.items()):
        key, spelled = new_key(), canonical.encode(value)
        commitments[group] = commit_bytes(group, spelled, key).hex()
        openings.append(Opening(group, key, spelled))
    return commitments, openings


def seal(entry: Entry, kind: Kind, origin: str, recorded_at: datetime, where: dict[str, Any]) -> Leaf:
    """Return the leaf of an entry; `where` holds local_date, heads and resolved inputs."""
    open_facts, groups = split_groups(kind, entry.facts)
    commitments, openings = hide(groups)
    envelope = {
        "v": LEAF_VERSION,
        "log": origin,
        "key": entry.key,
        "kind": entry.kind,
        "happened_at": entry.happened_at,
        "recorded_at": recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "local_date": where["local_date"],
        "actor": entry.actor.id,
        "party": entry.actor.party,
        "facts": open_facts,
        "heads": where["heads"],
        "resolved": where["resolved"],
        "commitments": commitments,
        # the log itself signs what is entered at the server; a device's or program's signature names its own alg
        "alg": "log",
    }
    return Leaf(entry.key, entry.kind, entry.moment, recorded_at, canonical.encode(envelope), tuple(openings))


def unseal(event_id: int, leaf: bytes, trade: bytes | None) -> Event:
    """Return the event as apply may see it: open facts and the trade opening, nothing else (law 7)."""
    envelope = json.loads(leaf)
    facts = envelope["facts"] if trade is None else {**envelope["facts"], **json.loads(trade)}
    return Event(
        id=event_id,
        key=envelope["key"],
        kind=envelope["kind"],
        happened_at=envelope["happened_at"],
        recorded_at=envelope["recorded_at"],
        local_date=envelope["local_date"],
        actor=envelope["actor"],
        party=envelope["party"],
        facts=facts,
        heads=envelope["heads"],
        resolved=envelope["resolved"],
    )
