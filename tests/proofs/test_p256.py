"""The verifier's own ECDSA on P-256 agrees with the published vectors and with OpenSSL."""

from __future__ import annotations

from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.proofs.multiples import add_multiples, best_window
from ledger.proofs.p256 import CURVE_B, FIELD, GENERATED, GENERATOR, _add_points, _read_point, verify_p256
from tests.proofs.devices import P256Key

KEY = P256Key("key")
MESSAGE = b"three bags of cassiterite"
SIGNATURE = KEY.sign(MESSAGE)

RFC_6979 = [  # appendix A.2.5, P-256 with SHA-256: message, r, s
    (
        "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    ),
    (
        "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
    ),
]
RFC_6979_KEY = bytes.fromhex(
    "04"
    "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
    "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    return verify_p256([(public, message, signature)]) == [True]


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def pair(r: int, s: int) -> bytes:
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def times(number: int, point: tuple[int, int]) -> tuple[int, int] | None:
    return add_multiples(_add_points, None, GENERATOR, [(0, number, point)])[0]


@pytest.mark.parametrize(("message", "r", "s"), RFC_6979)
def test_the_published_signatures_verify(message, r, s):
    signature = bytes.fromhex(r + s)

    assert verify(RFC_6979_KEY, message.encode(), signature)
    assert not verify(RFC_6979_KEY, message.encode() + b"!", signature)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=60), st.booleans()), max_size=8))
def test_each_of_many_is_told_apart(wanted):
    claims = []
    for name, message, is_good in wanted:
        key = P256Key(name)
        claims.append((key.public, message, key.sign(message if is_good else message + b"!")))

    assert verify_p256(claims) == [is_good for _, _, is_good in wanted]


def test_one_changed_bit_of_key_or_signature_is_refused():
    whole = KEY.public + SIGNATURE
    claims = []
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        claims.append((bytes(changed[:65]), MESSAGE, bytes(changed[65:])))

    assert not any(verify_p256(claims))


@settings(max_examples=30)
@given(st.binary(min_size=64, max_size=64), st.binary(max_size=20))
def test_random_bytes_are_refused_as_openssl_refuses_them(signature, message):
    assert not verify(KEY.public, message, signature)
    assert not openssl_accepts(KEY.public, message, signature)


def test_r_and_s_lie_between_nothing_and_the_order():
    r, s = int.from_bytes(SIGNATURE[:32], "big"), int.from_bytes(SIGNATURE[32:], "big")
    edges = [0, 1, GENERATED - 1, GENERATED, GENERATED + 1, 2**256 - 1]

    assert verify(KEY.public, MESSAGE, SIGNATURE)
    assert verify(KEY.public, MESSAGE, pair(r, GENERATED - s))  # both are what a browser may send
    for signature in [pair(edge, s) for edge in edges] + [pair(r, edge) for edge in edges]:
        assert not verify(KEY.public, MESSAGE, signature)
        assert not openssl_accepts(KEY.public, MESSAGE, signature)


def test_r_and_s_beyond_the_order_are_refused_where_their_remainders_are_good():
    """R has a small x, and s is small: both fit into 32 bytes with the order added. The key is made to fit."""
    x, y = small_point()
    r = x
    digest = int.from_bytes(sha256(MESSAGE).digest(), "big")
    s = 5
    # R = (e/s) G + (r/s) Q, so Q = (s R - e G) / r
    minus = add_multiples(_add_points, None, GENERATOR, [(GENERATED - digest % GENERATED, s, (x, y))])[0]
    key = times(pow(r, -1, GENERATED), minus)
    public = b"\x04" + pair(*key)

    assert verify(public, MESSAGE, pair(r, s)) and openssl_accepts(public, MESSAGE, pair(r, s))
    for bad in (pair(r + GENERATED, s), pair(r, s + GENERATED), pair(r + GENERATED, s + GENERATED)):
        assert not verify(public, MESSAGE, bad)
        assert not openssl_accepts(public, MESSAGE, bad)


def test_the_x_of_the_point_counts_by_its_remainder():
    """R has an x between the order and the field: r is smaller than x."""
    x, y = next(point for number in range(1000) if (point := point_at(GENERATED + number)) is not None)
    digest = int.from_bytes(sha256(MESSAGE).digest(), "big")
    r, s = x - GENERATED or 1, 7
    minus = add_multiples(_add_points, None, GENERATOR, [(GENERATED - digest % GENERATED, s, (x, y))])[0]
    public = b"\x04" + pair(*times(pow(r, -1, GENERATED), minus))

    assert GENERATED < x < FIELD
    assert verify(public, MESSAGE, pair(r, s))
    assert openssl_accepts(public, MESSAGE, pair(r, s))


def point_at(x: int) -> tuple[int, int] | None:
    square = (x**3 - 3 * x + CURVE_B) % FIELD
    y = pow(square, (FIELD + 1) // 4, FIELD)
    return (x, y) if y * y % FIELD == square and x < FIELD else None


def small_point() -> tuple[int, int]:
    return next(point for x in range(1, 100) if (point := point_at(x)) is not None)


def test_a_sum_that_is_nothing_is_no_signature():
    """Q = -(e/r) G: then e/s G + r/s Q is the point at infinity, whatever s is."""
    digest, r = int.from_bytes(sha256(MESSAGE).digest(), "big"), 5
    public = b"\x04" + pair(*times(-digest * pow(r, -1, GENERATED) % GENERATED, GENERATOR))

    for s in (1, 2, GENERATED - 1):
        assert not verify(public, MESSAGE, pair(r, s))
        assert not openssl_accepts(public, MESSAGE, pair(r, s))


@pytest.mark.parametrize("number", [1, 2, GENERATED - 1, GENERATED - 2, (GENERATED + 1) // 2])
def test_keys_near_the_base_point_need_every_case_of_adding(number):
    x, y = times(number, GENERATOR)
    digest = int.from_bytes(sha256(MESSAGE).digest(), "big")
    nonce = 3
    r = times(nonce, GENERATOR)[0] % GENERATED
    s = pow(nonce, -1, GENERATED) * (digest + r * number) % GENERATED

    assert verify(b"\x04" + pair(x, y), MESSAGE, pair(r, s))
    assert openssl_accepts(b"\x04" + pair(x, y), MESSAGE, pair(r, s))


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"\x00",
        KEY.public[:-1],
        KEY.public + b"\x00",
        b"\x02" + KEY.public[1:33],
        b"\x05" + KEY.public[1:],
        b"\x00" + KEY.public[1:],
        b"\x04" + bytes(64),
        KEY.public[:33] + pair(0, 0)[:32],
        b"\x04" + pair(1, 1),
        b"\x04" + b"\xff" * 64,
    ],
    ids=["nothing", "zero", "short", "long", "compressed", "five", "none", "0, 0", "y 0", "1, 1", "largest"],
)
def test_what_is_no_point_of_the_curve_is_no_key(public):
    assert not verify(public, MESSAGE, SIGNATURE)
    assert public[:1] == b"\x02" or not openssl_accepts(public, MESSAGE, SIGNATURE)


def test_a_coordinate_beyond_the_field_is_refused_where_its_remainder_is_good():
    x, y = small_point()

    assert _read_point(b"\x04" + pair(x, y)) == (x, y)
    assert _read_point(b"\x04" + pair(x + FIELD, y)) is None
    assert _read_point(b"\x04" + pair(x, FIELD - y)) == (x, FIELD - y)
    assert _read_point(b"\x04" + pair(FIELD, y)) is None
    assert _read_point(b"\x04" + pair(x, FIELD)) is None


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_signatures_of_another_length_are_refused(length):
    assert not verify(KEY.public, MESSAGE, (SIGNATURE * 2)[:length])


def test_points_add_in_every_case():
    double, minus = times(2, GENERATOR), (GENERATOR[0], FIELD - GENERATOR[1])
    left = [None, None, GENERATOR, GENERATOR, GENERATOR, double, minus]
    right = [None, GENERATOR, None, GENERATOR, minus, GENERATOR, double]

    assert _add_points(left, right) == [None, GENERATOR, GENERATOR, double, None, times(3, GENERATOR), GENERATOR]
    assert _add_points([], []) == []


def test_the_order_of_the_base_point_is_the_number_of_points():
    assert times(GENERATED, GENERATOR) is None
    assert times(GENERATED - 1, GENERATOR) == (GENERATOR[0], FIELD - GENERATOR[1])
    assert times(2**256 - 1, GENERATOR) == times((2**256 - 1) % GENERATED, GENERATOR)


@given(st.integers(1, 300), st.integers(0, 20_000))
def test_a_window_takes_at_least_two_bits_and_more_for_more_signatures(points, multiples):
    assert 2 <= best_window(points, multiples) <= best_window(points, 10 * multiples) <= 10


def test_no_multiples_are_no_work():
    assert add_multiples(_add_points, None, GENERATOR, []) == verify_p256([]) == []
