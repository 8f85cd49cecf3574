"""The Merkle tree of RFC 6962, and the two verifications of RFC 9162 (sections 2.1.3.2 and 2.1.4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ledger.proofs.errors import ProofError
from ledger.proofs.fields import HASH_BYTES

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Compute the root by the definition itself (RFC 9162 section 2.1.1); for small trees and for tests."""
    if not leaf_hashes:
        return EMPTY_ROOT
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    split = 1 << ((len(leaf_hashes) - 1).bit_length() - 1)
    return node_hash(root_of(leaf_hashes[:split]), root_of(leaf_hashes[split:]))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf hash stands at `index` of the tree of `size` leaves under `root`; raises ProofError."""
    if not 0 <= index < size:
        raise ProofError(f"index {index} is not in a tree of {size}")
    _check_hashes(proof)
    here, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("inclusion proof is too long")
        if here & 1 or here == last:
            found = node_hash(sibling, found)
            while here & 1 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("inclusion proof is too short")
    if found != root:
        raise ProofError("inclusion proof leads to another root")


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `size2` only adds to the tree of `size1`; raises ProofError.

    Size 0 is refused: nothing was promised yet, so nothing can be consistent with it. See `verify_growth`.
    """
    if not 0 < size1 <= size2:
        raise ProofError(f"a tree of {size2} cannot be consistent with a tree of {size1}")
    if size1 == size2:
        if proof or root1 != root2:
            raise ProofError("one size, but two roots or a proof that has nothing to prove")
        return
    if not proof:
        raise ProofError("consistency proof is empty")
    _check_hashes(proof)
    path = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    if _walk_both(size1 - 1, size2 - 1, path) != (root1, root2):
        raise ProofError("consistency proof leads to other roots")


def verify_growth(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> None:
    """Check consistency as a witness does: from size 0 any tree may grow, with an empty proof; raises ProofError."""
    if size1 != 0:
        verify_consistency(size1, size2, root1, root2, proof)
    elif proof or size2 < 0 or root1 != EMPTY_ROOT or (size2 == 0 and root2 != EMPTY_ROOT):
        raise ProofError("an empty tree has the empty root and grows with an empty proof")


def _walk_both(here: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("consistency proof is too long")
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while here & 1 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    if last:
        raise ProofError("consistency proof is too short")
    return old, new


def _check_hashes(proof: Sequence[bytes]) -> None:
    if any(len(sibling) != HASH_BYTES for sibling in proof):
        raise ProofError(f"every hash of a proof has {HASH_BYTES} bytes")
