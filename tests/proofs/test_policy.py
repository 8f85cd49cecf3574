"""The policy says whom its user trusts (C2SP tlog-policy)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.policy import Policy, parse_policy
from tests.proofs.logs import Witness, known_signer

LOG = known_signer("log.example/kivu").vkey
WITNESSES = {name: Witness(f"witness.example/{name}").verifier for name in ("A", "B", "C", "D")}
DEFINED = "".join(f"witness {name} {key.vkey}\n" for name, key in WITNESSES.items())


def policy_with(*lines: str) -> Policy:
    return parse_policy(f"log {LOG} https://log.example\n{DEFINED}" + "\n".join(lines) + "\n")


def reaches(policy: Policy, names: str) -> bool:
    try:
        policy.check_quorum([WITNESSES[name] for name in names])
    except ProofError:
        return False
    return True


def test_a_policy_without_witnesses_asks_for_none():
    policy = parse_policy(f"# whom we trust\n\n \t\n\t log\t{LOG}  \nquorum none")

    assert [log.vkey for log in policy.logs] == [LOG]
    assert policy.quorum is None
    assert reaches(policy, "")


@pytest.mark.parametrize(
    ("lines", "enough", "too_few"),
    [
        (["quorum B"], ["B", "ABCD"], ["", "A", "ACD"]),
        (["group G all A", "quorum G"], ["A", "AB"], ["", "B"]),
        (["group G any A B", "quorum G"], ["A", "B", "AB"], ["", "CD"]),
        (["group G all A B", "quorum G"], ["AB", "ABC"], ["", "A", "BCD"]),
        (["group G 2 A B C", "quorum G"], ["AB", "BC", "ABC"], ["", "A", "CD"]),
        (["group G 2 A B C", "group H all G D", "quorum H"], ["ABD", "ABCD"], ["ABC", "AD", "D"]),
        (["group G any A B", "group H any C D", "group Q 2 G H", "quorum Q"], ["AC", "BD"], ["AB", "CD", "C"]),
    ],
)
def test_a_quorum_is_reached_by_those_it_names(lines, enough, too_few):
    policy = policy_with(*lines)

    assert [names for names in enough if not reaches(policy, names)] == []
    assert [names for names in too_few if reaches(policy, names)] == []


def test_one_witness_counted_twice_is_still_one():
    policy = policy_with("group G 2 A B", "quorum G")

    assert not reaches(policy, "AA")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["quorum none", "quorum none"],
        ["quorum"],
        ["quorum A B"],
        ["quorum E"],
        ["quorum G", "group G any A"],
        ["group G any", "quorum none"],
        ["group G 0 A", "quorum none"],
        ["group G 2 A", "quorum none"],
        ["group G 01 A", "quorum none"],
        ["group G some A", "quorum none"],
        ["group G any E", "quorum none"],
        ["group G any G", "quorum none"],
        ["group G any none", "quorum none"],
        ["group none any A", "quorum none"],
        ["group A any B", "quorum none"],
        ["group G 2 A A", "quorum none"],
        ["group G any A", "group H any A", "quorum none"],
        ["witness A " + Witness("w.example/e").verifier.vkey, "quorum none"],
        ["witness E " + WITNESSES["A"].vkey, "quorum none"],
        ["witness E " + LOG, "quorum none"],
        ["witness E", "quorum none"],
        ["log " + LOG, "quorum none"],
        ["log " + WITNESSES["A"].vkey, "quorum none"],
        ["log", "quorum none"],
        ["log nonsense", "quorum none"],
        ["logs " + LOG, "quorum none"],
        ["quorum none\r"],
        ["# \x00", "quorum none"],
        ["quorum\u00a0none"],
    ],
    ids=lambda lines: "; ".join(lines)[:60],
)
def test_a_policy_that_says_two_things_or_nothing_is_unreadable(lines):
    with pytest.raises(Unreadable):
        policy_with(*lines)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("group", "a group is:"),
        ("group G", "a group is:"),
        ("group G any", "a group is:"),
        ("witness E", "a witness is:"),
        (f"witness E {Witness('w.example/e').verifier.vkey} https://w.example more", "a witness is:"),
        (f"log {known_signer('log.example/x').vkey} https://x.example more", "a log is:"),
        ("quorum A B", "the quorum is one line"),
    ],
)
def test_a_line_of_too_few_or_too_many_words_is_told_its_form(line, words):
    with pytest.raises(Unreadable, match=words):
        policy_with(line, "quorum none")


def test_a_witness_may_have_an_address():
    key = Witness("w.example/e").verifier

    assert policy_with(f"witness E {key.vkey} https://w.example", "quorum E").witnesses["E"] == key


def test_a_policy_is_as_long_as_it_may_be():
    tail = f"\nlog {LOG}\nquorum none\n"
    groups = [f"witness W{n} {Witness(f'w.example/{n}').verifier.vkey}\ngroup G{n} any W{n}\n" for n in range(257)]

    assert parse_policy("#" * (1_000_000 - len(tail)) + tail).quorum is None
    with pytest.raises(Unreadable, match="too long"):
        parse_policy("#" * (1_000_001 - len(tail)) + tail)
    assert len(parse_policy("".join(groups[:256]) + tail).groups) == 256
    with pytest.raises(Unreadable, match="at most 256 groups"):
        parse_policy("".join(groups) + tail)


def test_the_line_that_is_wrong_is_named():
    with pytest.raises(Unreadable, match="policy line 6: "):
        policy_with("nonsense", "quorum none")


def test_a_policy_too_deep_to_follow_is_unreadable():
    groups = "".join(f"group G{n} all {f'G{n - 1}' if n else 'A'}\n" for n in range(300))

    with pytest.raises(Unreadable):
        parse_policy(f"{DEFINED}{groups}quorum G299\n")
    with pytest.raises(Unreadable):
        parse_policy("#" * 1_000_001 + "\nquorum none\n")


WORDS = st.sampled_from(
    ["log", "witness", "group", "quorum", "none", "any", "all", "1", "A", "G", LOG, "#", "\n", "\t"]
)


@given(st.text(max_size=40) | st.lists(WORDS, max_size=14).map(" ".join))
def test_any_text_is_a_policy_or_is_refused(text):
    try:
        policy = parse_policy(text)
    except ProofError:
        return

    assert policy.quorum is None or policy.quorum in policy.witnesses or policy.quorum in policy.groups
