"""A mirror whose program we did not write (tlog-scales) reads what we published, and finds the same tree."""

from __future__ import annotations

import pytest
from django.conf import settings

from ledger.log import keyring
from ledger.log.models import Checkpoint, Leaf
from ledger.proofs.bundles import parse_bundle
from ledger.proofs.tiles import entries_path
from ledger.proofs.tree import leaf_hash
from tests.publishing.test_publishing import tag_bags

backend = pytest.importorskip("tlog_scales.backend")
reader = pytest.importorskip("tlog_scales.reader")
signing = pytest.importorskip("tlog_scales.signing")
tlog = pytest.importorskip("tlog_scales.tlog")


def test_a_foreign_program_verifies_our_folder_entry_by_entry(world, house):
    old = house.seal()
    tag_bags(world, 300)
    new = house.seal()

    foreign = reader.TilesReader(backend.LocalBackend(house.public))
    checkpoint = foreign.get_checkpoint()

    checkpoint.verify(signing.Vkey.from_string(keyring.signer().vkey))
    assert (checkpoint.origin, checkpoint.size, checkpoint.root_hash) == (settings.LOG_ORIGIN, new.size, new.root)
    assert foreign.calculate_root_hash() == new.root
    consistency = foreign.get_consistency_proof(old.size, new.size)
    tlog.ConsistencyProof(old.size, new.size, consistency.node_hashes).check(old.root, new.root)
    for index, entry in list(enumerate(entries_in(house, new.size)))[:: new.size // 9]:
        path = foreign.get_inclusion_proof(index, new.size).node_hashes
        tlog.InclusionProof(index, new.size, path).check(leaf_hash(entry), new.root)


def entries_in(house, size):
    found = []
    for index in range(-(-size // 256)):
        width = min(256, size - index * 256)
        found += parse_bundle((house.bundles / entries_path(index, width)).read_bytes())
    return found


def test_a_mirror_can_rebuild_the_whole_log_from_the_folders(world, house):
    tag_bags(world, 260)
    size = house.seal().size

    hashes = [leaf_hash(entry) for entry in entries_in(house, size)]

    assert hashes == [bytes(each) for each in Leaf.objects.order_by("position").values_list("hash", flat=True)]
    assert Checkpoint.objects.filter(size=size).exists()
