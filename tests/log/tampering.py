"""What a superuser who also has the log's key can do, and a witness outside who remembers what he was shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from ledger.log import keyring
from ledger.proofs.__main__ import main
from ledger.proofs.canonical import encode
from ledger.proofs.checkpoints import Checkpoint, open_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.keys import COSIGNATURE, Verifier
from ledger.proofs.notes import parse_note
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import leaf_hash, verify_consistency
from tests.proofs.logs import remade, unzip
from tests.superuser import superuser

TAGGED = "lot.tagged.v1"
TABLES = ("ledger_event", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "ledger_eventkey")
GUARDS = ["never_changed", "never_truncated", "only_grows", "event_to_outbox"]
ENTRIES = """
    SELECT event.id, event.entry FROM ledger_leaf leaf JOIN ledger_event event ON event.id = leaf.event_id
    ORDER BY leaf.position"""


@contextmanager
def unguarded() -> Iterator[psycopg.Connection[Any]]:
    """Do what only the superuser can: switch the triggers off, and on again when it is done."""
    with superuser() as connection:
        partitions = connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass"
        ).fetchall()
        tables = [*TABLES, *(name for (name,) in partitions)]
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            yield connection
        finally:
            for table in tables:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            _always(connection)


def _always(connection: psycopg.Connection[Any]) -> None:
    """Put the triggers back as the migration left them."""
    triggers = connection.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        " AND tgname = ANY(%s)",
        [GUARDS],
    ).fetchall()
    for table, name in triggers:
        connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def entries() -> list[bytes]:
    """All leaves in the order of their positions."""
    with superuser() as connection:
        return [bytes(entry) for _, entry in connection.execute(ENTRIES)]


def changed(kind: str, **facts: Any) -> Callable[[bytes], bytes]:
    """Return what writes other facts into the last word that a leaf of this kind says."""

    def change(entry: bytes) -> bytes:
        said = json.loads(entry)
        return encode({**said, "facts": {**said["facts"], **facts}}) if said["kind"] == kind else entry

    return change


def forge(signer: Signer, change: Callable[[bytes], bytes]) -> str:
    """Rewrite the whole log with its key: entries, hashes, leaves, tiles, and one checkpoint; return that.

    Nothing in this database is wrong afterwards: who only looks here finds nothing.
    """
    edge = RightEdge()
    with unguarded() as connection:
        events = [(number, change(bytes(entry))) for number, entry in connection.execute(ENTRIES)]
        connection.execute("DELETE FROM ledger_tile")
        connection.execute("DELETE FROM ledger_checkpoint")
        for position, (number, entry) in enumerate(events):
            own = leaf_hash(entry)
            connection.execute("UPDATE ledger_event SET entry = %s, hash = %s WHERE id = %s", [entry, own, number])
            connection.execute("UPDATE ledger_leaf SET hash = %s WHERE position = %s", [own, position])
        for tile in edge.extend([leaf_hash(entry) for _, entry in events]):
            connection.execute("INSERT INTO ledger_tile VALUES (%s, %s, %s)", [tile.level, tile.index, tile.hashes])
        note = signer.sign_note(Checkpoint(signer.name, edge.size, edge.root()).text())
        connection.execute(
            "INSERT INTO ledger_checkpoint (size, root, note, signed_at) VALUES (%s, %s, %s, now())",
            [edge.size, edge.root(), note],
        )
    return note


def cut_tail(signer: Signer, size: int) -> str:
    """Take the last events away as if they had never been, and sign what is left; return that checkpoint."""
    with unguarded() as connection:
        gone = connection.execute("SELECT event_id FROM ledger_leaf WHERE position >= %s", [size]).fetchall()
        numbers = [number for (number,) in gone]
        connection.execute("DELETE FROM ledger_leaf WHERE position >= %s", [size])
        connection.execute("DELETE FROM ledger_eventkey WHERE event_id = ANY(%s)", [numbers])
        connection.execute("DELETE FROM ledger_event WHERE id = ANY(%s)", [numbers])
        connection.execute("UPDATE ledger_logstate SET size = %s", [size])
    return forge(signer, lambda entry: entry)


@dataclass
class Witness:
    """Somebody outside with a key and one checkpoint: who adds to it is cosigned, everybody else is not (C2SP)."""

    origin: str
    log: Sequence[Verifier]
    signer: Signer = field(default_factory=lambda: Signer.generate("witness.example/ngo"))
    held: str | None = None

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.signer.name, self.signer.verifier.public, COSIGNATURE)

    @property
    def checkpoint(self) -> Checkpoint:
        assert self.held is not None
        return open_checkpoint(self.held, self.log, self.origin)

    def add(self, note: str, proof: Sequence[bytes] = (), at: int = 1_770_000_000) -> tuple[int, str]:
        """Answer as add-checkpoint does: 200 and a cosignature, 409 behind what is held, 422 if it does not follow."""
        offered = open_checkpoint(note, self.log, self.origin)
        if self.held is not None:
            if offered.size < self.checkpoint.size:
                return 409, str(self.checkpoint.size)
            try:
                verify_consistency(self.checkpoint.size, offered.size, self.checkpoint.root, offered.root, list(proof))
            except ProofError:
                return 422, ""
        self.held = note
        return 200, self.signer.cosign(parse_note(note).text, at)


def are_evidence(first: str, second: str, keys: Sequence[Verifier]) -> bool:
    """Say whether two notes prove that their log lied: signed by one log, of one size, with two roots."""
    one, other = (open_checkpoint(note, keys) for note in (first, second))
    return (one.origin, one.size) == (other.origin, other.size) and one.root != other.root


def policy_file(folder, signer, witness=None, *, clock=False):
    """Write whom the buyer trusts."""
    lines = [f"log {signer.vkey}"]
    if witness:
        lines.append(f"witness ngo {witness.verifier.vkey}")
    if clock:
        lines.append(f"witness clock {keyring.clock_verifier().vkey}")
    path = folder / "policy"
    path.write_text("\n".join([*lines, f"quorum {'ngo' if witness else 'none'}"]) + "\n", encoding="utf-8")
    return str(path)


def without(pack, signer, kind):
    """Build the pack anew without the entries of a kind, as its sender can, who has the key."""
    files = unzip(pack)
    lines = list(zip(files["entries.jsonl"].splitlines(True), files["proofs.jsonl"].splitlines(True), strict=True))
    kept = [(entry, proof) for entry, proof in lines if json.loads(entry)["kind"] != kind]
    assert len(kept) < len(lines)
    indexes = {json.loads(proof)["index"] for _, proof in kept}
    openings = [line for line in files["openings.jsonl"].splitlines(True) if json.loads(line)["index"] in indexes]
    changes = {
        "entries.jsonl": b"".join(entry for entry, _ in kept),
        "proofs.jsonl": b"".join(proof for _, proof in kept),
        "openings.jsonl": b"".join(openings),
    }
    return remade(pack, signer, **changes)


def said_of(folder, pack, policy, capsys):
    """Let the verifier say what it finds in a pack."""
    path = folder / "pack.zip"
    path.write_bytes(pack)
    capsys.readouterr()
    return main(["verify", str(path), "--policy", policy]), capsys.readouterr().out


def show(note):
    """Let packs carry this checkpoint, as the forger likes."""
    with unguarded() as connection:
        connection.execute("UPDATE ledger_published SET note = %s", [note])
