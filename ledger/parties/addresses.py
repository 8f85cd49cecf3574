"""Where a party's address is read: whoever keeps descriptions of parties says how, the core only asks."""

from __future__ import annotations

from collections.abc import Callable

_reader: list[Callable[[str], str]] = []


def read_addresses_with(reader: Callable[[str], str]) -> None:
    """Let this function answer: a party's code in, its address out, empty where none is known or it was erased."""
    _reader[:] = [reader]


def address_of(party: str) -> str:
    """Return the address of a party, as described last."""
    return _reader[0](party) if _reader else ""
