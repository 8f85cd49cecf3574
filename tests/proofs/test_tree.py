"""The tree and its two verifications (RFC 9162 sections 2.1.3.2 and 2.1.4.2)."""

from __future__ import annotations

import base64
import json
from hashlib import sha256

import pytest

from ledger.proofs.errors import ProofError
from ledger.proofs.tree import (
    EMPTY_ROOT,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_growth,
    verify_inclusion,
)
from tests.proofs.logs import is_refused
from tests.shared import shared

LEAVES = [leaf_hash(bytes([n])) for n in range(131)]


def split_of(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162 section 2.1.3.1, as it is written there."""
    if len(leaves) == 1:
        return []
    k = split_of(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), root_of(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), root_of(leaves[:k])]


def naive_subproof(old: int, leaves: list[bytes], known: bool = True) -> list[bytes]:
    """RFC 9162 section 2.1.4.1, as it is written there."""
    if old == len(leaves):
        return [] if known else [root_of(leaves)]
    k = split_of(len(leaves))
    if old <= k:
        return [*naive_subproof(old, leaves[:k], known), root_of(leaves[k:])]
    return [*naive_subproof(old - k, leaves[k:], False), root_of(leaves[:k])]


def vectors(kind: str) -> list[dict]:
    return [json.loads(path.read_bytes()) for path in sorted(shared("vectors", "merkle", kind).rglob("*.json"))]


def octets(text: str) -> bytes:
    return base64.b64decode(text)


def test_the_published_inclusion_vectors_agree():
    cases = vectors("inclusion")

    for case in cases:
        proof = [octets(sibling) for sibling in case["proof"] or []]
        claim = (octets(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, octets(case["root"]))
        assert is_refused(verify_inclusion, *claim) == case["wantErr"], case["desc"]

    assert len(cases) == 29


def test_the_published_consistency_vectors_agree():
    cases = vectors("consistency")

    for case in cases:
        proof = [octets(sibling) for sibling in case["proof"] or []]
        claim = (case["size1"], case["size2"], octets(case["root1"]), octets(case["root2"]), proof)
        assert is_refused(verify_consistency, *claim) == case["wantErr"], case["desc"]

    assert len(cases) == 29


def test_leaves_and_nodes_are_hashed_apart():
    assert sha256(b"").digest() == EMPTY_ROOT == root_of([])
    assert leaf_hash(b"ore") == sha256(b"\x00ore").digest()
    assert node_hash(LEAVES[0], LEAVES[1]) == sha256(b"\x01" + LEAVES[0] + LEAVES[1]).digest() == root_of(LEAVES[:2])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 33, 64, 100, 131])
def test_each_leaf_is_included_at_its_own_index_and_no_other(size):
    root = root_of(LEAVES[:size])

    for index in range(size):
        proof = naive_path(index, LEAVES[:size])
        verify_inclusion(LEAVES[index], index, size, proof, root)
        for other in range(-1, size + 1):
            assert other == index or is_refused(verify_inclusion, LEAVES[index], other, size, proof, root)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9])
def test_one_changed_bit_breaks_an_inclusion_proof(size):
    root = root_of(LEAVES[:size])

    for index in range(size):
        proof = naive_path(index, LEAVES[:size])
        for changed in changed_by_one_bit([LEAVES[index], root, *proof]):
            leaf, other_root, *other_proof = changed
            assert is_refused(verify_inclusion, leaf, index, size, other_proof, other_root)
        for other_proof in misshapen(proof):
            assert is_refused(verify_inclusion, LEAVES[index], index, size, other_proof, root)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (7, 13)])
def test_one_changed_bit_breaks_a_consistency_proof(old, new):
    before, after = root_of(LEAVES[:old]), root_of(LEAVES[:new])
    proof = naive_subproof(old, LEAVES[:new])

    verify_consistency(old, new, before, after, proof)
    for changed in changed_by_one_bit([before, after, *proof]):
        other_before, other_after, *other_proof = changed
        assert is_refused(verify_consistency, old, new, other_before, other_after, other_proof)
    for other_proof in misshapen(proof):
        assert is_refused(verify_consistency, old, new, before, after, other_proof)
    assert is_refused(verify_consistency, new, old, after, before, proof)


def test_no_more_hashes_are_taken_than_two_sizes_need_even_where_they_lead_to_the_roots():
    """Whoever may choose both roots can hash one more step onto each; the sizes say that there is no such step."""
    proof, extra = naive_subproof(3, LEAVES[:7]), LEAVES[0]
    roots = [node_hash(extra, root_of(LEAVES[:size])) for size in (3, 7)]

    assert is_refused(verify_consistency, 3, 7, *roots, [*proof, extra])


def test_a_proof_of_hashes_too_short_too_long_or_too_many_says_so():
    root, path = root_of(LEAVES[:7]), naive_path(3, LEAVES[:7])
    old, grown = root_of(LEAVES[:3]), naive_subproof(3, LEAVES[:7])

    for wrong in (path[0][:-1], path[0] + b"\x00", b""):
        with pytest.raises(ProofError, match="every hash of a proof has 32 bytes"):
            verify_inclusion(LEAVES[3], 3, 7, [wrong, *path[1:]], root)
        with pytest.raises(ProofError, match="every hash of a proof has 32 bytes"):
            verify_consistency(3, 7, old, root, [wrong, *grown[1:]])
    with pytest.raises(ProofError, match="inclusion proof is too long"):
        verify_inclusion(LEAVES[3], 3, 7, [*path, path[0]], root)
    with pytest.raises(ProofError, match="inclusion proof is too long"):
        verify_inclusion(LEAVES[0], 0, 1, [path[0]], node_hash(path[0], LEAVES[0]))


def test_between_one_tree_and_itself_there_is_nothing_to_prove():
    root, other = root_of(LEAVES[:7]), root_of(LEAVES[:8])

    verify_consistency(7, 7, root, root, [])
    assert is_refused(verify_consistency, 7, 7, root, root, [root])
    assert is_refused(verify_consistency, 7, 7, root, other, [])
    assert is_refused(verify_consistency, 7, 7, root, other, [root])


def test_a_tree_with_a_swapped_leaf_is_not_consistent():
    before, swapped = root_of(LEAVES[:5]), [LEAVES[1], LEAVES[0], *LEAVES[2:9]]

    assert is_refused(verify_consistency, 5, 9, before, root_of(swapped), naive_subproof(5, swapped))


def test_a_witness_lets_a_tree_grow_from_nothing_with_an_empty_proof():
    root = root_of(LEAVES[:3])

    verify_growth(0, 3, EMPTY_ROOT, root, [])
    verify_growth(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    verify_growth(2, 3, root_of(LEAVES[:2]), root, naive_subproof(2, LEAVES[:3]))

    assert is_refused(verify_consistency, 0, 3, EMPTY_ROOT, root, [])
    assert is_refused(verify_growth, 0, 3, EMPTY_ROOT, root, [root])
    assert is_refused(verify_growth, 0, 3, root, root, [])
    assert is_refused(verify_growth, 0, 0, EMPTY_ROOT, root, [])
    assert is_refused(verify_growth, 3, 2, root, root_of(LEAVES[:2]), [])
    assert is_refused(verify_growth, -1, 2, EMPTY_ROOT, root_of(LEAVES[:2]), [])
    assert is_refused(verify_growth, 0, -1, EMPTY_ROOT, EMPTY_ROOT, [])


def changed_by_one_bit(hashes: list[bytes]):
    for at, good in enumerate(hashes):
        for bit in range(256):
            bad = (int.from_bytes(good, "big") ^ 1 << bit).to_bytes(32, "big")
            yield [*hashes[:at], bad, *hashes[at + 1 :]]


def misshapen(proof: list[bytes]):
    """The proof too long, too short, in another order, and with hashes of another length."""
    yield [*proof, LEAVES[0]]
    yield [LEAVES[0], *proof]
    if proof:
        yield proof[:-1]
        yield proof[1:]
        yield [proof[0][:-1], *proof[1:]]
        yield [proof[0] + b"\x00", *proof[1:]]
        yield [b"", *proof[1:]]
    if len(proof) > 1:
        yield proof[::-1]
