"""How the numbers of a series are spelled, and which number a spelling is. Pure.

A foreign number is `SCHEME:prefix` and the digits, filled up with zeros; a check digit (Luhn, ISO/IEC 7812) may follow.
A series of our own counts codes with the check sign of ISO/IEC 7064.
"""

from __future__ import annotations

from typing import Any

from ledger import codes

NO_SIGN, LUHN, OURS = "none", "luhn", "iso7064"
CHECK_SIGNS = (NO_SIGN, LUHN, OURS)
MOST_OURS = len(codes.ALPHABET) ** (codes.LENGTH - 2) - 1


def spelled(series: Any, number: int) -> str:
    """Return a number of a series as it stands on the tag."""
    if series.check_sign == OURS:
        return codes.numbered(codes.TAG, number)
    digits = f"{number:0{series.width}d}"
    return f"{series.scheme}:{series.prefix or ''}{digits}{luhn(digits) if series.check_sign == LUHN else ''}"


def run(series: Any, first: int, count: int) -> list[str]:
    """Return consecutive numbers as they stand on the tags."""
    return [spelled(series, number) for number in range(first, first + count)]


def number_in(series: Any, tag: str) -> int | None:
    """Return which number of a series a tag bears; None if it is none of it."""
    if series.check_sign == OURS:
        number = _number_of_code(tag)
    else:
        head = f"{series.scheme}:{series.prefix or ''}"
        digits = tag[len(head) :][: series.width] if tag.startswith(head) else ""
        number = int(digits) if digits.isascii() and digits.isdigit() else None
    fits = number is not None and series.first <= number <= series.last and spelled(series, number) == tag
    return number if fits else None


def _number_of_code(tag: str) -> int | None:
    if not codes.is_code(tag, codes.TAG):
        return None
    number = 0
    for sign in tag[1:-1]:
        number = number * len(codes.ALPHABET) + codes.VALUE[sign]
    return number


def luhn(digits: str) -> str:
    """Return the check digit of a row of digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
