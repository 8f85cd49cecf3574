"""A mirrored log is computed again, from its leaf hashes up and its entries down; whatever was changed is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.proofs.bundles import encode_bundle
from ledger.proofs.canonical import encode
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.mirror import MirrorReport, look_for, verify_mirror
from ledger.proofs.policy import Policy
from ledger.proofs.signing import Signer
from ledger.proofs.tile_paths import entries_path
from ledger.proofs.tree import leaf_hash
from tests.proofs.devices import PHONE, entered
from tests.proofs.logs import MemoryLog, Witness, trading_log
from tests.proofs.mirrors import mirrored, put

POLICY = MemoryLog().policy()
SIZES = (0, 1, 9, 256, 257, 600)


def log_of(size: int) -> MemoryLog:
    log = MemoryLog()
    log.append([entered("lot.weighed.v1", {"n": n}) for n in range(size)])
    return log


def checked(folder: Path, policy: Policy = POLICY) -> MirrorReport:
    return verify_mirror(folder, policy)


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_mirror_holds(size, tmp_path):
    report = checked(mirrored(log_of(size), tmp_path))

    assert report.findings == []
    assert (report.entries, report.sources.entered_at_server) == (size, size)
    assert report.signed.checkpoint.size == size


def test_a_mirror_without_entries_holds_too(tmp_path):
    report = checked(mirrored(trading_log(300), tmp_path, entries=False))

    assert (report.findings, report.entries) == ([], 0)


def test_the_folders_of_a_log_hold_as_they_are(tmp_path):
    log = trading_log(300)
    mirrored(log, tmp_path / "public", entries=False)
    put(tmp_path / "bundles", "tile/entries/000", encode_bundle(log.entries[:256]))
    put(tmp_path / "bundles", "tile/entries/001.p/44", encode_bundle(log.entries[256:]))

    report = checked(tmp_path)

    assert (report.findings, report.entries) == ([], 300)


def test_a_mirror_that_has_gone_on_still_holds_at_the_older_checkpoint(tmp_path):
    older = log_of(300).signed_checkpoint()
    log = log_of(600)
    mirrored(log, tmp_path, note=older)

    report = checked(tmp_path)

    assert "tile/1/000.p/1: is missing, or not of its length" in report.findings  # partials of that size are kept too
    put(tmp_path, "tile/1/000.p/1", log.tiles[1, 0][:32])
    assert checked(tmp_path).findings == []
    assert checked(tmp_path).entries == 300


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"])
def test_a_tile_that_is_missing_is_named(path, tmp_path):
    mirrored(log_of(600), tmp_path)
    (tmp_path / path).unlink()

    assert f"{path}: is missing, or not of its length" in checked(tmp_path).findings


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize(
    "change", [lambda b: b[:-1] + b"!", lambda b: b"!" + b[1:], lambda b: b[:-1], lambda b: b + b"!"]
)
def test_a_changed_tile_is_found(path, change, tmp_path):
    mirrored(log_of(600), tmp_path)
    put(tmp_path, path, change((tmp_path / path).read_bytes()))

    assert checked(tmp_path).findings


def test_a_changed_tile_above_the_leaves_is_named_alone(tmp_path):
    log = log_of(600)
    mirrored(log, tmp_path)
    put(tmp_path, "tile/1/000.p/2", bytes(64))

    assert checked(tmp_path).findings == ["tile/1/000.p/2: does not follow from the leaves"]


def test_a_full_tile_above_the_leaves_is_held_to_them_as_soon_as_it_is_full(tmp_path):
    log = MemoryLog()
    log.append([b"x"] * 65_537)
    mirrored(log, tmp_path, entries=False)
    assert checked(tmp_path).findings == []

    put(tmp_path, "tile/1/000", bytes(8192))
    assert checked(tmp_path).findings == ["tile/1/000: does not follow from the leaves"]


def test_leaves_that_lead_elsewhere_are_found(tmp_path):
    log = log_of(9)
    other = MemoryLog()
    other.append([*log.entries[:8], b"other"])
    mirrored(other, tmp_path, note=log.signed_checkpoint(), entries=False)

    assert checked(tmp_path).findings == ["checkpoint: the 9 leaves that could be read lead to another root"]


def test_a_changed_entry_is_found(tmp_path):
    log = log_of(300)
    mirrored(log, tmp_path)
    changed = [*log.entries[256:260], log.entries[7], *log.entries[261:]]
    put(tmp_path, entries_path(1, 44), encode_bundle(changed))

    assert checked(tmp_path).findings == ["entry 260: is not the one whose hash stands in the tree"]


@pytest.mark.parametrize(
    ("octets", "words"),
    [(b"", "holds 0"), (b"\x00", "cut short"), (b"\x00\x05abc", "cut short"), (b"\x00\x01a", "holds 1")],
)
def test_a_bundle_that_cannot_be_read_is_found(octets, words, tmp_path):
    mirrored(log_of(300), tmp_path)
    put(tmp_path, entries_path(1, 44), octets)

    (found,) = checked(tmp_path).findings
    assert found.startswith("tile/entries/001.p/44: ")
    assert words in found


def test_a_bundle_that_is_missing_is_named(tmp_path):
    mirrored(log_of(300), tmp_path)
    (tmp_path / entries_path(0, 256)).unlink()

    assert checked(tmp_path).findings == ["tile/entries/000: is missing"]


def test_a_file_longer_than_it_can_be_is_not_read(tmp_path):
    mirrored(log_of(9), tmp_path)
    put(tmp_path, entries_path(0, 9), bytes(256 * 65_537 + 1))

    assert checked(tmp_path).findings == ["tile/entries/000.p/9: is missing"]


def test_the_longest_bundle_of_all_is_read(tmp_path):
    log = MemoryLog()
    log.append([bytes([number]) * 65_535 for number in range(256)])
    report = checked(mirrored(log, tmp_path))

    assert report.entries == 256
    assert not [found for found in report.findings if found.startswith("tile/")]


def test_entries_that_are_none_or_another_logs_are_found(tmp_path):
    log = MemoryLog()
    log.append([b"no JSON", entered("lot.weighed.v1", {}, "log.example/ituri"), entered("lot.weighed.v1", {})])

    found = checked(mirrored(log, tmp_path)).findings

    assert [line.split(":")[0] for line in found] == ["entry 0", "entry 1"]


def test_entries_of_devices_are_held_to_their_keys(tmp_path):
    log = MemoryLog()
    log.append([PHONE.enrolment(), PHONE.entry(1), PHONE.entry(2, falsely=True)])

    report = checked(mirrored(log, tmp_path))

    assert report.findings == ["entry 2: was not signed by the device that it names"]
    assert report.sources.signed == 2


@pytest.mark.parametrize("note", ["", "no note", "x" * 1_000_001])
def test_a_mirror_without_a_checkpoint_that_can_be_read_is_unreadable(note, tmp_path):
    with pytest.raises(Unreadable):
        checked(mirrored(log_of(1), tmp_path, note=note))


def test_a_mirror_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(Unreadable, match="no checkpoint"):
        checked(tmp_path / "lost")


def test_a_mirror_signed_by_nobody_whom_the_policy_trusts_is_refused(tmp_path):
    mirrored(log_of(1), tmp_path)

    with pytest.raises(ProofError, match="no known key"):
        checked(tmp_path, Policy([Signer.generate("log.example/kivu").verifier]))


def test_a_checkpoint_in_the_name_of_another_log_is_refused(tmp_path):
    other = Signer.generate("log.example/ituri")
    mirrored(log_of(1), tmp_path, note=other.sign_note(log_of(1).checkpoint().text()))

    with pytest.raises(ProofError, match="itself did not sign"):
        checked(tmp_path, Policy([other.verifier]))


def test_the_quorum_is_asked_of_a_mirror_too(tmp_path):
    witness = Witness("witness.example/ngo")
    log = log_of(1)
    policy = Policy(POLICY.logs, {"ngo": witness.verifier}, {}, "ngo")

    with pytest.raises(ProofError, match="too few"):
        checked(mirrored(log, tmp_path), policy)

    report = checked(mirrored(log, tmp_path, note=witness.cosign(log.signed_checkpoint())), policy)
    assert report.signed.witnesses == ["ngo"]
    assert report.signed.times == {"ngo": 1_770_000_000}


@pytest.mark.parametrize("position", [0, 255, 256, 299])
def test_a_leaf_is_found_where_it_stands(position, tmp_path):
    log = log_of(300)

    report = look_for(leaf_hash(log.entries[position]), mirrored(log, tmp_path), POLICY)

    assert (report.found_at, report.findings) == (position, [])


def test_a_leaf_is_looked_for_in_hashes_and_not_across_them(tmp_path):
    log = log_of(3)
    row = b"".join(leaf_hash(entry) for entry in log.entries)

    assert look_for(row[7:39], mirrored(log, tmp_path), POLICY).found_at is None


def test_a_leaf_that_stands_twice_is_found_where_it_stands_first(tmp_path):
    log = MemoryLog()
    log.append([b"a", b"b", b"a"] * 100)

    assert look_for(leaf_hash(b"b"), mirrored(log, tmp_path, entries=False), POLICY).found_at == 1


def test_a_mirror_whose_leaves_lead_elsewhere_says_so_when_asked_for_one(tmp_path):
    log = log_of(9)
    other = MemoryLog()
    other.append([*log.entries[:8], b"other"])
    mirrored(other, tmp_path, note=log.signed_checkpoint(), entries=False)

    report = look_for(leaf_hash(b"other"), tmp_path, POLICY)

    assert report.findings == ["checkpoint: the 9 leaves that could be read lead to another root"]


CONTINUED = "log.continued.v1"


def continued(origin: str, now: str = "log.example/kivu") -> bytes:
    return entered(CONTINUED, {"origin": origin, "size": 2, "root": "", "checkpoint": ""}, now)


OLD, OLDER = "log.example/lost", "log.example/long-lost"


@pytest.mark.parametrize(
    ("entries", "foreign"),
    [
        ([continued(OLD), entered("lot.weighed.v1", {}, OLD), entered("lot.weighed.v1", {})], []),
        ([continued(OLD), continued(OLDER, OLD), entered("lot.weighed.v1", {}, OLDER)], []),
        ([entered("lot.weighed.v1", {}, OLD)], [0]),
        ([entered("lot.weighed.v1", {}), continued(OLD), entered("lot.weighed.v1", {}, OLD)], [2]),
        ([continued(OLD), continued(OLDER), entered("lot.weighed.v1", {}, OLDER)], [2]),
        ([continued(OLD), entered("lot.weighed.v1", {}), continued(OLDER, OLD), entered("x", {}, OLDER)], [3]),
        ([entered("lot.weighed.v1", {"origin": OLD}), entered("lot.weighed.v1", {}, OLD)], [1]),
        ([encode({**json.loads(continued(OLD)), "facts": []}), entered("x", {}, OLD)], [1]),
        ([continued(7), entered("x", {}, OLD)], [1]),
        ([continued(7), entered("x", {}, 7)], [1]),
        ([continued(OLD, OLD), entered("x", {}, OLD)], [0, 1]),
    ],
)
def test_entries_of_a_lost_log_count_where_the_first_entries_continue_it(entries, foreign, tmp_path):
    log = MemoryLog()
    log.append(entries)

    found = checked(mirrored(log, tmp_path)).findings

    assert found == [f"entry {index}: belongs to another log than the checkpoint" for index in foreign]
