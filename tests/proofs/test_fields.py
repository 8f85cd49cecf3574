"""Fields of the text formats have one spelling each, and end where they say."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.errors import Unreadable
from ledger.proofs.fields import from_base64, hash_from_base64, to_base64, whole_number
from tests.proofs.logs import reads_back_or_is_refused


@given(st.binary(max_size=40))
def test_bytes_read_back_from_base64(octets):
    assert from_base64(to_base64(octets)) == octets
    assert to_base64(octets) == base64.b64encode(octets).decode()


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "AA",
        "AAA",
        "AA=",
        "AA==A",
        "AAA==",
        "====",
        "AB==",
        "AAB=",
        "AAAA\n",
        " AAAA",
        "AA AA",
        "AAAA====",
        "A-_A",
        "é",
        "\ud800",
    ],
)
def test_any_other_spelling_of_base64_is_refused(text):
    with pytest.raises(Unreadable):
        from_base64(text)


@given(st.text(alphabet="AB+/=\n -_", max_size=12) | st.text(max_size=8))
def test_any_text_is_base64_or_is_refused(text):
    assert reads_back_or_is_refused(from_base64, to_base64, text)


@pytest.mark.parametrize(("length", "is_hash"), [(31, False), (32, True), (33, False), (0, False)])
def test_a_hash_has_32_bytes(length, is_hash):
    if is_hash:
        assert hash_from_base64(to_base64(bytes(length))) == bytes(length)
    else:
        with pytest.raises(Unreadable, match=f"32 bytes, not {length}"):
            hash_from_base64(to_base64(bytes(length)))


@given(st.integers(0, 2**63 - 1))
def test_a_number_reads_back(number):
    assert whole_number(str(number)) == number


@pytest.mark.parametrize("number", [0, 9, 10, 10**18, 2**63 - 1])
def test_numbers_end_at_63_bits(number):
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00",
        "01",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1\n",
        "1_0",
        "1.0",
        "1e3",
        "0x1",
        "٧",
        "²",
        str(2**63),
        "9" * 19,
        "1" * 20,
        "0" * 20,
    ],
)
def test_any_other_spelling_of_a_number_is_refused(text):
    with pytest.raises(Unreadable):
        whole_number(text)


@given(st.text(alphabet="0123456789+-_ ", max_size=22) | st.text(max_size=6))
def test_any_text_is_a_number_or_is_refused(text):
    assert reads_back_or_is_refused(whole_number, str, text)
