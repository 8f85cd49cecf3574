"""ECDSA on P-256 with SHA-256 (FIPS 186-5 section 6.4.2), small enough to be read by whoever must trust it.

Strict in its ranges: a key is an uncompressed point of the curve, r and s lie between 1 and the order. It handles
public values only, so it need not run in constant time. It never signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Optional

from ledger.proofs.multiples import add_multiples

Affine = Optional[tuple[int, int]]  # noqa: UP045 (Python 3.9); None: the point at infinity

FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
CURVE_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
GENERATED = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The number of points, which is prime."""


def verify_p256(claims: Sequence[tuple[bytes, bytes, bytes]]) -> list[bool]:
    """Tell of each (key, message, signature) whether the signature covers the message.

    A key has 65 bytes (4, x, y), a signature 64 (r, s).
    """
    asked, wanted = [], {}
    for number, (public, message, signature) in enumerate(claims):
        key = _read_point(public)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if key is not None and len(signature) == 64 and 0 < r < GENERATED and 0 < s < GENERATED:
            digest = int.from_bytes(sha256(message).digest(), "big")
            inverse = pow(s, -1, GENERATED)
            wanted[number] = r
            asked.append((digest * inverse % GENERATED, r * inverse % GENERATED, key))
    found = iter(add_multiples(_add_points, None, GENERATOR, asked))
    good = {number for number, r in wanted.items() if _leads_to(next(found), r)}
    return [number in good for number in range(len(claims))]


def _leads_to(point: Affine, r: int) -> bool:
    return point is not None and point[0] % GENERATED == r


def _read_point(octets: bytes) -> Affine:
    """Read an uncompressed point; None for bytes that are no point of the curve."""
    x, y = int.from_bytes(octets[1:33], "big"), int.from_bytes(octets[33:], "big")
    if len(octets) != 65 or octets[0] != 4 or x >= FIELD or y >= FIELD:
        return None
    return (x, y) if (y * y - x * x * x + 3 * x - CURVE_B) % FIELD == 0 else None


def _add_points(left: Sequence[Affine], right: Sequence[Affine]) -> list[Affine]:
    """Add points pair by pair; the slopes of all pairs are divided at once (Montgomery's trick)."""
    bottoms, befores, running = [], [], 1
    for p, q in zip(left, right):  # noqa: B905 (Python 3.9 has no strict=)
        bottom = _bottom(p, q) if p is None or q is None or p[0] == q[0] else q[0] - p[0]
        bottoms.append(bottom)
        befores.append(running)
        running = running * bottom % FIELD
    inverse = pow(running, -1, FIELD)
    sums: list[Affine] = []
    while bottoms:
        at = len(bottoms) - 1
        p, q, bottom = left[at], right[at], bottoms.pop()
        if p is None or q is None:
            sums.append(q if p is None else p)
            continue
        px, py = p
        qx, qy = q
        if px != qx:
            slope = (qy - py) * inverse * befores[at] % FIELD
        elif py == qy:
            slope = 3 * (px * px - 1) * inverse * befores[at] % FIELD
        else:
            sums.append(None)
            continue
        inverse = inverse * bottom % FIELD
        x = (slope * slope - px - qx) % FIELD
        sums.append((x, (slope * (px - x) - py) % FIELD))
    sums.reverse()
    return sums


def _bottom(p: Affine, q: Affine) -> int:
    """Give what the slope of the tangent is divided by; 1 where a sum needs no slope."""
    return 2 * p[1] if p is not None and p == q else 1
