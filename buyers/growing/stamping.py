"""Stamps rounds out of patterns: leaves with fresh keys and commitments, as rows that COPY takes in binary."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from struct import Struct

from buyers.growing.patterns import RoundPattern
from ledger import codes
from ledger.proofs.tree import leaf_hash

KEY_BYTES = 32
POSTGRES_EPOCH_US = 946_684_800_000_000
"""Midnight before 2000 in microseconds: PostgreSQL counts from there."""
_EVENT, _KEY, _OPENING, _LEAF = (Struct(form) for form in (">hiqi16si", ">hi16si", ">hi16si", ">hiqiqi32s"))
_TIMES, _LONG, _32, _NUMBER = Struct(">iqiqi"), Struct(">i"), Struct(">i32si"), Struct(">iqi")
RECORDED = b"recorded"
NULL = -1


@dataclass
class Stamped:
    """Rows of some rounds, ready for COPY: events by partition, and the leaf hashes in order of position."""

    events: dict[int, list[bytes]] = field(default_factory=dict)
    keys: list[bytes] = field(default_factory=list)
    openings: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)


class Stamp:
    """Counts codes, ids and positions on from where the patterns ended."""

    def __init__(self, numbers: dict[str, count[int]], next_id: int, position: int, partition_ids: int) -> None:
        self.numbers, self.next_id, self.position = numbers, next_id, position
        self.partition_ids = partition_ids

    def round(self, pattern: RoundPattern, tags: int, lots: int, into: Stamped) -> None:
        """Stamp one round."""
        values = [b""] * pattern.blanks
        kinds = (codes.TAG,) * tags + (codes.LOT,) * lots + (codes.CONSIGNMENT,)
        values[: pattern.codes] = [codes.numbered(kind, next(self.numbers[kind])).encode() for kind in kinds]
        now_us = time.time_ns() // 1_000
        moment = datetime.fromtimestamp(now_us / 1_000_000, UTC)
        values[pattern.moment] = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()
        recorded_us = int(moment.timestamp() * 1_000_000) - POSTGRES_EPOCH_US
        events, chance = pattern.events, os.urandom(len(pattern.events) * (10 + 2 * KEY_BYTES))
        draw = _draws(chance)
        for number, event in enumerate(events):
            values[event.key] = _uuid7(now_us // 1_000, number, draw(10))
        for event in events:
            key = bytes.fromhex(values[event.key].replace(b"-", b"").decode())
            for opening in event.openings:
                secret, value = draw(KEY_BYTES), opening.value(values)
                committed = hmac.digest(secret, opening.group + b"\x00" + value, "sha256")
                values[opening.blank] = committed.hex().encode()
                into.openings.append(_opening_row(key, opening.group, secret, value))
            leaf = event.leaf(values)
            self._append(event.kind, event.actor, key, event.words(values), leaf, event.happened_us, recorded_us, into)

    def _append(
        self,
        kind: bytes,
        actor: bytes,
        key: bytes,
        words: bytes,
        leaf: bytes,
        happened: int,
        recorded: int,
        to: Stamped,
    ) -> None:
        number, hashed = self.next_id, leaf_hash(leaf)
        to.events.setdefault(number // self.partition_ids, []).append(
            b"%b%b%b%b%b"
            % (
                _EVENT.pack(7, 8, number, 16, key, len(kind)) + kind,
                _TIMES.pack(8, happened - POSTGRES_EPOCH_US, 8, recorded, len(leaf)),
                leaf,
                _LONG.pack(KEY_BYTES),
                hashed,
            )
        )
        to.keys.append(
            b"%b%b%b%b%b"
            % (
                _KEY.pack(6, 16, key, len(actor)) + actor,
                _32.pack(32, sha256(words).digest(), len(RECORDED)),
                RECORDED,
                _NUMBER.pack(8, number, NULL),
                b"",
            )
        )
        to.leaves.append(_LEAF.pack(3, 8, self.position, 8, number, 32, hashed))
        to.hashes.append(hashed)
        self.next_id += 1
        self.position += 1


def _opening_row(key: bytes, group: bytes, secret: bytes, value: bytes) -> bytes:
    head = _OPENING.pack(4, 16, key, len(group)) + group
    return b"%b%b%b" % (head, _32.pack(KEY_BYTES, secret, len(value)), value)


def _uuid7(milliseconds: int, number: int, chance: bytes) -> bytes:
    """Return a UUID of version 7 (RFC 9562): keys that come in order of time are cheap for an index."""
    said = chance.hex()
    return (
        f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}-7{number & 0xFFF:03x}-8{said[:3]}-{said[3:15]}".encode()
    )


def _draws(chance: bytes) -> Callable[[int], bytes]:
    at = 0

    def draw(length: int) -> bytes:
        nonlocal at
        at += length
        return chance[at - length : at]

    return draw
