"""Public keys of devices: which are taken, and whether one of them made a signature."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ledger.proofs.source import ED25519, ES256

ED25519_BYTES = 32
_PRIME = 2**255 - 19
_D = -121665 * pow(121666, _PRIME - 2, _PRIME) % _PRIME
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})
"""The y of the eight points that eight times themselves make nothing: anybody can sign with such a key."""


class BadKey(ValueError):
    """This is no public key that is taken; says what was expected."""


def octets_of(text: str) -> bytes:
    """Return the bytes of base64 in its one spelling. Raises ValueError."""
    try:
        octets = base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise ValueError(str(fault)) from None
    if base64.b64encode(octets).decode() != text:
        raise ValueError("another spelling of the same bytes")
    return octets


def check_public_key(alg: str, public_key: str) -> None:
    """Raise BadKey unless this is base64 of a point that is on the curve, in its one spelling, and of large order."""
    try:
        octets = octets_of(public_key)
    except ValueError:
        raise BadKey("base64 of the raw public key") from None
    if alg == ES256 and not _on_p256(octets):
        raise BadKey("base64 of 65 bytes: an uncompressed point of P-256, 04 and its two coordinates")
    if alg == ED25519 and not _on_ed25519(octets):
        raise BadKey("base64 of 32 bytes: a point of Ed25519 that is not of small order")


def is_signed(public_key: str, message: bytes, signature: str) -> bool:
    """Say whether a key that was enrolled made this signature (base64) over a message; its length names its kind."""
    key, signed = _key(public_key), octets_of(signature)
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signed, message)
        else:
            r, s = int.from_bytes(signed[:32], "big"), int.from_bytes(signed[32:], "big")
            key.verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1_024)
def _key(public_key: str) -> Ed25519PublicKey | EllipticCurvePublicKey:
    # a phone's day is signed by one key: reading it costs a third of checking with it
    octets = octets_of(public_key)
    if len(octets) == ED25519_BYTES:
        return Ed25519PublicKey.from_public_bytes(octets)
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), octets)


def _on_p256(octets: bytes) -> bool:
    """The curve has no point of small order; the one that is nothing has no spelling of 65 bytes."""
    if len(octets) != 65 or octets[0] != 4:
        return False
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), octets)
    except ValueError:
        return False
    return True


def _on_ed25519(octets: bytes) -> bool:
    """Say whether these bytes are a point of the curve (RFC 8032 section 5.1.3) that can be a key."""
    y = int.from_bytes(octets, "little") & ((1 << 255) - 1)
    if len(octets) != ED25519_BYTES or y >= _PRIME or y in SMALL_ORDER:
        return False
    # x*x = (y*y - 1) / (d*y*y + 1) must be a square (Euler's criterion)
    square = (y * y - 1) * pow(_D * y * y + 1, _PRIME - 2, _PRIME)
    return pow(square, (_PRIME - 1) // 2, _PRIME) == 1
