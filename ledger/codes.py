"""Codes that a person can read aloud: a kind letter, seven signs and a check sign.

The 32 signs leave out I, L, O and U (UX.md §5). The check sign is ISO/IEC 7064 hybrid MOD 33,32: it finds every
single wrong sign and every swap of two neighbours but a few. Stored as nine signs, shown as TK7M-B40A-W.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
LENGTH = 9
TAG, LOT, PLACE, CONSIGNMENT, PARTY, INCIDENT = "T", "P", "S", "C", "Q", "N"
LICENCE, ZONE = "R", "Z"
PARCEL = "B"
"""A box or booklet of tags that nobody has closed on a bag yet."""
_MISREAD = str.maketrans("ILO", "110", "- ")


def check_sign(body: str) -> str:
    """Return the check sign of eight signs (ISO/IEC 7064, hybrid system MOD 33,32)."""
    size = len(ALPHABET)
    carry = size
    for sign in body:
        carry = 2 * ((carry + VALUE[sign]) % size or size) % (size + 1)
    return ALPHABET[(size + 1 - carry) % size]


def is_code(text: str, kind: str | None = None) -> bool:
    """Say whether text is a code in its stored form, of this kind if one is asked for."""
    if len(text) != LENGTH or (kind and text[0] != kind) or not all(sign in VALUE for sign in text):
        return False
    return check_sign(text[:-1]) == text[-1]


def normal(typed: str) -> str:
    """Return what was typed in stored form: capitals, no dashes or blanks, I and L read as 1, O as 0."""
    return typed.strip().upper().translate(_MISREAD)


def shown(code: str) -> str:
    """Return a code of ours in groups of four (TK7M-B40A-W); a foreign number is returned as it is."""
    return f"{code[:4]}-{code[4:8]}-{code[8]}" if is_code(code) else code


def numbered(kind: str, number: int) -> str:
    """Return the code for a number below 32**7, for series that count."""
    signs = []
    for _ in range(LENGTH - 2):
        number, value = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[value])
    body = kind + "".join(reversed(signs))
    return body + check_sign(body)


def new_code(kind: str) -> str:
    """Return a random code of this kind: 35 bits, made by whoever writes the entry, also offline."""
    return numbered(kind, secrets.randbelow(len(ALPHABET) ** (LENGTH - 2)))
