"""Whenever the power goes, what the disk keeps holds all that its checkpoint speaks of; nobody saw what it lost."""

from __future__ import annotations

import os
import shutil
from itertools import count

import pytest

from ledger.log import keyring
from ledger.log.anchor import size_of
from ledger.proofs.mirror import verify_mirror
from ledger.proofs.policy import Policy
from tests.publishing.dying import Dead, Mortal, put_back
from tests.publishing.forgetful import ForgetfulDisk
from tests.publishing.test_publishing import NOON, note_in, tag_bags


@pytest.fixture
def grown(world, house):
    """A log that has published, and has 260 bags more to publish."""
    house.seal()
    tag_bags(world, 260)
    return house


def holds_what_was_shown(disk, house, aside):
    """Hold what a power cut would leave to its own checkpoint, and the anchor to what was shown already."""
    shutil.rmtree(aside, ignore_errors=True)
    disk.lay_out(aside)
    report = verify_mirror(aside, Policy([keyring.signer().verifier]))

    assert report.findings == []
    assert report.entries == report.signed.checkpoint.size
    assert size_of((aside / "anchor").read_text()) >= size_of(note_in(house))


def test_the_power_goes_at_any_moment_between_signing_and_the_last_file(grown, tmp_path_factory):
    disk, aside, looks = ForgetfulDisk(grown.folder), tmp_path_factory.mktemp("left"), count()

    def look():
        next(looks)
        holds_what_was_shown(disk, grown, aside)

    with disk.watched(look):
        grown.sign()
        new = grown.publish(NOON)

    assert size_of((aside / "public" / "checkpoint").read_text()) == new.size
    assert next(looks) > 10


def test_the_power_goes_after_a_publisher_died_and_another_went_on(grown, tmp_path_factory):
    """What the first gave its name may not be sure to stay: the second takes care of that, though it wrote nothing."""
    grown.sign()
    before, aside = grown.files(), tmp_path_factory.mktemp("left")
    grown.publish(NOON)
    new = [path for path, content in grown.files().items() if before.get(path) != content]

    for written in range(len(new) - 1):
        put_back(grown, before)
        disk = ForgetfulDisk(grown.folder)
        Mortal.steps, Mortal.dies_at = count(), written + 0.5
        with disk.watched(lambda disk=disk: holds_what_was_shown(disk, grown, aside)):
            with pytest.raises(Dead):
                grown.publisher(Mortal).publish(NOON)
            grown.publish(NOON)

    assert len(new) == 6


def test_the_power_goes_after_whoever_wrote_the_anchor_died(grown, tmp_path_factory):
    """The anchor's bytes are sure, its name is not: nothing is shown before it is."""
    disk, aside = ForgetfulDisk(grown.folder), tmp_path_factory.mktemp("left")
    old = disk.left()["anchor"]
    grown.sign()

    with disk.watched(lambda: holds_what_was_shown(disk, grown, aside)):
        with (grown.folder / "anchor").open("rb") as anchor:
            os.fsync(anchor.fileno())
        assert disk.left()["anchor"] == old
        grown.publish(NOON)

    assert disk.left()["anchor"] != old
