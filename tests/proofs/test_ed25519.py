"""The verifier's own Ed25519 (RFC 8032) agrees with the published vectors and with OpenSSL."""

from __future__ import annotations

from hashlib import sha512

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.proofs.ed25519 import BASE, ORDER, P, _decode_point, verify_ed25519, verify_ed25519_all

RFC_8032 = [  # section 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
]
SEED = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = KEY.public_key().public_bytes_raw()
MESSAGE = b"three bags of cassiterite"
NEUTRAL = (1).to_bytes(32, "little")
SMALL_ORDER = [  # the points of order 1, 2, 4, 4, 8, 8, 8, 8
    NEUTRAL.hex(),
    (P - 1).to_bytes(32, "little").hex(),
    "00" * 32,
    "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signature_with(commitment: bytes) -> bytes:
    """A signature over MESSAGE whose R is a spelling of the neutral point: s = ka, made with the private scalar."""
    scalar = int.from_bytes(sha512(SEED).digest()[:32], "little") & ((1 << 254) - 8) | 1 << 254
    challenge = int.from_bytes(sha512(commitment + PUBLIC + MESSAGE).digest(), "little")
    return commitment + (challenge * scalar % ORDER).to_bytes(32, "little")


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_published_signatures_verify(public, message, signature):
    assert verify_ed25519(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    assert not verify_ed25519(bytes.fromhex(public), bytes.fromhex(message) + b"\x00", bytes.fromhex(signature))


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_openssl_signs_verifies(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)

    assert verify_ed25519(key.public_key().public_bytes_raw(), message, key.sign(message))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 8 * (32 + 64) - 1))
def test_one_changed_bit_of_key_or_signature_is_refused(bit):
    changed = bytearray(PUBLIC + KEY.sign(MESSAGE))
    changed[bit // 8] ^= 1 << bit % 8

    assert not verify_ed25519(bytes(changed[:32]), MESSAGE, bytes(changed[32:]))


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
def test_random_bytes_are_refused_as_openssl_refuses_them(public, signature):
    assert not verify_ed25519(public, MESSAGE, signature)
    assert not openssl_accepts(public, MESSAGE, signature)


def test_a_scalar_has_one_spelling():
    good = KEY.sign(MESSAGE)
    again = int.from_bytes(good[32:], "little") + ORDER
    other = good[:32] + again.to_bytes(32, "little")

    assert verify_ed25519(PUBLIC, MESSAGE, good)
    assert not verify_ed25519(PUBLIC, MESSAGE, other)
    assert not openssl_accepts(PUBLIC, MESSAGE, other)


def test_a_commitment_has_one_spelling():
    canonical, sign_set, beyond_the_field = NEUTRAL, NEUTRAL[:31] + b"\x80", (P + 1).to_bytes(32, "little")

    assert verify_ed25519(PUBLIC, MESSAGE, signature_with(canonical))
    assert openssl_accepts(PUBLIC, MESSAGE, signature_with(canonical))
    assert not verify_ed25519(PUBLIC, MESSAGE, signature_with(sign_set))
    assert not verify_ed25519(PUBLIC, MESSAGE, signature_with(beyond_the_field))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_of_small_order_signs_nothing(public):
    """Such a key would verify R = the neutral point, s = 0 over one message in eight or over any."""
    forged = NEUTRAL + bytes(32)

    assert not any(verify_ed25519(bytes.fromhex(public), bytes([n]), forged) for n in range(40))


@pytest.mark.parametrize(
    "public",
    [
        (P + 1).to_bytes(32, "little"),
        P.to_bytes(32, "little"),
        (2**255 - 1).to_bytes(32, "little"),
        b"\xff" * 32,
        NEUTRAL[:31] + b"\x80",
        (2).to_bytes(32, "little"),
    ],
    ids=["neutral beyond the field", "y = p", "largest", "all ones", "minus zero", "not on the curve"],
)
def test_a_key_has_one_spelling(public):
    assert not verify_ed25519(public, MESSAGE, NEUTRAL + bytes(32))


def test_a_point_beyond_the_field_is_no_point_even_where_its_remainder_is_one():
    points = [n for n in range(19) if _decode_point(n.to_bytes(32, "little"))]

    assert [n for n in points if n > 1]
    assert not [n for n in points if _decode_point((P + n).to_bytes(32, "little"))]


def test_the_base_point_is_the_one_with_four_fifths_and_an_even_x():
    assert _decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little")) == BASE
    assert BASE[0] % 2 == 0


def test_nothing_has_no_sign():
    assert _decode_point(NEUTRAL)
    assert _decode_point(NEUTRAL[:31] + b"\x80") is None


@pytest.mark.parametrize(("public_length", "signature_length"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_keys_and_signatures_of_another_length_are_refused(public_length, signature_length):
    public, signature = (PUBLIC + b"\x00")[:public_length], (KEY.sign(MESSAGE) + b"\x00")[:signature_length]

    assert not verify_ed25519(public, MESSAGE, signature)


def published_claims() -> list[tuple[bytes, bytes, bytes]]:
    return [tuple(map(bytes.fromhex, case)) for case in RFC_8032]


def test_many_at_once_are_told_apart_as_one_by_one():
    good = published_claims()
    bad = [(public, message + b"!", signature) for public, message, signature in good]
    edges = [(bytes.fromhex(public), b"1", NEUTRAL + bytes(32)) for public in SMALL_ORDER] + [
        (PUBLIC, MESSAGE, signature_with(NEUTRAL)),
        (b"", b"", b""),
        (PUBLIC, MESSAGE, NEUTRAL[:31] + b"\x80" + bytes(32)),
    ]
    claims = [*good, *bad, *good[::-1], *edges]

    assert verify_ed25519_all(claims) == [verify_ed25519(*claim) for claim in claims]
    assert verify_ed25519_all(good) == [True] * 3
    assert verify_ed25519_all([]) == []


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=60), st.booleans()), max_size=8))
def test_each_of_many_is_told_apart(wanted):
    claims = []
    for name, message, is_good in wanted:
        key = Ed25519PrivateKey.from_private_bytes(name.encode() * 32)
        claims.append((key.public_key().public_bytes_raw(), message, key.sign(message if is_good else message + b"!")))

    assert verify_ed25519_all(claims) == [is_good for _, _, is_good in wanted]


def test_one_changed_bit_among_many_is_refused():
    whole = PUBLIC + KEY.sign(MESSAGE)
    claims = []
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        claims.append((bytes(changed[:32]), MESSAGE, bytes(changed[32:])))

    assert not any(verify_ed25519_all(claims))
