"""Recount: what a statement says of a lot must follow from the entries of the pack, gram by gram.

A second, independent count: bags open lots, blends carry their origins on by largest remainder, ties by place, day and
custody model. Only open facts are used, so it works whatever the receiver may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ledger.proofs.errors import ProofError
from ledger.proofs.manifest import ENTRIES, STATEMENT

Origin = tuple[str, str, str]
TAGGED, BLENDED = "lot.tagged.v1", "lot.blended.v1"
SPLIT, PROCESSED = "lot.split.v1", "lot.processed.v1"
IMPORTED = "lot.imported.v1"
BROUGHT_IN, SIGNED = "stock.brought_in.v1", "proposal.signed.v1"
UNKNOWN, IDENTITY, SEGREGATED, MASS_BALANCE = "UNKNOWN", "identity", "segregated", "mass_balance"
WEAKEST_FIRST = (MASS_BALANCE, SEGREGATED, IDENTITY)


def check_recount(lot: Mapping[str, Any], entries: Mapping[int, Mapping[str, Any]]) -> Iterator[str]:
    """Count the entries again and compare them with the stated lot; every difference is a finding."""
    books: dict[str, dict[Origin, int]] = {}
    unsigned: dict[str, Mapping[str, Any]] = {}
    for index in sorted(entries):
        entry = entries[index]
        try:
            if entry.get("kind") == TAGGED:
                _tag(books, entry["facts"])
            elif entry.get("kind") == BLENDED:
                _blend(books, entry)
            elif entry.get("kind") in (SPLIT, PROCESSED):
                _make(books, entry)
            elif entry.get("kind") == IMPORTED:
                _import(books, entry)
            elif entry.get("kind") in (BROUGHT_IN, SIGNED):
                _bring_in(books, unsigned, entry)
        except ProofError as fault:
            yield f"{ENTRIES}: the entry at {index} {fault}"
        except (AttributeError, KeyError, TypeError, ValueError):
            yield f"{ENTRIES}: the entry at {index} does not say what its kind must say"
    yield from _compare(lot, books)


def _tag(books: dict[str, dict[Origin, int]], facts: Mapping[str, Any]) -> None:
    _open(books, facts["lot"], {(facts["place"], facts["dug_on"], IDENTITY): facts["mass_g"]})


def _blend(books: dict[str, dict[Origin, int]], entry: Mapping[str, Any]) -> None:
    facts, resolved = entry["facts"], entry["resolved"]
    missing = [code for code in facts["inputs"] if code not in books]
    if missing:
        raise ProofError(f"blends {missing[0]}, which no entry of the pack opens")
    inputs = [books[code] for code in facts["inputs"]]
    expected = sum(sum(book.values()) for book in inputs) + sum(each["grams"] for each in facts.get("changes", []))
    if expected != facts["mass_g"]:
        raise ProofError(f"makes {facts['mass_g']} g out of {expected} g")
    carried: dict[Origin, int] = {}
    for book in inputs:
        for (place, dug_on, model), grams in book.items():
            key = (place, dug_on, MASS_BALANCE if model == MASS_BALANCE else SEGREGATED)
            carried[key] = carried.get(key, 0) + grams
    made = share_out(facts["mass_g"] - resolved["unknown_g"], sorted(carried.items()))
    if resolved["unknown_g"]:
        unknown = (UNKNOWN, entry["local_date"], SEGREGATED)
        made[unknown] = made.get(unknown, 0) + resolved["unknown_g"]
    _open(books, facts["lot"], made)


def _make(books: dict[str, dict[Origin, int]], entry: Mapping[str, Any]) -> None:
    """Split or process: what went in goes to the outputs in turn, in the order of their codes, and is used up."""
    facts, unknown_g = entry["facts"], entry["resolved"]["unknown_g"]
    split = entry["kind"] == SPLIT
    strongest = IDENTITY if split else facts.get("model", SEGREGATED)
    codes = [facts["lot"]] if split else facts["inputs"]
    missing = [code for code in codes if code not in books]
    if missing:
        raise ProofError(f"uses up {missing[0]}, which no entry of the pack opens")
    carried: dict[Origin, int] = {}
    for code in codes:
        for (place, dug_on, model), grams in books[code].items():
            key = (place, dug_on, min(model, strongest, key=WEAKEST_FIRST.index))
            carried[key] = carried.get(key, 0) + grams
    outputs = sorted((each["lot"], each["mass_g"]) for each in facts["outputs"])
    made_g = sum(grams for _, grams in outputs)
    expected = sum(carried.values()) + sum(each["grams"] for each in facts.get("changes", []))
    if expected != made_g:
        raise ProofError(f"makes {made_g} g out of {expected} g")
    lost = share_out(unknown_g, outputs) if unknown_g else {}
    left = share_out(made_g - unknown_g, sorted(carried.items()))
    for code, grams in outputs:
        traced = grams - lost.get(code, 0)
        part = share_out(traced, sorted(left.items())) if traced else {}
        left = {key: weight - part.get(key, 0) for key, weight in left.items()}
        if lost.get(code, 0):
            unknown = (UNKNOWN, entry["local_date"], strongest)
            part[unknown] = part.get(unknown, 0) + lost[code]
        _open(books, code, part)


def _import(books: dict[str, dict[Origin, int]], entry: Mapping[str, Any]) -> None:
    """Ore from abroad is of unknown origin, whatever its papers say."""
    facts = entry["facts"]
    _open(books, facts["lot"], {(UNKNOWN, entry["local_date"], MASS_BALANCE): facts["mass_g"]})


def _bring_in(
    books: dict[str, dict[Origin, int]], unsigned: dict[str, Mapping[str, Any]], entry: Mapping[str, Any]
) -> None:
    """Stock from before the book is of unknown origin, and there once the last of its people has signed."""
    if entry["kind"] == BROUGHT_IN:
        unsigned[entry["key"]] = {"facts": entry["facts"], "left": entry["resolved"]["signers"] - 1}
    else:
        proposed = unsigned.get(entry["facts"]["proposal"])
        if proposed is None:
            return
        unsigned[entry["facts"]["proposal"]] = {**proposed, "left": proposed["left"] - 1}
    key = entry["key"] if entry["kind"] == BROUGHT_IN else entry["facts"]["proposal"]
    facts = unsigned[key]["facts"]
    if unsigned[key]["left"] == 0:
        for each in facts["lots"]:
            _open(books, each["lot"], {(UNKNOWN, facts["counted_on"], MASS_BALANCE): each["mass_g"]})


def _open(books: dict[str, dict[Origin, int]], code: str, origins: dict[Origin, int]) -> None:
    if code in books:
        raise ProofError(f"opens {code} a second time")
    books[code] = origins


def share_out(total: int, weights: Sequence[tuple[Any, int]]) -> dict[Any, int]:
    """Share out whole grams by largest remainder; weights are sorted, an earlier one wins a tie."""
    whole = sum(weight for _, weight in weights)
    if whole <= 0 or total < 0:
        raise ProofError("shares out what is not there")
    parts = [weight * total // whole for _, weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(weights[place][1] * total % whole), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return {key: part for (key, _), part in zip(weights, parts) if part}  # noqa: B905 (Python 3.9 has no strict=)


def _compare(lot: Mapping[str, Any], books: Mapping[str, Mapping[Origin, int]]) -> Iterator[str]:
    code, origins = lot.get("code"), lot.get("origins")
    book = books.get(code) if isinstance(code, str) else None
    if book is None:
        yield f"{STATEMENT}: no entry of the pack opens the lot that it is about"
        return
    if lot.get("mass_g") != sum(book.values()):
        yield f"{STATEMENT}: the entries make {sum(book.values())} g of this lot"
    if isinstance(origins, list) and _stated(origins) != sorted(book.items()):
        yield f"{STATEMENT}: the origins do not follow from the entries"


def _stated(origins: Sequence[Any]) -> list[tuple[Origin, int]] | None:
    try:
        return sorted(
            ((str(each["place"]), str(each["dug_on"]), str(each["custody_model"])), each["grams"]) for each in origins
        )
    except (KeyError, TypeError):
        return None
