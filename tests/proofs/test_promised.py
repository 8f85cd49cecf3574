"""The receipt of a submission holds the log to its promise: included, still to come, or missing, which is evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.__main__ import main
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.policy import Policy
from ledger.proofs.promised import hold_to_mirror, hold_to_proof, open_receipt
from ledger.proofs.signing import Signer
from ledger.proofs.submission import Submission, parse_submission
from ledger.proofs.tlog_proof import TlogProof
from ledger.proofs.tree import leaf_hash
from ledger.proofs.wording import time_in_words
from tests.proofs.devices import entered
from tests.proofs.logs import ORIGIN, MemoryLog, Witness, known_signer, leaf, people_of, trade_of, trading_log
from tests.proofs.mirrors import mirrored, put

RECORDED_AT = "2026-11-23T10:42:00.000000Z"
PROMISED_BY = int(datetime(2026, 11, 23, 10, 42, 10, tzinfo=UTC).timestamp())
KEY = "00000000-0000-0000-0000-000000000004"
CLOCK = Witness(f"{ORIGIN}/clock")
LOG = trading_log(300)
POLICY = Policy(LOG.policy().logs, {"clock": CLOCK.verifier})


def receipt(entry: bytes = LOG.entries[4], signer: Signer = LOG.signer, origin: str = ORIGIN) -> bytes:
    return signer.sign_note(Submission(origin, KEY, leaf_hash(entry), RECORDED_AT, 10).text()).encode()


MISSING = leaf(1000, trade_of(1000), people_of(1000))


def seen(time: int, log: MemoryLog = LOG) -> str:
    """The checkpoint with the time at which the log's clock saw it."""
    return CLOCK.cosign(log.signed_checkpoint(), time)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Receipts, proofs and a policy, in files."""
    put(tmp_path, "receipt", receipt())
    put(tmp_path, "missing", receipt(MISSING))
    put(tmp_path, "forged", receipt(signer=Signer.generate(ORIGIN)))
    put(tmp_path, "proof", TlogProof(4, LOG.proof(4), LOG.signed_checkpoint()).text().encode())
    put(tmp_path, "other.proof", TlogProof(5, LOG.proof(5), LOG.signed_checkpoint()).text().encode())
    put(tmp_path, "entry", LOG.entries[4])
    put(tmp_path, "line", LOG.entries[4] + b"\n")
    put(tmp_path, "two.lines", LOG.entries[4] + b"\n\n")
    put(tmp_path, "noise", b"\xff\xfe")
    put(tmp_path, "long", b"x" * 1_131_073)
    put(tmp_path, "policy", f"log {LOG.signer.vkey}\nwitness clock {CLOCK.verifier.vkey}\nquorum none\n".encode())
    mirrored(LOG, tmp_path / "late", note=seen(PROMISED_BY + 1))
    mirrored(LOG, tmp_path / "early", note=seen(PROMISED_BY))
    mirrored(LOG, tmp_path / "timeless")
    mirrored(LOG, tmp_path / "broken", note=seen(PROMISED_BY + 1))
    (tmp_path / "broken/tile/0/000").unlink()
    return tmp_path


CASES = [
    ("receipt receipt", 0, "looked for  nowhere"),
    ("receipt forged", 1, "no known key"),
    ("receipt entry", 2, "UNREADABLE"),
    ("receipt lost", 2, "UNREADABLE"),
    ("receipt receipt --proof proof", 0, "included    at 4 of 300"),
    ("receipt missing --proof proof", 1, "leads to another root"),
    ("receipt receipt --proof other.proof", 1, "leads to another root"),
    ("receipt receipt --proof noise", 2, "UNREADABLE"),
    ("receipt receipt --proof long", 2, "more than"),
    ("receipt receipt --log late", 0, "included    at 4 of 300"),
    ("receipt receipt --log timeless", 0, "included    at 4 of 300"),
    ("receipt receipt --log broken", 1, "is missing"),
    ("receipt missing --log broken", 1, "is missing"),
    ("receipt missing --log late", 4, "not in      the 300 entries of a tree that was seen at 2026-11-23T10:42:11Z"),
    ("receipt missing --log early", 5, "seen at 2026-11-23T10:42:10Z"),
    ("receipt missing --log timeless", 5, "at no time that is known"),
    ("receipt missing --log nowhere", 2, "no checkpoint"),
    ("proof proof --entry entry", 0, "stands at 4 of 300 in log.example/kivu"),
    ("proof proof --entry line", 0, "stands at 4"),
    ("proof proof --entry two.lines", 2, "canonical"),
    ("proof other.proof --entry entry", 1, "another root"),
    ("proof proof --entry long", 2, "more than"),
    ("proof entry --entry entry", 2, "UNREADABLE"),
    ("log late", 0, "in the copy 300 entries"),
    ("log broken", 1, "is missing"),
    ("log nowhere", 2, "UNREADABLE"),
]


@pytest.mark.parametrize(("words", "code", "said"), CASES, ids=[case[0] for case in CASES])
def test_the_exit_code_says_what_became_of_it(words, code, said, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)

    assert main([*words.split(), "--policy", "policy"]) == code
    assert said in capsys.readouterr().out


def test_a_missing_entry_is_summed_up_as_evidence(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)

    main(["receipt", "missing", "--log", "late", "--policy", "policy"])

    assert capsys.readouterr().out.splitlines() == [
        f"receipt     log.example/kivu took the entry {KEY} at {RECORDED_AT}",
        "promised    a position within 10 s",
        "not in      the 300 entries of a tree that was seen at 2026-11-23T10:42:11Z",
        "MISSING: evidence. The log took the entry, and showed a tree without it after the promised time.",
    ]


def test_a_mirror_is_summed_up(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)

    main(["log", "late", "--policy", "policy"])

    assert capsys.readouterr().out.splitlines() == [
        "log         log.example/kivu, 300 entries at this checkpoint",
        "seen        at 2026-11-23T10:42:11Z, says clock",
        "in the copy 300 entries",
        "signed at the source: 0 entries by 0 devices; entered at the server: 300",
        "VERIFIED: everything holds.",
    ]


def test_the_clock_of_the_log_is_no_witness(tmp_path):
    policy = Policy(POLICY.logs, POLICY.witnesses, {}, "clock")
    mirrored(LOG, tmp_path, note=seen(PROMISED_BY))

    with pytest.raises(ProofError, match="too few witnesses"):
        hold_to_mirror(open_receipt(receipt(), policy), tmp_path, policy)


def test_the_latest_witness_says_when_the_tree_was_seen(tmp_path):
    ngo = Witness("witness.example/ngo")
    policy = Policy(POLICY.logs, {"ngo": ngo.verifier, "clock": CLOCK.verifier})
    mirrored(LOG, tmp_path, note=ngo.cosign(seen(PROMISED_BY), PROMISED_BY + 60))
    promise = open_receipt(receipt(MISSING), policy)

    hold_to_mirror(promise, tmp_path, policy)

    assert promise.seen_at == PROMISED_BY + 60
    assert promise.is_broken


def test_a_clock_that_the_policy_does_not_know_says_nothing(tmp_path):
    mirrored(LOG, tmp_path, note=seen(PROMISED_BY + 60))
    promise = open_receipt(receipt(MISSING), LOG.policy())

    hold_to_mirror(promise, tmp_path, LOG.policy())

    assert (promise.seen_at, promise.is_broken) == (None, False)


def test_a_promise_that_was_kept_is_not_broken(tmp_path):
    mirrored(LOG, tmp_path, note=seen(PROMISED_BY + 60))
    promise = open_receipt(receipt(LOG.entries[3]), POLICY)

    hold_to_mirror(promise, tmp_path, POLICY)

    assert (promise.position, promise.seen_at, promise.is_broken) == (3, PROMISED_BY + 60, False)


def test_a_mirror_with_a_fault_of_its_own_breaks_no_promise(tmp_path):
    mirrored(LOG, tmp_path, note=seen(PROMISED_BY + 60))
    (tmp_path / "tile/0/000").unlink()
    promise = open_receipt(receipt(MISSING), POLICY)

    hold_to_mirror(promise, tmp_path, POLICY)

    assert promise.findings
    assert not promise.is_broken


def test_a_receipt_that_was_not_looked_for_is_not_broken():
    assert not open_receipt(receipt(MISSING), POLICY).is_broken


def test_a_mirror_or_proof_of_another_log_says_nothing_of_a_receipt(tmp_path):
    other = MemoryLog(known_signer("log.example/ituri"))
    other.append([MISSING])
    policy = Policy([*POLICY.logs, other.signer.verifier])

    with pytest.raises(ProofError, match="is of 'log.example/ituri', the receipt of 'log.example/kivu'"):
        hold_to_mirror(open_receipt(receipt(MISSING), policy), mirrored(other, tmp_path), policy)
    with pytest.raises(ProofError, match="is of 'log.example/ituri'"):
        proof = TlogProof(0, [], other.signed_checkpoint()).text()
        hold_to_proof(open_receipt(receipt(MISSING), policy), proof, policy)


def test_a_log_gives_receipts_in_its_own_name_alone():
    other = known_signer("log.example/ituri")

    with pytest.raises(ProofError, match="itself did not sign"):
        open_receipt(receipt(signer=other), Policy([other.verifier]))


def test_a_proof_of_an_entry_of_another_log_is_refused(tmp_path, capsys):
    log = MemoryLog()
    log.append([entered("lot.weighed.v1", {}, "log.example/ituri")])
    put(tmp_path, "entry", log.entries[0])
    put(tmp_path, "proof", TlogProof(0, [], log.signed_checkpoint()).text().encode())
    put(tmp_path, "policy", f"log {log.signer.vkey}\nquorum none\n".encode())

    code = main(["proof", f"{tmp_path}/proof", "--entry", f"{tmp_path}/entry", "--policy", f"{tmp_path}/policy"])

    assert (code, capsys.readouterr().out.splitlines()[0]) == (1, "belongs to another log than the checkpoint")


def test_a_checkpoint_is_no_receipt_and_a_receipt_no_checkpoint(tmp_path):
    with pytest.raises(Unreadable):
        open_receipt(LOG.signed_checkpoint().encode(), POLICY)
    with pytest.raises(Unreadable):
        hold_to_mirror(open_receipt(receipt(), POLICY), mirrored(LOG, tmp_path, note=receipt().decode()), POLICY)


LINES = ["lodebook/submission@v1", ORIGIN, KEY, "A" * 43 + "=", RECORDED_AT, "10"]


def text_with(number: int, line: str) -> str:
    return "".join(f"{each}\n" for each in [*LINES[:number], line, *LINES[number + 1 :]])


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (0, "lodebook/submission@v2"),
        (0, ""),
        (1, ""),
        (1, "log.example\x07"),
        (2, KEY.replace("-", "")),
        (2, KEY[:-1] + "G"),
        (2, KEY[:-1] + "A"),
        (2, KEY + "0"),
        (3, "A" * 43),
        (3, "A" * 44),
        (3, "AAAA"),
        (4, "2026-11-23T10:42:00Z"),
        (4, "2026-11-23T10:42:00.000000+00:00"),
        (4, "2026-02-30T10:42:00.000000Z"),
        (4, "2026-11-23T24:42:00.000000Z"),
        (4, "0000-01-01T00:00:00.000000Z"),
        (4, "٢026-11-23T10:42:00.000000Z"),
        (4, ""),
        (5, "010"),
        (5, "-1"),
        (5, "9223372036854775808"),
        (5, "10\nmore"),
        (5, "10\r"),
    ],
)
def test_any_other_spelling_of_a_receipt_is_unreadable(number, line):
    assert parse_submission(text_with(5, "10")).within_s == 10
    with pytest.raises(Unreadable):
        parse_submission(text_with(number, line))


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=9),
    st.uuids().map(str),
    st.binary(min_size=32, max_size=32),
    st.datetimes(),
    st.integers(0, 2**63 - 1),
)
def test_every_receipt_reads_back(origin, key, hashed, time, within_s):
    submission = Submission(origin, key, hashed, time.strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27), within_s)

    assert parse_submission(submission.text()) == submission


@given(st.text(max_size=60) | st.lists(st.sampled_from([*LINES, "", "é"]), max_size=7).map("\n".join))
def test_any_text_is_a_receipt_or_is_refused(text):
    try:
        submission = parse_submission(text)
    except ProofError:
        return

    assert submission.text() == text


def test_the_promised_time_is_the_recorded_time_and_the_promised_seconds():
    assert parse_submission(text_with(5, "10")).promised_by == PROMISED_BY


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1970-01-01T00:00:00Z"), (PROMISED_BY, "2026-11-23T10:42:10Z"), (2**64 - 1, f"second {2**64 - 1}")],
)
def test_times_are_said_in_words_where_a_calendar_has_them(seconds, words):
    assert time_in_words(seconds) == words
