"""Erases: the values of a disclosure group go, with the key of their commitment; every proof of the log stays valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

_FORGET = """
    UPDATE ledger_opening SET value = '', hmac_key = ''
    WHERE key = ANY(%s::uuid[]) AND "group" = %s AND octet_length(value) > 0"""


def forget_group(keys: Sequence[str], group: str) -> int:
    """Empty the openings of one group of these events; return how many there were.

    The key goes too: with it, somebody could still try names against the commitment until one fits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [sorted(keys), group])
        return int(cursor.rowcount)


def is_erased(opening: Any) -> bool:
    """Say whether an opening was emptied; its commitment in the leaf is still there."""
    return len(bytes(opening.value)) == 0
