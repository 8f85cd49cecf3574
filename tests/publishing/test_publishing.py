"""Files go out whole, in order, and once; whoever dies on the way leaves nothing that is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from ledger.log import halting, keyring
from ledger.log.models import Leaf, Published
from ledger.log.publishing_files import PublishingStopped
from ledger.log.reading import last_checkpoint
from ledger.proofs.bundles import parse_bundle
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.notes import open_note, parse_note
from ledger.proofs.tree import leaf_hash
from tests import make
from tests.concurrency.together import at_once
from tests.publishing.dying import Dead, Mortal, named, put_back

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def tag_bags(world, number):
    for _ in range(-(-number // 400)):
        world.issue(400)
    while number:
        make.entered(world.tagger, *[world.tagging() for _ in range(min(number, 400))])
        number -= min(number, 400)


def note_in(house):
    return (house.public / "checkpoint").read_text(encoding="utf-8")


def test_what_is_published_is_what_was_signed_and_what_the_database_shows(world, house):
    checkpoint = house.seal()

    note = note_in(house)
    assert open_checkpoint(note, [keyring.signer().verifier]) == checkpoint
    assert checkpoint.size == Leaf.objects.count()
    assert Published.objects.get().note == last_checkpoint().note == note


def test_the_bundles_hold_the_entries_of_the_tiles_and_nothing_else(world, house):
    tag_bags(world, 300)

    size = house.seal().size

    hashes = b"".join(bytes(each) for each in Leaf.objects.order_by("position").values_list("hash", flat=True))
    rest = size - 256
    assert (house.public / "tile/0/000").read_bytes() == hashes[: 256 * 32]
    assert (house.public / f"tile/0/001.p/{rest}").read_bytes() == hashes[256 * 32 :]
    assert len((house.public / "tile/1/000.p/1").read_bytes()) == 32
    full = parse_bundle((house.bundles / "tile/entries/000").read_bytes())
    part = parse_bundle((house.bundles / f"tile/entries/001.p/{rest}").read_bytes())
    assert (len(full), len(part)) == (256, rest)
    assert b"".join(leaf_hash(entry) for entry in full + part) == hashes


def test_the_public_folder_holds_no_entries_and_the_other_nothing_but_entries(world, house):
    house.seal()

    paths = house.files()
    assert {path for path in paths if "entries" in path} == {path for path in paths if path.startswith("bundles/")}


def test_a_second_publication_changes_nothing(world, house):
    house.sign()
    assert house.publish(NOON)
    before = house.files()

    assert house.publish(NOON + timedelta(minutes=4)) is None
    assert house.publisher().publish(NOON) is None
    assert house.files() == before


def test_a_publisher_that_dies_anywhere_leaves_files_that_the_next_one_completes(world, house):
    house.seal()
    tag_bags(world, 260)
    house.sign()
    before = house.files()
    house.publish(NOON)
    whole = house.files()
    new = [path for path in whole if whole[path] != before.get(path)]

    for dies_at in (step / 2 for step in range(2 * len(new))):
        put_back(house, before)
        Mortal.steps, Mortal.dies_at = count(), dies_at
        with pytest.raises(Dead):
            house.publisher(Mortal).publish(NOON)
        left = named(house)
        out = left["public/checkpoint"] != before["public/checkpoint"]
        assert out == (dies_at == len(new) - 0.5), "the checkpoint goes out last, when all it speaks of is there"
        assert all(whole.get(path, before.get(path)) == left[path] for path in left if path != "public/checkpoint")

        house.publish(NOON)

        # a publisher that died behind the checkpoint leaves partial files that nobody asks for: they do no harm
        assert whole.items() <= house.files().items()
        assert out or house.files() == whole
    assert len(new) == 6


def test_a_publisher_that_died_before_the_database_knew_is_made_up_for(world, house):
    house.seal()
    Published.objects.update(size=1, note="an older one")

    assert house.publish() is None

    assert Published.objects.get().note == note_in(house)


def test_two_publishers_at_once_leave_one_truth(world, house):
    house.seal()
    tag_bags(world, 300)
    house.sign()

    done = at_once([lambda: house.publisher().publish(NOON)] * 4)

    assert sum(each is not None for each in done) == 1
    assert open_checkpoint(note_in(house), [keyring.signer().verifier]).size == Leaf.objects.count()


def test_a_file_with_other_bytes_is_never_replaced_and_stops_publishing(world, house):
    tag_bags(world, 100)
    house.seal()
    shown = note_in(house)
    wrong = house.public / "tile/0/000"
    wrong.write_bytes(b"\x00" * 8192)
    tag_bags(world, 200)
    house.sign()

    with pytest.raises(PublishingStopped, match="tile/0/000 was published with other bytes"):
        house.publish()

    assert (note_in(house), wrong.read_bytes()) == (shown, b"\x00" * 8192)


def test_an_idle_log_says_every_few_minutes_what_time_it_is(world, house):
    house.sign()
    house.publish(NOON)
    clock = keyring.clock_verifier()

    later = NOON + timedelta(minutes=5)
    again = house.publish(later)

    note = note_in(house)
    opened = open_note(note, [keyring.signer().verifier, clock])
    assert again is not None
    assert clock in opened.keys
    assert clock_times(note) == [int(later.timestamp())]
    assert Published.objects.get().note == note


def clock_times(note):
    name = keyring.clock().name
    return [int.from_bytes(each.signature[:8], "big") for each in parse_note(note).signatures if each.name == name]


def test_a_clock_that_was_set_back_goes_on_at_once(world, house):
    house.sign()
    house.publish(NOON)

    house.publish(NOON - timedelta(days=1))

    assert clock_times(note_in(house)) == [int((NOON - timedelta(days=1)).timestamp())]


def test_while_frozen_nothing_goes_out(world, house):
    house.seal()
    shown = house.files()
    world.lot()
    house.sign()
    halting.freeze("test", None, None)

    assert house.publish(datetime.now(UTC) + timedelta(hours=1)) is None
    assert house.files() == shown

    halting.thaw()
    assert house.publish().size == Leaf.objects.count()


def test_partial_files_stay_until_the_full_one_is_there(world, house):
    small = house.seal().size
    tag_bags(world, 100)
    middle = house.seal().size
    parts = house.public / "tile/0/000.p"
    assert sorted(int(path.name) for path in parts.iterdir()) == [small, middle]
    assert (house.bundles / f"tile/entries/000.p/{small}").exists()

    tag_bags(world, 200)
    house.seal()

    assert not parts.exists()
    assert not (house.bundles / "tile/entries/000.p").exists()
    assert (house.public / "tile/1/000.p/1").exists()


def test_an_anchor_that_went_back_stops_publishing(world, house):
    house.sign()
    older = house.anchor.read()
    world.lot()
    house.seal()
    house.anchor.path.write_text(older, encoding="utf-8")

    with pytest.raises(PublishingStopped, match="but the anchor holds"):
        house.publish()


def test_the_folders_of_a_log_that_ended_are_set_aside(world, house, settings):
    house.seal()
    old = note_in(house)
    note = parse_note(house.anchor.read())
    other = note.text.replace(settings.LOG_ORIGIN, "log.example/next")
    house.anchor.path.write_text(f"{other}\n— log.example/next {'A' * 92}\n", encoding="utf-8")

    house.publish()

    aside = [path for path in house.folder.iterdir() if ".ended-" in path.name]
    assert sorted(path.name.split(".")[0] for path in aside) == ["bundles", "public"]
    assert next(path for path in aside if path.name.startswith("public")).joinpath("checkpoint").read_text() == old
    assert note_in(house).startswith("log.example/next\n")


def test_a_file_that_was_lost_is_put_back_when_all_are_looked_at(world, house):
    tag_bags(world, 260)
    house.seal()
    lost = house.public / "tile/0/000"
    content = lost.read_bytes()
    lost.unlink()

    assert house.publish() is None
    assert house.publisher().publish(whole=True)

    assert lost.read_bytes() == content
