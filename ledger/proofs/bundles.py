"""Entry bundles: up to 256 entries in a file, each behind its length (C2SP tlog-tiles)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.proofs.errors import Unreadable
from ledger.proofs.tile_paths import FULL

MOST_ENTRY_BYTES = 65_535
"""The length of an entry is an unsigned number of 16 bits."""
LENGTH_BYTES = 2


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Spell a bundle; raises Unreadable for an entry that no bundle can hold."""
    parts = []
    for entry in entries:
        if len(entry) > MOST_ENTRY_BYTES:
            raise Unreadable(f"an entry has at most {MOST_ENTRY_BYTES} bytes")
        parts.append(len(entry).to_bytes(LENGTH_BYTES, "big") + entry)
    return b"".join(parts)


def parse_bundle(octets: bytes, width: int | None = None) -> list[bytes]:
    """Take a bundle apart; raises Unreadable for one cut short, or of another number of entries than `width`."""
    entries, at = [], 0
    while at < len(octets):
        start = at + LENGTH_BYTES
        end = start + int.from_bytes(octets[at:start], "big")
        if end > len(octets):
            raise Unreadable("a bundle is cut short")
        entries.append(octets[start:end])
        at = end
    if not 0 < len(entries) <= FULL or (width is not None and len(entries) != width):
        raise Unreadable(f"a bundle of {width or '1 to 256'} entries holds {len(entries)}")
    return entries
