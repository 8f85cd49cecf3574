"""What must hold after every fault, whatever it was; the drill asks the database and the disk, not the product.

Every acknowledged event is there exactly once and as it was acknowledged; nothing refused was written; positions
count from 0 without a gap and respect cause; every tile, root and published file follows from the leaves' raw bytes;
no two signed checkpoints of one size differ. Then the product's own checks agree.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.paths import consistency_proof
from ledger.proofs.signing import Signer
from ledger.proofs.tile_paths import parse_entries_path, parse_tile_path
from ledger.proofs.tree import verify_consistency
from tests.drill import counting
from tests.drill.ground import Ground
from tests.drill.journal import RECORDED, Known, read
from tests.drill.watching import Watcher

EVENTS = """
    SELECT event.id, event.key::text, event.kind, event.entry, event.hash, leaf.position, leaf.hash
    FROM ledger_event event LEFT JOIN ledger_leaf leaf ON leaf.event_id = event.id ORDER BY leaf.position, event.id"""
OPENINGS = 'SELECT key::text, "group", hmac_key, value FROM ledger_opening'


@dataclass
class Found:
    """What lies in the database, read in one go."""

    events: list[Any]
    keys: dict[str, tuple[str, int | None]]
    openings: dict[str, dict[str, tuple[bytes, bytes]]] = field(default_factory=dict)

    @property
    def leaves(self) -> list[bytes]:
        return [counting.leaf(bytes(entry)) for _, _, _, entry, _, position, _ in self.events if position is not None]


def find(ground: Ground) -> Found:
    """Read events, keys and openings."""
    keys = ground.ask("SELECT key::text, outcome, event_id FROM ledger_eventkey")
    found = Found(ground.ask(EVENTS), {key: (outcome, number) for key, outcome, number in keys})
    for key, group, secret, value in ground.ask(OPENINGS):
        found.openings.setdefault(key, {})[group] = (bytes(secret), bytes(value))
    return found


def check(ground: Ground, journals: Sequence[Path], watcher: Watcher | None = None, *, whole: bool = True) -> Found:
    """Check all of it; not `whole` where openings were lost with the database: leaves came back, they did not."""
    found = find(ground)
    known = [read(journal) for journal in journals]
    for each in known:
        assert not each.unanswered, "every writer has had its answers by now"
    check_answers(found, known, whole)
    check_tree(ground, found)
    check_causes(found)
    check_openings(found, whole)
    check_disk(ground, found)
    check_notes(ground, found, watcher.notes if watcher else set())
    check_by_the_product(ground)
    return found


def check_whole_or_absent(ground: Ground, journals: Sequence[Path]) -> None:
    """What nobody was told of is there with all its parts, or not at all; asked before anything is sent again."""
    found = find(ground)
    events = {key: number for number, key, *_ in found.events}
    for journal in journals:
        known = read(journal)
        for envelope in known.unanswered:
            outcome, number = found.keys.get(envelope["key"], (None, None))
            assert (outcome == "recorded") == (envelope["key"] in events), f"{envelope['key']} is half there"
            assert number == events.get(envelope["key"])


def check_answers(found: Found, journals: Iterable[Known], whole: bool = True) -> None:
    """What was acknowledged is there once, as acknowledged; what was refused is not; nothing else came to be."""
    entries: dict[str, list[bytes]] = {}
    for _, key, _, entry, *_ in found.events:
        entries.setdefault(key, []).append(bytes(entry))
    assert all(len(each) == 1 for each in entries.values()), "a key has two events"
    asked: set[str] = set()
    for known in journals:
        for key, answer in known.answers.items():
            if answer["status"] in RECORDED:
                assert key in entries, f"{key} was acknowledged and is not there"
                asked.add(key)
                _check_sealed(known, key, entries[key][0], found, whole)
            else:
                assert key not in entries, f"{key} was refused and is there"
                assert found.keys.get(key, ("refused", None)) == ("refused", None)
    made = {key for key in entries if key not in asked and json.loads(entries[key][0])["actor"].startswith("drill-")}
    assert not made, f"nobody was told of {sorted(made)[:3]}"


def _check_sealed(known: Known, key: str, entry: bytes, found: Found, whole: bool) -> None:
    leaf, sent = json.loads(entry), known.envelopes[key]
    for name in ("key", "kind", "happened_at"):
        assert leaf[name] == sent[name]
    assert leaf["facts"].items() <= sent["facts"].items(), f"{key} says other things than were sent"
    hidden: dict[str, Any] = {}
    for group in leaf["commitments"]:
        value = found.openings.get(key, {}).get(group, (b"", b""))[1]
        hidden.update(json.loads(value) if value else {})
    if whole:
        assert {**leaf["facts"], **hidden} == sent["facts"], f"{key} hides other things than were sent"
    if key in known.sealed:
        assert counting.leaf(entry).hex() == known.sealed[key], f"{key} is not what it was when it was acknowledged"
    if key in known.receipts:
        check_receipt(known.receipts[key], key, entry)


def check_receipt(receipt: str, key: str, entry: bytes) -> None:
    """The submission receipt speaks of these very bytes."""
    from ledger.proofs.notes import parse_note
    from ledger.proofs.submission import parse_submission

    said = parse_submission(parse_note(receipt).text)
    assert (said.key, said.leaf_hash) == (key, counting.leaf(entry))


def check_tree(ground: Ground, found: Found) -> None:
    """Positions count from 0; hashes, tiles and roots are those of the raw bytes; nothing waits, nothing is beyond."""
    leaves = found.leaves
    assert [position for *_, position, _ in found.events] == list(range(len(found.events))), "a gap among positions"
    for (number, _, _, _, own, _, kept), computed in zip(found.events, leaves, strict=True):
        assert bytes(own) == bytes(kept) == computed, f"event {number} is not what was sealed"
    assert ground.ask("SELECT count(*) FROM ledger_pending") == [(0,)], "an event waits for its position"
    assert ground.ask("SELECT size FROM ledger_logstate") == [(len(leaves),)]
    stored = {
        (level, index): bytes(row) for level, index, row in ground.ask("SELECT level, idx, hashes FROM ledger_tile")
    }
    assert stored == counting.tiles(leaves), "tiles are not what the leaves make them"
    assert all(outcome != "recorded" or number for outcome, number in found.keys.values())
    by_key = {key: number for number, key, *_ in found.events}
    assert {key: number for key, (outcome, number) in found.keys.items() if outcome == "recorded"} == by_key


def check_causes(found: Found) -> None:
    """An entry that names the head it saw stands after it."""
    positions = {key: position for _, key, _, _, _, position, _ in found.events}
    for _, key, _, entry, _, position, _ in found.events:
        for head in json.loads(bytes(entry)).get("heads", {}).values():
            assert positions[head] < position, f"{key} stands before what it followed"


def check_openings(found: Found, whole: bool = True) -> None:
    """Every commitment of a leaf has its opening, and the opening is what was committed to."""
    for _, key, _, entry, *_ in found.events:
        for group, commitment in json.loads(bytes(entry))["commitments"].items():
            secret, value = found.openings.get(key, {}).get(group, (b"", b""))
            assert value or not whole, f"{key}: the opening of {group} is gone"
            message = group.encode() + b"\x00" + value
            if value:
                assert hmac.new(secret, message, sha256).hexdigest() == commitment, f"{key}: {group} does not open"


def check_notes(ground: Ground, found: Found, seen: set[str]) -> None:
    """Every checkpoint that anybody ever saw is signed, and has the root of its size; later ones only add."""
    roots = counting.roots(found.leaves)
    held = {note for (note,) in ground.ask("SELECT note FROM ledger_checkpoint")}
    signer = key_of(ground)
    checkpoints = {}
    for note in held | seen | notes_on_disk(ground):
        checkpoint = open_checkpoint(note, [signer.verifier], signer.name)
        assert checkpoint.size < len(roots), f"a checkpoint of {checkpoint.size} was shown; there are {len(roots) - 1}"
        assert checkpoint.root == roots[checkpoint.size], f"two trees of {checkpoint.size} were signed"
        checkpoints[checkpoint.size] = checkpoint.root
    stored = {size: bytes(root) for size, root in ground.ask("SELECT size, root FROM ledger_checkpoint")}
    assert stored == {size: roots[size] for size in stored}
    rows = counting.tiles(found.leaves)
    sizes = sorted(checkpoints)
    for old, new in zip(sizes[:-1:9], sizes[1::9], strict=False):
        proof = consistency_proof(old, new, lambda level, index: rows[level, index])
        verify_consistency(old, new, checkpoints[old], checkpoints[new], proof)


def key_of(ground: Ground) -> Signer:
    """The log's key."""
    return Signer.load(ground.home.log / "key.pem", ground.home.origin())


def notes_on_disk(ground: Ground) -> set[str]:
    """The anchor and the published checkpoint, and what the database says was published."""
    files = [ground.home.log / "anchor", ground.home.log / "public" / "checkpoint"]
    shown = {note for (note,) in ground.ask("SELECT note FROM ledger_published")}
    return {file.read_text(encoding="utf-8") for file in files if file.exists()} | shown


def check_disk(ground: Ground, found: Found) -> None:
    """Every published tile and bundle is what the leaves make it at its width."""
    rows, entries = counting.tiles(found.leaves), [bytes(event[3]) for event in found.events]
    for path, content in _files(ground.home.log / "public"):
        if path.startswith("tile/"):
            level, index, width = parse_tile_path(path)
            assert content == rows[level, index][: width * 32], f"{path} is not what its events make it"
    for path, content in _files(ground.home.log / "bundles"):
        index, width = parse_entries_path(path)
        wanted = entries[index * 256 : index * 256 + width]
        assert len(wanted) == width
        assert content == b"".join(len(each).to_bytes(2, "big") + each for each in wanted), f"{path} is another bundle"


def _files(folder: Path) -> Iterable[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name.startswith("tile/") and not path.name.startswith("."):
            yield name, path.read_bytes()


def check_by_the_product(ground: Ground) -> None:
    """verify_log finds nothing false, and replay gives the same read tables."""
    for words in (("verify_log",), ("replay", "--check")):
        done = ground.nurseries[0].run(*words)
        assert done.code == 0, done.said()
