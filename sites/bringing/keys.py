"""Keys and codes that follow from what a row says alone: the same words are found again, whoever sends them. Pure."""

from __future__ import annotations

import hashlib
import json
from uuid import NAMESPACE_URL, UUID, uuid5

from ledger import codes
from sites.bringing.columns import Said

IMPORTS = uuid5(NAMESPACE_URL, "lodebook:imports")


def words_of(said: Said, place_in_row: int, now: str) -> UUID:
    """Return the name of what an entry says, without its run: the time counts only where the row tells it."""
    when = "" if said.happened_at == now else said.happened_at
    told = json.dumps([said.kind, place_in_row, when, said.facts], sort_keys=True, ensure_ascii=False)
    return uuid5(IMPORTS, told)


def key_of(words: UUID, used: int) -> UUID:
    """Return the key for words that were entered and taken back so many times before."""
    return uuid5(words, str(used))


def code_of(kind: str, key: UUID) -> str:
    """Return the code of what a row registers, drawn from its key by hash: 35 bits."""
    number = int.from_bytes(hashlib.sha256(f"{kind} {key}".encode()).digest()[:8], "big")
    return codes.numbered(kind, number % len(codes.ALPHABET) ** (codes.LENGTH - 2))


def digest_of(*words: object) -> int:
    """Return 64 bits of words as a signed number."""
    told = json.dumps([str(word) for word in words], ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big", signed=True)
