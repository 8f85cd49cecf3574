"""Erases: the values of a disclosure group go, with the key of their commitment; every proof of the log stays valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection

_FORGET = """
    UPDATE ledger_opening opening SET value = '', hmac_key = ''
    FROM unnest(%s::uuid[], %s::text[]) AS gone (key, "group")
    WHERE opening.key = gone.key AND opening."group" = gone."group" AND octet_length(opening.value) > 0"""
_BLANK = """
    UPDATE ledger_eventkey SET words_hash = '' WHERE key = ANY(%s::uuid[]) AND octet_length(words_hash) > 0"""
Gone = Callable[[str, str], None]
AFTER_ERASING: list[Gone] = []
"""What others made of openings goes with them: each is called with the party, and the key of the erasure."""


def after_erasing(function: Gone) -> Gone:
    """Register what is done once openings about a party were emptied; it may be done twice."""
    AFTER_ERASING.append(function)
    return function


def erase(pairs: Iterable[tuple[str, str]]) -> int:
    """Empty these openings, each named by entry key and group; return how many still said something.

    The commitment's key goes too: with it, somebody could still try names against the commitment until one fits. So
    does the hash of the entry's words, by which a repeated message is known: it was made of the same words.
    """
    gone = sorted({(key, group) for key, group in pairs})
    if not gone:
        return 0
    keys, groups = [key for key, _ in gone], [group for _, group in gone]
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [keys, groups])
        emptied = int(cursor.rowcount)
        cursor.execute(_BLANK, [sorted(set(keys))])
    return emptied


def forget_group(keys: Sequence[str], group: str) -> int:
    """Empty the openings of one group of these entries; return how many there were."""
    return erase((key, group) for key in keys)


def is_erased(opening: Any) -> bool:
    """Say whether an opening was emptied; its commitment in the leaf is still there."""
    return len(bytes(opening.value)) == 0
