"""A pack of 10,000 entries out of ten million: checked by the verifier's one file, alone in an empty folder."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from ledger.proofs.__main__ import FALSE, UNREADABLE, VERIFIED
from ledger.proofs.bundle import build_verifier
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.pack import Opening, build_pack
from ledger.proofs.tree import leaf_hash, node_hash
from tests.bench.figures import milliseconds
from tests.proofs.logs import ORIGIN, commitment_key, known_signer, leaf, people_of, statement_about, trade_of

ENTRIES, LOG_SIZE, CHANGES = 10_000, 10_000_000, 200
Row = dict[int, bytes]


def timed() -> Iterator[tuple[str, list[float], float, str]]:
    """Yield what was done, how long each round took, the goal, and its unit; then how many changes were found."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "lodebook_verify.py").write_text(build_verifier(), encoding="utf-8")
        pack, policy = large_pack()
        (folder / "policy").write_text(policy, encoding="utf-8")
        (folder / "pack.zip").write_bytes(pack)
        assert said_of(folder) == VERIFIED
        taken = milliseconds(lambda: said_of(folder), 7, warm_up=1)
        yield f"pack of {ENTRIES:,} entries of {LOG_SIZE:,}, {len(pack) / 1e6:.0f} MB, alone", taken, 3_000, "ms"
        found = sum(is_found(folder, pack, at) for at in sample(len(pack)))
        print(f"    bytes of it changed one by one: {CHANGES}, found: {found}")
        assert found == CHANGES


def said_of(folder: Path) -> int:
    """Return the exit code of the verifier, which has nothing but its file, the pack and the policy."""
    command = [sys.executable, "-I", "-S", "lodebook_verify.py", "verify", "pack.zip", "--policy", "policy"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, check=False).returncode


def sample(length: int) -> list[int]:
    """Return places spread over the whole file, both ends included."""
    inner = random.Random(6962).sample(range(1, length - 1), CHANGES - 2)
    return [0, *inner, length - 1]


def is_found(folder: Path, pack: bytes, at: int) -> bool:
    """Say whether the verifier refuses the pack with one bit changed at a place."""
    changed = bytearray(pack)
    changed[at] ^= 1 << at % 8
    (folder / "pack.zip").write_bytes(changed)
    return said_of(folder) in {FALSE, UNREADABLE}


def large_pack() -> tuple[bytes, str]:
    """Return the pack, with an opening for each entry, and the policy that knows its log."""
    step, signer = LOG_SIZE // ENTRIES, known_signer(ORIGIN)
    indexes = [number * step + number * 7_919 % step for number in range(ENTRIES)]
    leaves = [leaf(number, trade_of(number), people_of(number)) for number in range(ENTRIES)]
    root, proofs = sparse_tree(dict(zip(indexes, map(leaf_hash, leaves), strict=True)), LOG_SIZE)
    pack = build_pack(
        list(zip(indexes, leaves, strict=True)),
        [proofs[index] for index in indexes],
        [Opening(i, "trade", commitment_key(f"trade {n}"), trade_of(n)) for n, i in enumerate(indexes)],
        signer.sign_note(Checkpoint(ORIGIN, LOG_SIZE, root).text()),
        {"as_of_size": LOG_SIZE, **statement_about(1)},
        signer,
    )
    return pack, f"log {signer.vkey}\nquorum none\n"


def sparse_tree(leaves: Row, size: int) -> tuple[bytes, dict[int, list[bytes]]]:
    """Return root and proofs of a tree of which a few leaves matter; whatever else hangs in it is made up."""
    rows, row, width = [], leaves, size
    while width > 1:
        rows.append((row, width))
        row = {above: _node(row, len(rows), above, width) for above in {index >> 1 for index in row}}
        width = (width + 1) // 2
    return row[0], {index: list(_path(index, rows)) for index in leaves}


def _node(row: Row, level: int, above: int, width: int) -> bytes:
    left, right = 2 * above, 2 * above + 1
    if right == width:
        return row[left]
    return node_hash(_hash(row, level, left), _hash(row, level, right))


def _path(index: int, rows: Sequence[tuple[Row, int]]) -> Iterator[bytes]:
    for level, (row, width) in enumerate(rows, start=1):
        sibling = (index >> level - 1) ^ 1
        if sibling < width:
            yield _hash(row, level, sibling)


def _hash(row: Row, level: int, index: int) -> bytes:
    return row.get(index) or sha256(b"%d/%d" % (level, index)).digest()
