"""Pack: the evidence on a lot in one file, which proves itself to whoever knows the log's key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from ledger.proofs.archive import write_archive
from ledger.proofs.canonical import encode
from ledger.proofs.errors import ProofError
from ledger.proofs.fields import to_base64
from ledger.proofs.manifest import (
    CHECKPOINT,
    ENTRIES,
    MANIFEST,
    OPENINGS,
    PROOFS,
    README,
    STATEMENT,
    manifest_text,
)

README_TEXT = """\
This is an evidence pack of Lodebook. It can be checked without any server and without trusting its sender.

You need: this file as you received it (do not unpack it), Python 3.9 or newer, the one-file verifier
lodebook_verify.py, and a policy file that names the log's key. Get verifier and policy from somebody you trust
who is not the sender of the pack, and compare the policy's key with one published elsewhere.

    python3 -I -S lodebook_verify.py verify PACK.zip --policy POLICY

It ends with 0 if all holds, 1 if something is false (one line each), 2 if the pack or the policy cannot be read,
3 if the pack agrees with itself but no policy was given, so that nobody knows who signed it.

manifest         SHA-256 of every other file, signed by the log
checkpoint       size and root of the log, signed by the log and perhaps by witnesses
entries.jsonl    one entry of the log per line, byte for byte as it was hashed
proofs.jsonl     line by line: where that entry stands in the log, and the hashes that lead to the root
openings.jsonl   the values that you may see, each with the key of its commitment
statement.json   what the pack is about, as the sender says it

What it shows: these entries are in the log at that size, unchanged, and the opened values are those that were
committed to. What it does not show: that what was entered was true, or that no later entry speaks of this lot.
"""


class Opening(NamedTuple):
    """The value of one disclosure group of one entry, with the key of its commitment (32 bytes)."""

    index: int  # type: ignore[assignment]  # hides tuple.index, which has no use here
    group: str
    key: bytes
    value: Mapping[str, Any]


class NoteSigner(Protocol):
    """Whoever can sign a note, such as `signing.Signer`."""

    def sign_note(self, text: str) -> str:
        """Give the note that holds this text and a signature."""
        ...


def build_pack(
    entries: Sequence[tuple[int, bytes]],
    proofs: Sequence[Sequence[bytes]],
    openings: Iterable[Opening],
    checkpoint_note: str,
    statement: Mapping[str, Any],
    signer: NoteSigner,
) -> bytes:
    """Build the ZIP: `entries` are (index in the log, leaf bytes), `proofs` their inclusion paths in the same order.

    The same facts in any order give the same bytes. Raises ProofError for facts that no pack can hold.
    """
    contents = {
        CHECKPOINT: checkpoint_note.encode("utf-8"),
        **_entries_and_proofs(entries, proofs),
        OPENINGS: _opening_lines(openings),
        STATEMENT: encode(statement),
        README: README_TEXT.encode("utf-8"),
    }
    contents[MANIFEST] = signer.sign_note(manifest_text(contents)).encode("utf-8")
    return write_archive(contents)


def _entries_and_proofs(entries: Sequence[tuple[int, bytes]], proofs: Sequence[Sequence[bytes]]) -> dict[str, bytes]:
    if len(entries) != len(proofs):
        raise ProofError(f"{len(proofs)} proofs for {len(entries)} entries")
    order = sorted(range(len(entries)), key=lambda at: entries[at][0])
    leaves = [entries[at][1] for at in order]
    if any(b"\n" in leaf for leaf in leaves):
        raise ProofError("an entry holds a line feed, so it is not canonical JSON")
    paths = [encode({"hashes": [*map(to_base64, proofs[at])], "index": entries[at][0]}) for at in order]
    return {ENTRIES: _joined(leaves), PROOFS: _joined(paths)}


def _opening_lines(openings: Iterable[Opening]) -> bytes:
    lines = [
        encode({"group": group, "index": index, "key": to_base64(key), "value": value})
        for index, group, key, value in sorted(openings, key=lambda opening: (opening[0], opening[1]))
    ]
    return _joined(lines)


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join([line + b"\n" for line in lines])
