"""The statement: what a pack is about, as its signer says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from ledger.proofs.canonical import decode
from ledger.proofs.errors import Unreadable
from ledger.proofs.manifest import STATEMENT

STATEMENT_VERSION = 1


def parse_statement(octets: bytes) -> dict[str, Any]:
    """Read a statement; raises Unreadable."""
    statement = decode(octets)
    if not isinstance(statement, dict):
        raise Unreadable("not a JSON object")
    return statement


def check_statement(statement: Mapping[str, Any], size: int) -> Iterator[str]:
    """Check that a statement speaks of the tree of `size`, and that the origins of its lot add up to its mass."""
    if not _is(statement.get("v"), STATEMENT_VERSION):
        yield f'{STATEMENT}: not a statement of "v":1'
    if not _is(statement.get("as_of_size"), size):
        yield f"{STATEMENT}: does not speak of the checkpoint's size {size}"
    about = statement.get("about")
    if not isinstance(about, dict):
        yield f"{STATEMENT}: does not say what it is about"
        about = {}
    lot = statement.get("lot")
    if isinstance(lot, dict):
        yield from _check_lot(lot, about)
    elif lot is not None or "lot" in about:
        yield f"{STATEMENT}: does not describe its lot"


def erased_in(statement: Mapping[str, Any]) -> set[tuple[int, str]]:
    """Give index and group of what the sender says was erased; nothing that is not so listed."""
    erased = statement.get("erased")
    return {(place[0], place[1]) for place in erased if _is_place(place)} if isinstance(erased, list) else set()


def check_erased(statement: Mapping[str, Any], unopened: Set[tuple[int, str]]) -> Iterator[str]:
    """Check that what the sender calls erased are commitments of the pack that nobody opens, each named once."""
    erased = statement.get("erased", [])
    if not isinstance(erased, list) or not all(map(_is_place, erased)):
        yield f"{STATEMENT}: what is erased is not listed as pairs of index and group"
        return
    if erased != sorted(erased) or len(erased_in(statement)) != len(erased):
        yield f"{STATEMENT}: what is erased is not sorted by index and group, or named twice"
    for index, group in sorted(erased_in(statement) - unopened):
        yield f"{STATEMENT}: {group!r} of the entry {index} is called erased, but is opened or was never there"


def _is_place(place: object) -> bool:
    return isinstance(place, list) and len(place) == 2 and type(place[0]) is int and isinstance(place[1], str)


def _check_lot(lot: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[str]:
    code, mass, origins = lot.get("code"), lot.get("mass_g"), lot.get("origins")
    if not isinstance(code, str) or about.get("lot", code) != code:
        yield f"{STATEMENT}: describes another lot than it is about"
    if not _is_mass(mass):
        yield f"{STATEMENT}: the mass of the lot is not a positive number of whole grams"
        return
    if origins is None:
        return
    if not isinstance(origins, list) or not all(isinstance(origin, dict) for origin in origins):
        yield f"{STATEMENT}: the origins are not a list"
        return
    grams = [origin.get("grams") for origin in origins]
    if not all(map(_is_mass, grams)):
        yield f"{STATEMENT}: an origin has no positive number of whole grams"
    elif sum(grams) != mass:
        yield f"{STATEMENT}: the origins add up to {sum(grams)} g, the lot has {mass} g"


def _is(value: object, number: int) -> bool:
    return type(value) is int and value == number  # True is not 1


def _is_mass(value: object) -> bool:
    return type(value) is int and value > 0
