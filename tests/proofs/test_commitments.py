"""Commitments hide a value and hold whoever made them to it."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from ledger.proofs.canonical import encode
from ledger.proofs.commitments import GROUPS, check_opening, commit, new_key
from ledger.proofs.errors import ProofError

KEY = bytes(range(32))
VALUE = {"price": 12_000, "buyer": "Négoce A"}


def test_a_commitment_is_the_hmac_over_the_group_a_zero_byte_and_the_value():
    message = b"trade\x00" + '{"buyer":"Négoce A","price":12000}'.encode()

    assert commit("trade", VALUE, KEY) == hmac.new(KEY, message, hashlib.sha256).digest()


@pytest.mark.parametrize("group", GROUPS)
def test_what_was_committed_to_opens(group):
    key = new_key()

    check_opening(group, encode(VALUE), key, commit(group, VALUE, key))


@pytest.mark.parametrize(
    ("group", "value", "key"),
    [
        ("people", VALUE, KEY),
        ("trade", {**VALUE, "price": 12_001}, KEY),
        ("trade", VALUE, KEY[::-1]),
    ],
    ids=["another group", "another price", "another key"],
)
def test_nothing_else_opens_a_commitment(group, value, key):
    commitment = commit("trade", VALUE, KEY)

    with pytest.raises(ProofError):
        check_opening(group, encode(value), key, commitment)


def test_keys_are_32_random_bytes():
    keys = {new_key() for _ in range(100)}

    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize(("group", "key"), [("price", KEY), ("", KEY), ("trade", b""), ("trade", KEY + b"\x00")])
def test_an_unknown_group_or_a_key_of_another_length_is_refused(group, key):
    with pytest.raises(ProofError):
        commit(group, VALUE, key)


def test_a_value_that_json_cannot_hold_is_refused():
    with pytest.raises(ProofError):
        commit("trade", {"price": float("nan")}, KEY)
