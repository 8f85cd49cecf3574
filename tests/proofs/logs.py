"""A small log in memory, and the packs and witnesses that tests need."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, AnyStr

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.proofs.archive import write_archive
from ledger.proofs.canonical import encode
from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.commitments import commit
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import COSIGNATURE, Verifier, cosigned_message
from ledger.proofs.manifest import CHECKPOINT, MANIFEST, manifest_text
from ledger.proofs.notes import parse_note, signature_line
from ledger.proofs.pack import Opening, build_pack
from ledger.proofs.paths import inclusion_proof
from ledger.proofs.policy import Policy
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import leaf_hash

ORIGIN = "log.example/kivu"


def known_signer(name: str) -> Signer:
    """The same signer in every process, so that tests have the same names everywhere."""
    return Signer(name, Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest()))


class MemoryLog:
    """Entries, their tiles and a key."""

    def __init__(self, signer: Signer | None = None) -> None:
        self.signer = signer or known_signer(ORIGIN)
        self.entries: list[bytes] = []
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.edge = RightEdge()

    def append(self, entries: Sequence[bytes]) -> None:
        self.entries += entries
        for tile in self.edge.extend([leaf_hash(entry) for entry in entries]):
            self.tiles[tile.level, tile.index] = tile.hashes

    def read_tile(self, level: int, index: int) -> bytes:
        return self.tiles[level, index]

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self.signer.name, self.edge.size, self.edge.root())

    def signed_checkpoint(self) -> str:
        return self.signer.sign_note(self.checkpoint().text())

    def proof(self, index: int) -> list[bytes]:
        return inclusion_proof(index, self.edge.size, self.read_tile)

    def policy(self) -> Policy:
        return Policy([self.signer.verifier])


def is_refused(verify: Callable[..., object], *claim: object) -> bool:
    """Tell whether a verification raises ProofError for a claim."""
    try:
        verify(*claim)
    except ProofError:
        return True
    return False


def reads_back_or_is_refused(parse: Callable[[AnyStr], Any], spell: Callable[[Any], AnyStr], written: AnyStr) -> bool:
    """Tell whether a parser takes nothing but what is spelled in the one way; other errors come through."""
    try:
        read = parse(written)
    except ProofError:
        return True
    return spell(read) == written


def grown_log(size: int) -> MemoryLog:
    """A log of `size` entries that are no JSON: enough for trees and proofs."""
    log = MemoryLog()
    log.append([f"entry {n}".encode() for n in range(size)])
    return log


def commitment_key(seed: str) -> bytes:
    return sha256(seed.encode()).digest()


def leaf(
    number: int, trade: Mapping[str, object], people: Mapping[str, object], origin: str = ORIGIN, lot: str | None = None
) -> bytes:
    """The leaf of a tagged bag that commits to its price and its people."""
    commitments = {
        "trade": commit("trade", trade, commitment_key(f"trade {number}")).hex(),
        "people": commit("people", people, commitment_key(f"people {number}")).hex(),
    }
    return encode(
        {
            "v": 1,
            "log": origin,
            "key": str(uuid.UUID(int=number)),
            "kind": "lot.tagged.v1",
            "happened_at": "2026-03-01T10:11:12+02:00",
            "local_date": "2026-03-01",
            "facts": {"lot": lot or f"KIV-{number}", "mass_g": 1000 + number, "place": "S-1", "dug_on": "2026-02-28"},
            "commitments": commitments,
            "alg": "log",
        }
    )


def trade_of(number: int) -> dict[str, object]:
    return {"price": 100 + number, "currency": "CDF", "paper": "reçu nº 7"}


def people_of(number: int) -> dict[str, object]:
    return {"miner": f"Espérance {number}"}


def trading_log(size: int = 9, signer: Signer | None = None) -> MemoryLog:
    """A log of `size` tagged bags."""
    log = MemoryLog(signer)
    log.append([leaf(n, trade_of(n), people_of(n), log.signer.name) for n in range(size)])
    return log


def statement_about(number: int) -> dict[str, object]:
    """What is to be said of the lot that entry `number` opens."""
    origin = {"place": "S-1", "dug_on": "2026-02-28", "custody_model": "identity", "grams": 1000 + number}
    code = f"KIV-{number}"
    return {"v": 1, "about": {"lot": code}, "lot": {"code": code, "mass_g": 1000 + number, "origins": [origin]}}


STATEMENT = statement_about(1)
ABOUT_NO_LOT = {"v": 1, "about": {"month": "2026-03"}}


def openings_of(indexes: Sequence[int]) -> list[Opening]:
    """The trade of these entries, opened; their people stay withheld."""
    return [Opening(n, "trade", commitment_key(f"trade {n}"), trade_of(n)) for n in indexes]


def _said_of(indexes: Sequence[int]) -> Mapping[str, object]:
    return statement_about(min(indexes)) if indexes else ABOUT_NO_LOT


def lot_pack(
    log: MemoryLog,
    indexes: Sequence[int] = (1, 4, 8),
    *,
    openings: Sequence[Opening] | None = None,
    checkpoint: str | None = None,
    statement: Mapping[str, object] | None = None,
) -> bytes:
    """The pack of a blended lot that three entries of the log speak of."""
    return build_pack(
        [(index, log.entries[index]) for index in indexes],
        [log.proof(index) for index in indexes],
        openings_of(indexes) if openings is None else openings,
        log.signed_checkpoint() if checkpoint is None else checkpoint,
        {"as_of_size": log.edge.size, **(_said_of(indexes) if statement is None else statement)},
        log.signer,
    )


def unzip(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped_elsewhere(files: Sequence[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of these files as any other program would write it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, octets in files:
            archive.writestr(zipfile.ZipInfo(name), octets, compression)
    return packed.getvalue()


def remade(pack: bytes, signer: Signer, **changes: bytes) -> bytes:
    """The pack with some files replaced and a manifest that fits them, signed: what only the log's key can make.

    Names are written with `_` for `.`, as in `entries_jsonl`.
    """
    files = unzip(pack)
    del files[MANIFEST]
    files.update({name.replace("_", "."): octets for name, octets in changes.items()})
    return write_archive({**files, MANIFEST: signer.sign_note(manifest_text(files)).encode()})


def resigned(pack: bytes, signer: Signer) -> bytes:
    """The same pack, with its checkpoint and its manifest signed by another key."""
    text = parse_note(unzip(pack)[CHECKPOINT]).text
    return remade(pack, signer, checkpoint=signer.sign_note(text).encode())


class Witness:
    """A witness who cosigns whatever it is shown."""

    def __init__(self, name: str) -> None:
        self._private_key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
        self.verifier = Verifier(name, self._private_key.public_key().public_bytes_raw(), COSIGNATURE)

    def cosign(self, note: str, time: int = 1_770_000_000) -> str:
        """The note with a further signature line."""
        text = parse_note(note).text
        assert parse_checkpoint(text).size
        signature = time.to_bytes(8, "big") + self._private_key.sign(cosigned_message(time, text))
        return note + signature_line(self.verifier.name, self.verifier.key_id, signature)
