"""What a restored backup lacks comes back from a mirror's bundles, to the very root that was published."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from ledger.deeds.replay import compare
from ledger.deeds.tables import TABLES
from ledger.log import halting
from ledger.log.anchor import Anchor, Frozen
from ledger.log.models import Checkpoint, EventKey, Leaf, LogState, Opening, Pending
from ledger.log.openings_file import opening_lines
from tests.emptying import empty_ledger
from tests.rollback.conftest import sealed, started
from tests.rollback.restoring import Snapshot, table_rows

READ_TABLES = sorted(table.db for table in TABLES.values())


def newest():
    return Checkpoint.objects.order_by("-size").first()


def openings(home, name="openings.jsonl", start=0):
    """Write the openings of the whole log to a file, as the backup does."""
    from django.conf import settings

    path = home.parent / name
    path.write_bytes(b"".join(opening_lines(settings.LOG_ORIGIN, start, LogState.objects.get().size, [])))
    return path


def recover(home, *words, **options):
    call_command("recover_log", *words, bundles=home, **options)


@pytest.fixture
def set_back(world, home):
    """A database that lost two lots and a blend that the world has seen."""
    kept = world.bought()
    sealed()
    backup = Snapshot()
    lots = [world.bought(), world.bought(mass_g=20_000)]
    world.blended(*lots, mass_g=65_800)
    sealed()
    held = openings(home)
    was = table_rows(*READ_TABLES), [bytes(h) for h in Leaf.objects.order_by("position").values_list("hash", flat=True)]
    published = newest()
    backup.restore()
    world.tags.clear()
    with pytest.raises(Frozen):
        started()
    return {"openings": held, "published": published, "was": was, "kept": kept}


def test_the_missing_entries_come_back_to_the_same_root_and_tables(world, home, set_back):
    recover(home, openings=set_back["openings"])

    tables, leaves = set_back["was"]
    assert [bytes(h) for h in Leaf.objects.order_by("position").values_list("hash", flat=True)] == leaves
    assert bytes(newest().root) == bytes(set_back["published"].root)
    assert table_rows(*READ_TABLES) == tables
    replayed, differences = compare()
    assert differences == {}
    assert replayed == len(leaves)
    assert not Pending.objects.exists()
    assert halting.frozen() is None


def test_writes_go_on_afterwards_and_are_signed(world, home, set_back):
    recover(home, openings=set_back["openings"])

    world.lot()
    sealed()

    assert newest().size == LogState.objects.get().size > set_back["published"].size
    call_command("verify_log")


def test_without_openings_that_the_read_tables_need_nothing_is_changed(world, home, set_back, tmp_path):
    size = LogState.objects.get().size

    with pytest.raises(CommandError, match="has no opening of trade"):
        recover(home)
    with pytest.raises(CommandError, match=r"lot.tagged.v1.*without its holder"):
        recover(home, "--without-openings")

    assert LogState.objects.get().size == size == Leaf.objects.count()
    assert halting.frozen()["reason"] == "behind"


def test_openings_that_are_only_for_people_to_read_may_be_lost(world, home, capsys):
    sealed()
    backup = Snapshot()
    world.visit(note="Water in the second shaft")
    sealed()
    backup.restore()

    recover(home, "--without-openings")

    assert "lost for good: 1 openings of the group notes" in capsys.readouterr().out
    opening = Opening.objects.get(group="notes")
    assert (bytes(opening.value), bytes(opening.hmac_key)) == (b"", b"")
    assert compare()[1] == {}


def test_an_opening_that_is_not_what_the_leaf_commits_to_is_refused(world, home, set_back):
    path = set_back["openings"]
    lines = path.read_text().splitlines()
    forged = [json.loads(line) for line in lines]
    for line in forged[1:]:
        line["value"] = "e30="
    path.write_text("\n".join(json.dumps(line) for line in forged))

    with pytest.raises(CommandError, match="is not what its leaf commits to"):
        recover(home, openings=path)


def test_entries_that_were_changed_in_the_bundles_are_refused(world, home, set_back):
    for bundle in sorted((home / "bundles").rglob("*.p/*")):
        bundle.write_bytes(bundle.read_bytes().replace(b"45800", b"45900"))

    with pytest.raises(CommandError, match="do not lead to the root"):
        recover(home, openings=set_back["openings"])

    assert halting.frozen() is not None


def test_a_folder_that_holds_too_little_is_refused(world, home, set_back, tmp_path):
    shutil.rmtree(home / "bundles")

    with pytest.raises(CommandError, match="does not hold the entries from 0"):
        recover(home, openings=set_back["openings"])
    with pytest.raises(CommandError, match="name a folder of bundles"):
        call_command("recover_log")


def test_a_database_that_lost_everything_comes_back_from_bundles_and_openings(world, home, tmp_path):
    world.blended(world.bought(), world.bought(mass_g=20_000), mass_g=65_800)
    sealed()
    held, was, published = openings(home), table_rows(*READ_TABLES), newest()
    empty_ledger()

    recover(home, "--check")
    assert not LogState.objects.exists()
    recover(home, openings=held)

    assert table_rows(*READ_TABLES) == was
    assert (newest().size, bytes(newest().root)) == (published.size, bytes(published.root))
    assert halting.frozen() is None


def test_a_check_says_what_is_missing_and_changes_nothing(world, home, set_back, capsys):
    before = table_rows("ledger_event", "ledger_logstate", "ledger_leaf")

    recover(home, "--check")

    missing = set_back["published"].size - LogState.objects.get().size
    assert f"so {missing} are missing" in capsys.readouterr().out
    assert table_rows("ledger_event", "ledger_logstate", "ledger_leaf") == before


def test_what_waited_for_its_position_takes_the_one_that_was_published(world, home):
    sealed()
    first, second = world.lot(), world.lot()
    backup = Snapshot()
    third = world.lot()
    sealed()
    held, published = openings(home), newest()
    backup.restore()
    with pytest.raises(Frozen):
        started()

    recover(home, openings=held)

    assert bytes(newest().root) == bytes(published.root)
    assert not Pending.objects.exists()
    assert EventKey.objects.count() == Leaf.objects.count()
    assert compare()[1] == {}
    assert {first, second, third}


def test_entries_that_came_after_the_set_back_follow_behind_what_came_back(world, home):
    sealed()
    backup = Snapshot()
    world.lot()
    sealed()
    held, published = openings(home), newest()
    backup.restore()
    world.tags.clear()
    late = world.lot()
    with pytest.raises(Frozen):
        started()

    recover(home, openings=held)
    started().finish()

    assert newest().size > published.size
    call_command("verify_log")
    assert compare()[1] == {}
    assert late


def test_a_fork_is_refused(world, home):
    sealed()
    backup = Snapshot()
    for _ in range(3):
        world.lot()
    sealed()
    anchored = (home / "anchor").read_text()
    backup.restore()
    (home / "anchor").write_text(newest().note)
    world.tags.clear()
    world.lot()
    started().finish()
    (home / "anchor").write_text(anchored)
    with pytest.raises(Frozen):
        started()

    with pytest.raises(CommandError, match="continue_log"):
        recover(home)

    assert halting.frozen() is not None


def test_a_lost_anchor_is_replaced_only_by_an_operators_word(world, home):
    sealed()
    (home / "anchor").unlink()
    with pytest.raises(Frozen):
        started()

    with pytest.raises(CommandError, match="the anchor is gone"):
        call_command("recover_log")
    call_command("recover_log", "--accept-anchor")

    assert Anchor(home / "anchor").read() == newest().note
    started().finish()


def test_a_readable_anchor_cannot_be_passed_over(world, home, set_back):
    with pytest.raises(CommandError, match="name a folder of bundles"):
        call_command("recover_log", "--accept-anchor")
    (home / "anchor").unlink()
    with pytest.raises(CommandError, match="name a folder of bundles"):
        call_command("recover_log", "--accept-anchor")


def test_an_anchor_that_cannot_be_read_is_put_aside(world, home):
    sealed()
    (home / "anchor").write_text("half a che")
    with pytest.raises(Frozen):
        started()

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("recover_log")
    call_command("recover_log", "--accept-anchor")

    assert (home / "anchor.unreadable").read_text() == "half a che"
    assert Anchor(home / "anchor").read() == newest().note


def test_another_server_is_accepted_only_by_an_operators_word(world, home):
    sealed()
    Anchor(home / "anchor").keep_server("7312345678901234567")
    with pytest.raises(Frozen):
        started()

    with pytest.raises(CommandError, match="--accept-server"):
        call_command("recover_log")
    call_command("recover_log", "--accept-server")

    started().finish()
    assert halting.frozen() is None


def test_a_newer_checkpoint_of_a_partner_counts(world, home, set_back, tmp_path):
    (home / "anchor").unlink()
    halting.thaw()
    kept = tmp_path / "kept"
    kept.write_text(set_back["published"].note)

    with pytest.raises(CommandError, match="name a folder of bundles"):
        call_command("recover_log", "--accept-anchor", checkpoint=kept)


def test_a_log_that_verify_log_calls_false_stays_frozen(world, home, set_back, monkeypatch):
    def false(*words, **options):
        raise SystemExit(1)

    monkeypatch.setattr("ledger.management.commands.recover_log.call_command", false)

    with pytest.raises(CommandError, match="verify_log says"):
        recover(home, openings=set_back["openings"])

    assert halting.frozen() is not None
