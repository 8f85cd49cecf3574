"""Signed notes: a text, a blank line, and the lines of those who sign it (C2SP signed-note v1.0.0)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.fields import from_base64, to_base64
from ledger.proofs.keys import COSIGNATURE, PLAIN, Verifier, check_key_name, key_id, vkey

__all__ = [
    "COSIGNATURE",
    "PLAIN",
    "OpenedNote",
    "ParsedNote",
    "Signature",
    "Verifier",
    "check_text",
    "key_id",
    "open_note",
    "parse_note",
    "signature_line",
    "vkey",
]

LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
DASH = "\u2014 "


class Signature(NamedTuple):
    """One signature line: the key's name, its id (4 bytes) and the signature."""

    name: str
    key_id: bytes
    signature: bytes


class ParsedNote(NamedTuple):
    """A note taken apart; nothing in it is verified."""

    text: str
    signatures: list[Signature]


class OpenedNote(NamedTuple):
    """A note of which at least one signature was verified: by the keys in `keys`, of the names in `verified`."""

    text: str
    verified: list[str]
    keys: list[Verifier]


def parse_note(note: str | bytes) -> ParsedNote:
    """Take a note apart at its last blank line; raises Unreadable."""
    whole = _decoded(note)
    head, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise Unreadable("a note is a text, a blank line and signature lines")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Unreadable(f"a note has at most {MOST_SIGNATURES} signatures")
    return ParsedNote(head + "\n", [_parse_signature(line) for line in lines])


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """Check a note against known keys.

    Signatures by unknown keys are passed over. Raises ProofError if a known key's signature is false or doubled, or
    if no known key signed; raises Unreadable if the bytes are no note.
    """
    known = _by_name_and_id(verifiers)
    parsed = parse_note(note)
    signed: list[Verifier] = []
    for name, number, signature in parsed.signatures:
        verifier = known.get((name, number))
        if verifier is None:
            continue
        if verifier in signed:
            raise ProofError(f"{name} signed twice")
        verifier.verify(parsed.text, signature)
        signed.append(verifier)
    if not signed:
        raise ProofError("no known key signed this note")
    return OpenedNote(parsed.text, [verifier.name for verifier in signed], signed)


def signature_line(name: str, number: bytes, signature: bytes) -> str:
    """Spell a signature line, with its line feed."""
    return f"{DASH}{name} {to_base64(number + signature)}\n"


def check_text(text: str) -> None:
    """Raise Unreadable for a text that cannot be signed: not ended by a line feed, or with control characters."""
    if not text.endswith("\n"):
        raise Unreadable("the text of a note ends with a line feed")
    _decoded(text)


def _decoded(note: str | bytes) -> str:
    try:
        octets = note.encode("utf-8") if isinstance(note, str) else note
        text = octets.decode("utf-8")
    except UnicodeError:
        raise Unreadable("a note is UTF-8") from None
    if len(octets) > LONGEST_NOTE:
        raise Unreadable(f"a note has at most {LONGEST_NOTE} bytes")
    if any(sign < 0x20 and sign != 0x0A or sign == 0x7F for sign in octets):
        raise Unreadable("a note holds no control character but the line feed")
    return text


def _parse_signature(line: str) -> Signature:
    name, space, packed = line[len(DASH) :].partition(" ")
    if not line.startswith(DASH) or not space:
        raise Unreadable("a signature line is a dash, a name and base64")
    check_key_name(name)
    octets = from_base64(packed)
    if len(octets) < 5:
        raise Unreadable("a signature has a key id of 4 bytes and more")
    return Signature(name, octets[:4], octets[4:])


def _by_name_and_id(verifiers: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise ProofError(f"two known keys of the name {verifier.name} share one key id")
    return known
