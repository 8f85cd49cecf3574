"""Canonical JSON has one spelling for each value (RFC 8785)."""

from __future__ import annotations

import enum
import json
import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.canonical import LARGEST_INTEGER, decode, encode
from ledger.proofs.errors import Unreadable
from tests.proofs.logs import reads_back_or_is_refused
from tests.shared import shared

NAMES = ("arrays", "french", "structures", "unicode", "values", "weird")
INTEGERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
TEXTS = st.text(max_size=8)


def values(leaves: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | INTEGERS | TEXTS | leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
        max_leaves=12,
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_published_vectors_agree(name):
    value = json.loads(shared("vectors", "jcs", "input", f"{name}.json").read_bytes())

    spelled = encode(value)

    assert spelled == shared("vectors", "jcs", "output", f"{name}.json").read_bytes()
    assert spelled == bytes.fromhex(shared("vectors", "jcs", "outhex", f"{name}.txt").read_text())


@given(values(st.floats(allow_nan=False, allow_infinity=False)))
def test_every_value_is_spelled_as_another_program_spells_it(value):
    assert encode(value) == rfc8785.dumps(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_spelled_as_another_program_spells_it_and_reads_back(number):
    spelled = encode([number])

    assert spelled == rfc8785.dumps([number])
    assert json.loads(spelled, parse_int=float) == [number]


@given(values(st.nothing()))
def test_what_is_spelled_reads_back_as_the_same_value(value):
    assert decode(encode(value)) == value


def test_keys_beyond_the_basic_plane_are_sorted_as_utf_16():
    assert encode({"\ufb33": 1, "\U0001f602": 2}) == '{"\U0001f602":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        [math.inf],
        {"mass": -math.inf},
        2**53,
        [-(2**53)],
        "\ud800",
        {"\udfff": 1},
        {1: "a"},
        {None: "a"},
        {True: 1.5},
        {"a": 1.5, 2: 3},
        b"bytes",
        {1, 2},
        [int],
    ],
    ids=repr,
)
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(Unreadable):
        encode(value)


def test_integers_end_where_doubles_stop_counting():
    assert encode([2**53 - 1, 1 - 2**53]) == b"[9007199254740991,-9007199254740991]"
    assert encode([2**53 - 1, 0.5]) == b"[9007199254740991,0.5]"


def test_a_value_that_holds_itself_is_refused():
    loop: list[object] = []
    loop.append(loop)

    with pytest.raises(Unreadable):
        encode(loop)


def test_named_texts_and_tuples_are_spelled_like_plain_ones():
    class Mineral(enum.StrEnum):
        TIN = "cassiterite"

    assert encode({"minerals": (Mineral.TIN,)}) == b'{"minerals":["cassiterite"]}'


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b"{}\n",
        b"1.0",
        b"1e2",
        b"-0",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"1" + b"0" * 5000,
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
    ids=lambda octets: repr(octets[:20]),
)
def test_any_other_spelling_is_refused(octets):
    with pytest.raises(Unreadable):
        decode(octets)


@given(st.binary(max_size=40) | st.text('{}[]":,0123456789.eEtruefalsn\\ ab', max_size=40).map(str.encode))
def test_no_bytes_at_all_are_read_as_anything_but_their_one_spelling(octets):
    assert reads_back_or_is_refused(decode, encode, octets)
