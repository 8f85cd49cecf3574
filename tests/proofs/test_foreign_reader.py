"""A foreign implementation of the public formats (tlog-scales) reads our log, and we read what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.paths import consistency_proof, inclusion_proof
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import root_at, tile_path
from ledger.proofs.tree import leaf_hash, verify_consistency, verify_inclusion
from tests.proofs.logs import ORIGIN, MemoryLog, grown_log

backend = pytest.importorskip("tlog_scales.backend")
reader = pytest.importorskip("tlog_scales.reader")
signing = pytest.importorskip("tlog_scales.signing")
tlog = pytest.importorskip("tlog_scales.tlog")
writer = pytest.importorskip("tlog_scales.writer")

SIZES = (1, 255, 256, 257, 600)


def published(log: MemoryLog, folder: Path) -> Path:
    """The log's tiles and checkpoint as files in the public paths."""
    for (level, index), hashes in log.tiles.items():
        path = folder / tile_path(level, index, len(hashes) // HASH_BYTES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hashes)
    (folder / "checkpoint").write_text(log.signed_checkpoint(), encoding="utf-8")
    return folder


@pytest.mark.parametrize("size", SIZES)
def test_a_foreign_reader_finds_our_root_proofs_and_signature(size, tmp_path):
    log = grown_log(size)
    foreign = reader.TilesReader(backend.LocalBackend(published(log, tmp_path)))

    checkpoint = foreign.get_checkpoint()

    checkpoint.verify(signing.Vkey.from_string(log.signer.vkey))
    assert (checkpoint.origin, checkpoint.size, checkpoint.root_hash) == (ORIGIN, size, log.edge.root())
    assert foreign.calculate_root_hash() == log.edge.root()
    for index in {0, size // 2, size - 1}:
        assert foreign.get_inclusion_proof(index, size).node_hashes == log.proof(index)
        tlog.InclusionProof(index, size, log.proof(index)).check(leaf_hash(log.entries[index]), log.edge.root())
    for old in {1, size // 2 or 1, size - 1 or 1}:
        ours = consistency_proof(old, size, log.read_tile)
        assert foreign.get_consistency_proof(old, size).node_hashes == ours
        tlog.ConsistencyProof(old, size, ours).check(root_at(old, log.read_tile), log.edge.root())


def test_we_read_what_a_foreign_writer_wrote(tmp_path):
    key = Ed25519PrivateKey.generate()
    signer = Signer(ORIGIN, key)
    foreign = writer.TilesWriter.create(tmp_path / "log", ORIGIN)
    entries = [f"entry {n}".encode() for n in range(600)]
    old_root = b""
    for batch in (entries[:200], entries[200:513], entries[513:]):
        old_root = old_root or root_of_batch(batch)
        for entry in batch:
            foreign.add_leaf(entry)
        foreign.commit([signing.PlainEd25519Signer(ORIGIN, key)])

    def read_tile(level: int, index: int) -> bytes:
        width = min(256, (600 >> 8 * level) - 256 * index)
        return (tmp_path / "log" / tile_path(level, index, width)).read_bytes()

    checkpoint = open_checkpoint((tmp_path / "log" / "checkpoint").read_bytes(), [signer.verifier], ORIGIN)
    assert checkpoint.size == 600
    assert root_at(600, read_tile) == checkpoint.root
    for index in (0, 199, 256, 599):
        proof = inclusion_proof(index, 600, read_tile)
        verify_inclusion(leaf_hash(entries[index]), index, 600, proof, checkpoint.root)
    verify_consistency(200, 600, old_root, checkpoint.root, consistency_proof(200, 600, read_tile))


def root_of_batch(entries: list[bytes]) -> bytes:
    log = MemoryLog()
    log.append(entries)
    return log.edge.root()
