"""Ed25519 verification (RFC 8032 section 5.1.7), small enough to be read by whoever must trust it.

Strict where the RFC leaves room: one spelling for every point and scalar, no cofactor, no public key of small order.
It handles public values only, so it need not run in constant time. It never signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha512

from ledger.proofs.multiples import add_multiples

Point = tuple[int, int, int, int]  # extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, x*y = T/Z

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
NEUTRAL: Point = (0, 1, 1, 0)


def verify_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` (64 bytes) by the key `public` (32 bytes) covers the message."""
    asked = _asked(public, message, signature)
    if asked is None:
        return False
    scalar, challenge, key = asked
    # R = sB - kA; comparing its one encoding also refuses every other spelling of R.
    return _encode_point(_add_multiples(scalar, BASE, challenge, _negate(key))) == signature[:32]


def verify_ed25519_all(claims: Sequence[tuple[bytes, bytes, bytes]]) -> list[bool]:
    """Tell the same of each (key, message, signature), for less work where there are many by a few keys."""
    asked = {number: found for number, claim in enumerate(claims) if (found := _asked(*claim)) is not None}
    sums = [(scalar, challenge, _negate(key)[:2]) for scalar, challenge, key in asked.values()]
    multiples = add_multiples(_add_flat, (0, 1), BASE[:2], sums)
    points = {number: _spell_point(*point) for number, point in zip(asked, multiples)}  # noqa: B905 (Python 3.9)
    return [number in points and points[number] == claims[number][2][:32] for number in range(len(claims))]


def _asked(public: bytes, message: bytes, signature: bytes) -> tuple[int, int, Point] | None:
    """Give s, k and A of the equation R = sB - kA; None if key or signature are not of their form."""
    if len(public) != 32 or len(signature) != 64:
        return None
    key = _decode_key(public)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= ORDER:
        return None
    digest = sha512(signature[:32] + public + message).digest()
    return scalar, int.from_bytes(digest, "little") % ORDER, key


def _add(p: Point, q: Point) -> Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * D * p[3] * q[3] % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _add_flat(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add points (x, y) pair by pair; the divisions of all pairs are one (Montgomery's trick)."""
    parts, running = [], 1
    for (px, py), (qx, qy) in zip(left, right):  # noqa: B905 (Python 3.9 has no strict=)
        xs, ys = px * qx % P, py * qy % P
        cross = D * xs * ys % P
        bottom = 1 - cross * cross
        parts.append((((px + py) * (qx + qy) - xs - ys) * (1 - cross), (ys + xs) * (1 + cross), bottom, running))
        running = running * bottom % P
    inverse = pow(running, P - 2, P)
    sums = []
    for x, y, bottom, before in reversed(parts):
        divided = inverse * before % P
        sums.append((x * divided % P, y * divided % P))
        inverse = inverse * bottom % P
    sums.reverse()
    return sums


def _double(p: Point) -> Point:
    a, b = p[0] * p[0] % P, p[1] * p[1] % P
    h = a + b
    e = h - (p[0] + p[1]) ** 2
    g = a - b
    f = 2 * p[2] * p[2] + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _negate(p: Point) -> Point:
    return -p[0] % P, p[1], p[2], -p[3] % P


def _add_multiples(m: int, p: Point, n: int, q: Point) -> Point:
    """Compute m*p + n*q with one run of doublings for both (Shamir's trick)."""
    both, total = _add(p, q), NEUTRAL
    for bit in range(max(m.bit_length(), n.bit_length()) - 1, -1, -1):
        total = _double(total)
        choice = (m >> bit & 1) + 2 * (n >> bit & 1)
        if choice:
            total = _add(total, (p, q, both)[choice - 1])
    return total


def _is_small(p: Point) -> bool:
    """Tell whether the point is one of the eight that eight times themselves make nothing."""
    x, y, z, _ = _double(_double(_double(p)))
    return x == 0 and y == z


@lru_cache(maxsize=1000)  # a pack holds many signatures by few keys
def _decode_key(public: bytes) -> Point | None:
    key = _decode_point(public)
    return None if key is None or _is_small(key) else key


def _encode_point(p: Point) -> bytes:
    inverse = pow(p[2], P - 2, P)
    return _spell_point(p[0] * inverse % P, p[1] * inverse % P)


def _spell_point(x: int, y: int) -> bytes:
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decode_point(octets: bytes) -> Point | None:
    """Read a point (RFC 8032 section 5.1.3); None for bytes that are no point or not its one spelling."""
    packed = int.from_bytes(octets, "little")
    sign, y = packed >> 255, packed & ((1 << 255) - 1)
    if y >= P:
        return None
    x = _recover_x(y)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _recover_x(y: int) -> int | None:
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == u:
        return x
    if v * x * x % P == P - u:
        return x * ROOT_OF_MINUS_ONE % P
    return None
