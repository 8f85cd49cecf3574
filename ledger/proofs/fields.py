"""Fields of the text formats, read strictly: base64 and decimals have one spelling each."""

from __future__ import annotations

import base64

from ledger.proofs.errors import Unreadable

HASH_BYTES = 32
LARGEST_NUMBER = 2**63 - 1


def to_base64(octets: bytes) -> str:
    """Spell bytes as standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(octets).decode("ascii")


def from_base64(text: str) -> bytes:
    """Read standard base64; raises Unreadable for any other spelling of the same bytes."""
    try:
        octets = base64.b64decode(text)
    except ValueError:
        raise Unreadable("not base64") from None
    if to_base64(octets) != text:
        raise Unreadable("base64 is not in its canonical spelling")
    return octets


def hash_from_base64(text: str) -> bytes:
    """Read a SHA-256 hash of 32 bytes; raises Unreadable."""
    octets = from_base64(text)
    if len(octets) != HASH_BYTES:
        raise Unreadable(f"a hash has {HASH_BYTES} bytes, not {len(octets)}")
    return octets


def whole_number(text: str) -> int:
    """Read a decimal from 0 to 2^63-1 without sign or leading zero; raises Unreadable."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19) or (text[0] == "0" and text != "0"):
        raise Unreadable("not a whole number")
    number = int(text)
    if number > LARGEST_NUMBER:
        raise Unreadable("number too large")
    return number
