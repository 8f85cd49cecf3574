"""Entry bundles: up to 256 entries, each behind its length (C2SP tlog-tiles)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.bundles import encode_bundle, parse_bundle
from ledger.proofs.errors import Unreadable
from tests.proofs.logs import reads_back_or_is_refused


def test_an_entry_stands_behind_its_length():
    assert encode_bundle([b"ore", b""]) == b"\x00\x03ore\x00\x00"
    assert parse_bundle(b"\x00\x03ore\x00\x00") == [b"ore", b""]


def test_an_entry_is_as_long_as_its_length_can_say():
    longest = bytes(65_535)

    assert parse_bundle(encode_bundle([longest]), 1) == [longest]
    with pytest.raises(Unreadable):
        encode_bundle([longest + b"\x00"])


def test_a_bundle_holds_at_most_256_entries():
    full = [b"%d" % n for n in range(256)]

    assert parse_bundle(encode_bundle(full)) == parse_bundle(encode_bundle(full), 256) == full
    with pytest.raises(Unreadable, match="a bundle of 1 to 256 entries holds 257"):
        parse_bundle(encode_bundle([*full, b"more"]))


def test_a_bundle_holds_at_least_one_entry():
    with pytest.raises(Unreadable, match="a bundle of 1 to 256 entries holds 0"):
        parse_bundle(b"")


@pytest.mark.parametrize("width", [1, 3, 256])
def test_a_bundle_of_another_width_is_refused(width):
    assert parse_bundle(b"\x00\x00\x00\x00", 2) == [b"", b""]
    with pytest.raises(Unreadable, match=f"a bundle of {width} entries holds 2"):
        parse_bundle(b"\x00\x00\x00\x00", width)


@given(
    st.binary(max_size=40) | st.lists(st.sampled_from([b"\x00", b"\x00\x01", b"\x00\x02", b"a", b"bc"])).map(b"".join)
)
def test_any_bytes_are_a_bundle_or_are_refused(octets):
    assert reads_back_or_is_refused(parse_bundle, encode_bundle, octets)
