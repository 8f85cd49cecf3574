"""The proof of one entry as a text (C2SP tlog-proof)."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.errors import Unreadable
from ledger.proofs.tlog_proof import TlogProof, parse_tlog_proof
from ledger.proofs.tree import leaf_hash, verify_inclusion
from tests.proofs.logs import grown_log, reads_back_or_is_refused
from tests.shared import shared

HASH = base64.b64encode(bytes(32)).decode()


def published() -> dict:
    return json.loads(shared("vectors", "tlog_proof", "tlog_proof_cases.json").read_bytes())


def test_the_published_proofs_are_spelled_and_read_back():
    cases = published()["marshal"]

    for case in cases:
        hashes = tuple(base64.b64decode(sibling) for sibling in case["hashes"])
        extra = None if case["extra"] is None else base64.b64decode(case["extra"])
        proof = TlogProof(case["index"], hashes, case["checkpoint"], extra)
        assert proof.text() == case["want"]
        assert parse_tlog_proof(case["want"]) == proof

    assert len(cases) == 3


def test_the_published_malformed_proofs_are_refused():
    cases = published()["invalid"]

    for case in cases:
        with pytest.raises(Unreadable):
            parse_tlog_proof(case["proof"])

    assert len(cases) == 8


def test_a_proof_carries_all_that_is_needed_but_the_key():
    log = grown_log(300)
    text = TlogProof(257, log.proof(257), log.signed_checkpoint()).text()

    proof = parse_tlog_proof(text)

    checkpoint = open_checkpoint(proof.checkpoint, [log.signer.verifier])
    verify_inclusion(leaf_hash(b"entry 257"), proof.index, checkpoint.size, proof.hashes, checkpoint.root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\nindex 1\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nextra AAAA\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 1\n\ncheckpoint\n",
        f"c2sp.org/tlog-proof@v1\nindex 1\n{HASH[:-1]}\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n" + f"{HASH}\n" * 64 + "\ncheckpoint\n",
        f"c2sp.org/tlog-proof@v1\nextra {'A' * 65_536}\nindex 1\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\r\nindex 1\r\n\r\ncheckpoint\r\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n\n" + "x" * 1_000_001,
    ],
    ids=lambda text: repr(text[-30:]),
)
def test_any_other_spelling_of_a_proof_is_unreadable(text):
    with pytest.raises(Unreadable):
        parse_tlog_proof(text)


def test_a_proof_is_as_long_as_its_lines_and_its_checkpoint_may_be():
    """On the one side of each limit it reads back, on the other it is refused."""
    longest_extra = (
        b"x" * 49_143
    )  # 65,524 signs of base64 behind the word, 65,530 in all; three bytes more are too many
    within = [
        TlogProof(1, (), "x" * 1_000_000),
        TlogProof(1, (bytes(32),) * 63, "x"),
        TlogProof(1, (), "x", longest_extra),
    ]
    beyond = [
        TlogProof(1, (), "x" * 1_000_001),
        TlogProof(1, (bytes(32),) * 64, "x"),
        TlogProof(1, (), "x", longest_extra + b"xxxx"),
    ]

    for proof in within:
        assert parse_tlog_proof(proof.text()) == proof
    for proof in beyond:
        with pytest.raises(Unreadable):
            parse_tlog_proof(proof.text())


def test_a_line_of_a_proof_has_at_most_65535_signs():
    """Padding makes every line of base64 a multiple of four and six more, so only a line of nonsense is that long."""
    for length, words in ((65_535, "base64"), (65_536, "too long")):
        with pytest.raises(Unreadable, match=words):
            parse_tlog_proof(f"c2sp.org/tlog-proof@v1\nextra {'A' * (length - 6)}\nindex 1\n\nx")


@given(
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=4),
    st.none() | st.binary(max_size=20),
    st.text(min_size=1, max_size=20),
)
def test_every_proof_reads_back(index, hashes, extra, checkpoint):
    proof = TlogProof(index, tuple(hashes), checkpoint, extra)

    assert parse_tlog_proof(proof.text()) == proof


PIECES = ["c2sp.org/tlog-proof@v1\n", "index 7\n", "extra AAAA\n", "extra ", "index ", f"{HASH}\n", "\n", "x", "0"]


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=8).map(lambda tail: PIECES[0] + "".join(tail)))
def test_any_text_reads_back_or_is_refused(text):
    assert reads_back_or_is_refused(parse_tlog_proof, TlogProof.text, text)
