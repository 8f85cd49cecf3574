"""Canonical JSON: one value has exactly one spelling in bytes (RFC 8785).

What an entry holds is narrower than what can be spelled: `decode` refuses every number that is not a whole one,
so that no two programs can read an entry differently.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from ledger.proofs.errors import Unreadable

LARGEST_INTEGER = 2**53 - 1

_spell = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def encode(value: Any) -> bytes:
    """Spell a JSON value canonically, in UTF-8.

    Raises Unreadable for what RFC 8785 cannot spell: integers beyond 2^53-1, NaN, lone surrogates, keys that are
    not text, objects that are not JSON.
    """
    try:
        text = _spell(value) if _is_plain((value,)) else _spell_slowly(value)
        return text.encode("utf-8")
    except (AttributeError, TypeError, ValueError, RecursionError) as fault:
        raise Unreadable(f"cannot be written as canonical JSON: {fault}") from None


def decode(octets: bytes) -> Any:
    """Read canonical JSON that holds no floats; raises Unreadable for any other spelling of the value."""
    try:
        value = json.loads(octets.decode("utf-8"), parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"not JSON: {fault}") from None
    if encode(value) != octets:  # also finds doubled keys: only one of them survives the reading
        raise Unreadable("not in canonical form")
    return value


def _refuse_number(text: str) -> None:
    raise ValueError(f"{text[:20]} is not a whole number")


def _is_plain(values: Iterable[Any]) -> bool:
    """Tell whether json spells these values canonically: all keys ASCII, no floats, no large integers.

    ASCII keys sort alike by code point and by UTF-16. One flat loop over exact types: it costs a third of json's own
    work on the hot write path, where a search of the spelled text for numbers costs nearly as much as spelling it.
    """
    for value in values:
        kind = value.__class__
        if kind is str or value is None or kind is bool:
            continue
        if kind is int:
            if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
                return False
        elif kind is dict:
            if not ("".join(value).isascii() and _is_plain(value.values())):
                return False
        elif kind is not list or not _is_plain(value):
            return False
    return True


def _spell_slowly(value: Any) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_spell(key)}:{_spell_slowly(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_spell_slowly, value)) + "]"
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        raise ValueError("integer beyond 2^53-1")
    return spell_float(value) if isinstance(value, float) else _spell(value)


def spell_float(number: float) -> str:
    """Spell a double as ECMAScript does (ECMA-262, Number::toString); raises ValueError for NaN and infinity."""
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    if number == 0:
        return "0"
    digits, point = _shortest_digits(abs(number))
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def _shortest_digits(number: float) -> tuple[str, int]:
    """Give the shortest digits that read back as the number, and where the decimal point stands in them."""
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(digits) - len(fraction) + int(exponent or 0)
    return digits.rstrip("0"), point
