"""The manifest: the SHA-256 of every file of a pack, in the text of a signed note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from ledger.proofs.archive import Archive

MANIFEST = "manifest"
CHECKPOINT = "checkpoint"
ENTRIES = "entries.jsonl"
PROOFS = "proofs.jsonl"
OPENINGS = "openings.jsonl"
STATEMENT = "statement.json"
README = "README.txt"
LISTED = (README, CHECKPOINT, ENTRIES, OPENINGS, PROOFS, STATEMENT)
"""Every file of a pack but the manifest itself."""

_LINE = re.compile(r"([0-9a-f]{64}) (.+)")


def manifest_text(contents: Mapping[str, bytes]) -> str:
    """Spell the lines `<sha256 in hex> <path>`, sorted by path."""
    return "".join(f"{sha256(contents[path]).hexdigest()} {path}\n" for path in sorted(contents))


def check_manifest(text: str, archive: Archive) -> Iterator[str]:
    """Compare the manifest's lines with the files; give one finding for each difference."""
    listed: dict[str, str] = {}
    for number, line in enumerate(text[:-1].split("\n"), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            yield f"{MANIFEST} line {number}: not a SHA-256 and a path"
        elif found[2] in listed:
            yield f"{MANIFEST} line {number}: {found[2]!r} is listed twice"
        else:
            listed[found[2]] = found[1]
    if list(listed) != sorted(listed):
        yield f"{MANIFEST}: not sorted by path"
    yield from _compare_names(set(listed), archive)
    for path in archive.contents:
        if path in listed and sha256(archive.contents[path]).hexdigest() != listed[path]:
            yield f"{path!r}: is not the file that the manifest lists"


def _compare_names(listed: set[str], archive: Archive) -> Iterator[str]:
    present = archive.names - {MANIFEST}
    for path in sorted(listed - present):
        yield f"{path!r}: listed in the manifest, missing from the pack"
    for path in sorted(present - listed):
        yield f"{path!r}: in the pack, not listed in the manifest"
    for path in sorted((listed | present) - set(LISTED)):
        yield f"{path!r}: not a file that a pack holds"
    for path in sorted(set(LISTED) - listed - present):
        yield f"{path!r}: missing"
