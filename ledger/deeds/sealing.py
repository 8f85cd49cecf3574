"""An entry is sealed: open facts go into the leaf, every disclosure group behind one salted commitment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from ledger.deeds.entries import Entry, Event, Signed
from ledger.deeds.kinds import Kind
from ledger.log.append import Leaf, Opening
from ledger.proofs import canonical
from ledger.proofs.commitments import commit_bytes, new_key
from ledger.proofs.source import BY_LOG

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


def openings_of(entry: Entry, groups: dict[str, dict[str, Any]]) -> list[Opening]:
    """Return the openings of an entry that is kept: under the keys of whoever signed it, or under fresh ones."""
    if entry.signed is None:
        return hide(groups)[1]
    keys = entry.signed.keys
    return [Opening(group, keys[group], canonical.encode(value)) for group, value in sorted(groups.items())]


def said_by_source(
    origin: str, key: str, kind: str, happened_at: str, open_facts: dict[str, Any], signed: Signed
) -> dict[str, Any]:
    """Return the members of a leaf that its source knew: from these come the words that it signed."""
    return {
        "v": LEAF_VERSION,
        "log": origin,
        "key": key,
        "kind": kind,
        "happened_at": happened_at,
        "facts": open_facts,
        "commitments": dict(signed.commitments),
        "alg": signed.alg,
        "signed": {
            "device": signed.device,
            "seq": signed.seq,
            "heads": dict(signed.heads),
            "signature": signed.signature,
        },
    }


def seal(entry: Entry, kind: Kind, origin: str, recorded_at: datetime, where: dict[str, Any]) -> Leaf:
    """Return the leaf of an entry; `where` holds local_date, heads and resolved inputs."""
    open_facts, groups = split_groups(kind, entry.facts)
    if entry.signed is None:
        # the log itself signs what is entered at the server
        commitments, openings = hide(groups)
        signing: dict[str, Any] = {"commitments": commitments, "alg": BY_LOG}
    else:
        openings = openings_of(entry, groups)
        signing = said_by_source(origin, entry.key, entry.kind, entry.happened_at, open_facts, entry.signed)
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
        **signing,
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
        signed=signed_in(envelope),
    )


def signed_in(envelope: dict[str, Any]) -> Signed | None:
    """Return what the source of a leaf signed it with; None where the log alone signed."""
    signed = envelope.get("signed")
    return signed and Signed(**signed, alg=envelope["alg"], commitments=envelope["commitments"])
