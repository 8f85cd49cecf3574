"""The tree counted a second time, by nothing but SHA-256 and RFC 6962: no line of the product is used here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

WIDTH = 256


def leaf(entry: bytes) -> bytes:
    """Hash the bytes of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaves as the definition says it: split at the largest power of two below their number."""
    if len(leaves) == 0:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node(root(leaves[:half]), root(leaves[half:]))


def roots(leaves: Iterable[bytes]) -> list[bytes]:
    """Give the root at every size from 0: the full subtrees are kept as they close, like the bits of a counter."""
    found, peaks = [sha256(b"").digest()], []
    for number, each in enumerate(leaves):
        peaks.append(each)
        while number & 1:
            right, left = peaks.pop(), peaks.pop()
            peaks.append(node(left, right))
            number >>= 1
        found.append(_folded(peaks))
    return found


def _folded(peaks: Sequence[bytes]) -> bytes:
    whole = peaks[-1]
    for peak in reversed(peaks[:-1]):
        whole = node(peak, whole)
    return whole


def tiles(leaves: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Give every tile of the tree: rows of 256 hashes, the full ones hashed into the row above."""
    found, level, row = {}, 0, list(leaves)
    while row:
        rows = [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)]
        found.update({(level, index): b"".join(each) for index, each in enumerate(rows)})
        row = [root(each) for each in rows if len(each) == WIDTH]
        level += 1
    return found
