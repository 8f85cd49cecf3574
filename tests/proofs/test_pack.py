"""The pack proves itself: to whoever has the policy it holds, and nothing in it can be changed unnoticed."""

from __future__ import annotations

import json
import zipfile
from functools import cache

import pytest

from ledger.proofs import keys
from ledger.proofs.archive import write_archive
from ledger.proofs.ed25519 import verify_ed25519
from ledger.proofs.errors import ProofError
from ledger.proofs.manifest import LISTED, MANIFEST
from ledger.proofs.pack import build_pack
from ledger.proofs.policy import Group, Policy, parse_policy
from ledger.proofs.signing import Signer
from ledger.proofs.verify import verify_pack
from tests.proofs.devices import entered
from tests.proofs.logs import (
    ORIGIN,
    STATEMENT,
    MemoryLog,
    Witness,
    leaf,
    lot_pack,
    openings_of,
    people_of,
    remade,
    resigned,
    trade_of,
    trading_log,
    unzip,
    zipped_elsewhere,
)
from tests.proofs.packs import LOG, PACK, POLICY, findings, lines


def test_a_lots_pack_holds(tmp_path):
    (tmp_path / "lot.zip").write_bytes(PACK)

    report = verify_pack(tmp_path / "lot.zip", POLICY)

    assert report.findings == []
    assert report.signer == ORIGIN
    assert (report.entries, report.openings, report.withheld) == (3, 3, 3)
    assert report.checkpoint == LOG.checkpoint()
    assert report.statement == {"as_of_size": 9, **STATEMENT}


def test_the_pack_holds_exactly_its_files_and_the_leaves_as_they_were_hashed():
    files = unzip(PACK)

    assert sorted(files) == sorted([MANIFEST, *LISTED])
    assert lines("entries.jsonl") == [LOG.entries[n] + b"\n" for n in (1, 4, 8)]
    assert [json.loads(line)["index"] for line in lines("proofs.jsonl")] == [1, 4, 8]
    assert sorted(json.loads(lines("openings.jsonl")[0])) == ["group", "index", "key", "value"]
    assert b"Esp\xc3\xa9rance" not in PACK


def test_the_same_facts_in_any_order_give_the_same_bytes():
    assert lot_pack(LOG, (8, 1, 4), openings=openings_of([8, 4, 1])) == PACK


def test_a_pack_without_openings_withholds_everything():
    report = verify_pack(lot_pack(LOG, openings=[]), POLICY)

    assert (report.findings, report.openings, report.withheld) == ([], 0, 6)


def test_without_a_policy_the_pack_holds_but_nobody_knows_whose_it_is():
    report = verify_pack(PACK, None)

    assert report.findings == []
    assert report.signer is None


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_pack_that_another_program_zipped_again_is_not_the_one_that_was_written(compression):
    assert findings(zipped_elsewhere(list(unzip(PACK).items()), compression))
    assert findings(write_archive(unzip(PACK))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [MANIFEST, *LISTED])
def test_one_changed_byte_of_any_file_is_found_in_a_container_that_was_made_to_fit(name, monkeypatch):
    monkeypatch.setattr(keys, "verify_ed25519", cache(verify_ed25519))  # unchanged notes need checking once
    files = unzip(PACK)
    good = files[name]

    for at in range(0, len(good), 1 if name == MANIFEST else 3):
        bad = good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1 :]
        assert findings(write_archive({**files, name: bad})), f"byte {at} of {name}"


@pytest.mark.parametrize("name", LISTED)
def test_without_a_policy_too_one_changed_byte_is_found(name):
    files = unzip(PACK)

    for at in range(0, len(files[name]), 7):
        bad = files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]
        assert findings(write_archive({**files, name: bad}), None), f"byte {at} of {name}"


def test_everything_signed_again_by_another_key_is_refused():
    forger = Signer.generate(ORIGIN)

    found = findings(resigned(PACK, forger))

    assert "manifest: no known key signed this note" in found
    assert "checkpoint: no known key signed this note" in found


def test_a_checkpoint_of_the_log_does_not_lend_its_name_to_a_forgers_manifest():
    assert findings(remade(PACK, Signer.generate(ORIGIN)))


def test_two_trusted_logs_cannot_share_a_pack():
    other = Signer.generate("log.example/ituri")
    policy = Policy([LOG.signer.verifier, other.verifier])

    found = findings(remade(PACK, other), policy)

    assert found == ["checkpoint: the log 'log.example/kivu' itself did not sign both checkpoint and manifest"]
    assert findings(remade(PACK, other), None) == found


def test_a_log_cannot_speak_in_the_name_of_another():
    other = Signer.generate("log.example/ituri")
    checkpoint = other.sign_note(LOG.checkpoint().text())

    assert findings(remade(PACK, other, checkpoint=checkpoint.encode()), Policy([other.verifier]))


@pytest.mark.parametrize("octets", [b"", b"no note", b"origin\n7\n"])
def test_what_is_no_checkpoint_is_found(octets):
    found = findings(remade(PACK, LOG.signer, checkpoint=octets))

    assert len(found) == 1
    assert found[0].startswith("checkpoint: ")


@pytest.mark.parametrize(
    "change", [str.upper, lambda text: text * 2, lambda text: "".join(reversed(text.splitlines(True)))]
)
def test_a_manifest_of_other_lines_is_found(change):
    text = unzip(PACK)[MANIFEST].decode().split("\n\n")[0] + "\n"
    pack = write_archive({**unzip(PACK), MANIFEST: LOG.signer.sign_note(change(text)).encode()})

    assert [line for line in findings(pack) if line.startswith("manifest")]


def manifest_findings(*lines: str) -> list[str]:
    """What is found in the manifest of a pack whose lines are these."""
    text = "".join(f"{line}\n" for line in lines)
    return findings(write_archive({**unzip(PACK), MANIFEST: LOG.signer.sign_note(text).encode()}))


def test_the_line_of_the_manifest_that_is_wrong_is_named():
    good = unzip(PACK)[MANIFEST].decode().split("\n\n")[0].split("\n")

    assert manifest_findings(*good) == []
    assert manifest_findings(good[0], "nonsense", *good[1:]) == ["manifest line 2: not a SHA-256 and a path"]
    assert manifest_findings(good[0], good[0], *good[1:]) == ["manifest line 2: 'README.txt' is listed twice"]
    assert manifest_findings(good[1], good[0], *good[2:]) == ["manifest: not sorted by path"]
    assert manifest_findings(good[0][:-1], *good[1:]) == [
        "'README.tx': listed in the manifest, missing from the pack",
        "'README.txt': in the pack, not listed in the manifest",
        "'README.tx': not a file that a pack holds",
    ]


def test_the_quorum_of_the_policy_is_asked_for():
    near, far = Witness("witness.example/near"), Witness("witness.example/far")
    policy = parse_policy(
        f"log {LOG.signer.vkey}\nwitness near {near.verifier.vkey}\nwitness far {far.verifier.vkey}\n"
        "group both all near far\nquorum both\n"
    )
    one = near.cosign(LOG.signed_checkpoint())
    both = far.cosign(one)

    enough = verify_pack(lot_pack(LOG, checkpoint=both), policy)
    assert (enough.findings, enough.witnesses) == ([], ["near", "far"])
    assert findings(lot_pack(LOG, checkpoint=one), policy) == [
        "checkpoint: too few witnesses: the quorum both is not reached"
    ]
    assert findings(lot_pack(LOG, checkpoint=both)) == []


def test_a_false_cosignature_of_a_known_witness_is_found():
    witness = Witness("witness.example/near")
    other = witness.cosign(trading_log(5, LOG.signer).signed_checkpoint()).splitlines(keepends=True)[-1]
    policy = Policy([LOG.signer.verifier], {"near": witness.verifier})

    assert findings(lot_pack(LOG, checkpoint=LOG.signed_checkpoint() + other), policy)


def test_a_log_that_changed_its_key_signs_with_one_of_those_that_the_policy_gives_its_name():
    old, new = Signer.generate(ORIGIN), LOG.signer
    both = old.sign_note(LOG.checkpoint().text())
    both += new.sign_note(LOG.checkpoint().text()).splitlines(keepends=True)[-1]
    by_old_alone = old.sign_note(LOG.checkpoint().text())
    policy = Policy([old.verifier, new.verifier])

    assert findings(lot_pack(LOG, checkpoint=both), policy) == []
    assert findings(lot_pack(LOG, checkpoint=both), Policy([new.verifier])) == []
    assert findings(lot_pack(LOG, checkpoint=both), Policy([old.verifier])) == [
        "manifest: no known key signed this note",
        "checkpoint: the log 'log.example/kivu' itself did not sign both checkpoint and manifest",
    ]
    assert findings(lot_pack(LOG, checkpoint=by_old_alone), policy) == [
        "checkpoint: the log 'log.example/kivu' itself did not sign both checkpoint and manifest"
    ]


def test_the_clock_of_the_log_says_when_and_is_no_witness():
    clock, near = Witness(f"{ORIGIN}/clock"), Witness("witness.example/near")
    witnesses = {"clock": clock.verifier, "near": near.verifier}
    pack = lot_pack(LOG, checkpoint=clock.cosign(near.cosign(LOG.signed_checkpoint(), 7), 8))
    by_clock_alone = lot_pack(LOG, checkpoint=clock.cosign(LOG.signed_checkpoint()))

    report = verify_pack(pack, Policy(POLICY.logs, witnesses, {"all": Group(1, ("clock", "near"))}, "all"))

    assert report.findings == []
    assert (report.witnesses, report.times) == (["near"], {"clock": 8, "near": 7})
    for quorum in ("clock", "all"):
        policy = Policy(POLICY.logs, witnesses, {"all": Group(1, ("clock", "near"))}, quorum)
        assert findings(by_clock_alone, policy) == [
            f"checkpoint: too few witnesses: the quorum {quorum} is not reached"
        ]


def test_entries_of_a_lost_log_count_in_a_pack_that_holds_the_entry_which_continues_it():
    log = MemoryLog()
    first = entered("log.continued.v1", {"origin": "log.example/lost", "size": 2, "root": "", "checkpoint": ""})
    log.append([first, leaf(1, trade_of(1), people_of(1), "log.example/lost"), entered("lot.weighed.v1", {})])

    assert findings(lot_pack(log, [0, 1, 2], openings=[], statement=STATEMENT)) == []
    found = findings(lot_pack(log, [1, 2], openings=[], statement=STATEMENT))
    assert found[0] == "entries.jsonl: the entry at 1 belongs to another log than the checkpoint"


def test_what_was_erased_is_told_apart_from_what_is_withheld():
    report = verify_pack(lot_pack(LOG, statement={**STATEMENT, "erased": [[1, "people"], [8, "people"]]}), POLICY)

    assert report.findings == []
    assert (report.openings, report.withheld, report.erased) == (3, 1, 2)


@pytest.mark.parametrize(
    ("erased", "words"),
    [
        ([[1, "trade"]], "'trade' of the entry 1 is called erased, but is opened or was never there"),
        ([[1, "notes"]], "'notes' of the entry 1"),
        ([[2, "people"]], "'people' of the entry 2"),
        ([[4, "people"], [1, "people"]], "not sorted by index and group, or named twice"),
        ([[1, "people"], [1, "people"]], "not sorted by index and group, or named twice"),
        ([[1]], "not listed as pairs"),
        ([[1, 7]], "not listed as pairs"),
        ([[1, "people", 1]], "not listed as pairs"),
        ([[True, "people"]], "not listed as pairs"),
        ([["people", 1]], "not listed as pairs"),
        ([{}], "not listed as pairs"),
        ([{"a": 1, "b": "people"}], "not listed as pairs"),
        ({}, "not listed as pairs"),
        (None, "not listed as pairs"),
    ],
)
def test_what_cannot_have_been_erased_is_found(erased, words):
    found = findings(lot_pack(LOG, statement={**STATEMENT, "erased": erased}))

    assert len(found) == 1
    assert found[0].startswith("statement.json: ")
    assert words in found[0]


def test_what_no_pack_can_hold_is_not_packed():
    with pytest.raises(ProofError, match="line feed"):
        build_pack([(0, b"{}\n")], [[]], [], "", {}, LOG.signer)
    with pytest.raises(ProofError, match="0 proofs for 1 entries"):
        build_pack([(0, b"{}")], [], [], "", {}, LOG.signer)
