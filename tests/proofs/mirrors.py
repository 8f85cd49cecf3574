"""A mirror of a log: its checkpoint, tiles and bundles as files."""

from __future__ import annotations

from pathlib import Path

from ledger.proofs.bundles import encode_bundle
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tile_paths import FULL, entries_path, tile_path
from tests.proofs.logs import MemoryLog


def put(folder: Path, path: str, octets: bytes) -> None:
    """Write one file of a mirror."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(octets)


def mirrored(log: MemoryLog, folder: Path, *, note: str | None = None, entries: bool = True) -> Path:
    """Write everything that a mirror of this log holds."""
    for (level, index), hashes in log.tiles.items():
        put(folder, tile_path(level, index, len(hashes) // HASH_BYTES), hashes)
    for index in range(0, len(log.entries), FULL) if entries else ():
        bundle = log.entries[index : index + FULL]
        put(folder, entries_path(index // FULL, len(bundle)), encode_bundle(bundle))
    put(folder, "checkpoint", (log.signed_checkpoint() if note is None else note).encode())
    return folder
