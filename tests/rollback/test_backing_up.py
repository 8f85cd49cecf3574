"""A backup comes back into an empty database; what was published after it is missed, and brought back."""

import json
import shutil
import threading

import psycopg
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, connections

from ledger.deeds.replay import compare
from ledger.deeds.tables import TABLES
from ledger.log import halting
from ledger.log.anchor import Anchor
from ledger.log.models import Checkpoint, EventKey, LogState
from tests import make
from tests.rollback.conftest import sealed, started
from tests.rollback.restoring import table_rows

READ_TABLES = sorted(table.db for table in TABLES.values())


def newest():
    return Checkpoint.objects.order_by("-size").first()


def server():
    login = configured.WIRING.owner
    return psycopg.connect(login.url, dbname="postgres", autocommit=True)


def drop(owning, name):
    """Drop a database; the server itself ends autovacuum there, which FORCE may not as anybody but a superuser."""
    ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    owning.execute(ending, [name])
    owning.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.fixture
def empty(transactional_db):
    """A second, empty database, to which everybody turns from then on; the first comes back at the end."""
    names = connections["default"].settings_dict
    first, second = names["NAME"], f"{names['NAME']}_restored"

    def turn():
        connections["default"].close()
        with server() as owning:
            drop(owning, second)
            owning.execute(f'CREATE DATABASE "{second}"')
        names["NAME"] = second

    yield turn
    connections["default"].close()
    names["NAME"] = first
    with server() as owning:
        drop(owning, second)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backup"


def backed_up(folder, *words):
    call_command("backup", str(folder), *words)


def restored(folder):
    call_command("restore", str(folder))


def test_a_backup_of_today_comes_back_whole_and_goes_on(world, home, folder, empty):
    world.bought()
    sealed()
    tables = table_rows(*READ_TABLES)
    backed_up(folder)
    empty()

    restored(folder)

    assert halting.frozen() is None
    assert table_rows(*READ_TABLES) == tables
    assert compare()[1] == {}
    world.lot()
    sealed()
    assert newest().size == LogState.objects.get().size


def test_a_backup_of_yesterday_freezes_and_a_mirror_brings_back_the_rest(world, home, folder, empty, tmp_path):
    sealed()
    backed_up(folder)
    lots = [world.bought(), world.bought(mass_g=20_000)]
    world.blended(*lots, mass_g=65_800)
    sealed()
    backed_up(tmp_path / "openings", "--only-openings")
    mirror = tmp_path / "mirror"
    shutil.copytree(home / "public", mirror)
    shutil.copytree(home / "bundles", mirror, dirs_exist_ok=True)
    tables, root = table_rows(*READ_TABLES), bytes(newest().root)
    empty()

    with pytest.raises(CommandError, match=r"(?s)Restored, and frozen.*recover_log") as said:
        restored(folder)
    assert said.value.returncode == 3
    assert halting.frozen()["reason"] == "behind"
    call_command("recover_log", bundles=mirror, openings=tmp_path / "openings" / "openings.jsonl")

    assert bytes(newest().root) == root
    assert table_rows(*READ_TABLES) == tables
    assert compare()[1] == {}
    world.lot()
    sealed()
    assert halting.frozen() is None


def test_the_serving_login_has_its_rights_and_no_more_after_a_restore(world, home, folder, empty):
    sealed()
    backed_up(folder)
    empty()
    restored(folder)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('ledger_event', 'INSERT'), has_table_privilege('ledger_event', 'DELETE'),"
            " has_function_privilege('public', 'ledger_make_partition(bigint)', 'EXECUTE')"
        )
        assert cursor.fetchone() == (True, False, False)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'event_to_outbox' AND tgenabled = 'A'")
        assert cursor.fetchone() == (1,)


def test_a_home_without_its_anchor_does_not_trust_that_of_the_backup(world, home, folder, empty):
    sealed()
    backed_up(folder)
    (home / "anchor").unlink()
    empty()

    with pytest.raises(CommandError, match="anchor is not here"):
        restored(folder)

    assert halting.frozen()["reason"] == "anchor_gone"
    assert not (home / "anchor").exists()
    call_command("recover_log", "--accept-anchor")
    assert Anchor(home / "anchor").read() == newest().note
    started().finish()


def test_a_new_home_takes_up_origin_and_keys(world, home, folder, empty, settings, tmp_path):
    sealed()
    backed_up(folder, "--with-keys")
    other = tmp_path / "other"
    other.mkdir()
    (other / "origin").write_text("lodebook.local/abcdefgh\n")
    settings.LOG_ORIGIN = "lodebook.local/abcdefgh"
    settings.LOG_FOLDER, settings.LOG_KEY_FILE = other, other / "key.pem"
    settings.LOG_CLOCK_KEY_FILE, settings.ACCOUNT_KEY_FILE = other / "clock.pem", other / "account_key"
    empty()

    with pytest.raises(CommandError, match="anchor is not here"):
        restored(folder)

    assert (other / "origin").read_text() == "example.org/rollback\n"
    assert (other / "key.pem").read_bytes() == (home / "key.pem").read_bytes()
    assert (other / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_backup_holds_no_private_key_unless_asked(world, home, folder):
    sealed()

    backed_up(folder)

    key = (home / "key.pem").read_bytes()
    assert not [path for path in folder.rglob("*") if path.is_file() and key in path.read_bytes()]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == {"anchor", "database.dump", "origin", "papers"}
    assert (manifest["size"], manifest["checkpoint"]) == (newest().size, newest().note)


def test_a_backup_is_one_moment_while_writers_go_on(world, home, folder, empty):
    sealed()
    stop = threading.Event()
    taggings = [world.tagging() for _ in range(15)]

    def write():
        try:
            for tagging in taggings:
                make.entered(world.tagger, tagging)
                started().tick(sign=True)
        finally:
            stop.set()
            connections["default"].close()

    writer = threading.Thread(target=write)
    writer.start()
    backed_up(folder)
    writer.join()
    assert stop.is_set()
    size = json.loads((folder / "manifest.json").read_text())["size"]
    (home / "anchor").write_text((folder / "anchor").read_text())
    empty()

    restored(folder)

    assert LogState.objects.get().size == size
    assert compare()[1] == {}


@pytest.mark.parametrize("name", ["database.dump", "anchor"])
def test_a_backup_with_a_changed_byte_is_refused(world, home, folder, empty, name):
    sealed()
    backed_up(folder)
    octets = bytearray((folder / name).read_bytes())
    octets[len(octets) // 2] ^= 1
    (folder / name).write_bytes(bytes(octets))
    empty()

    with pytest.raises(CommandError, match=f"{name} is not what was backed up"):
        restored(folder)


def test_a_backup_that_was_interrupted_is_refused(world, home, folder, empty):
    sealed()
    backed_up(folder)
    (folder / "manifest.json").unlink()
    empty()

    with pytest.raises(CommandError, match="did not come to its end"):
        restored(folder)


def test_nothing_is_restored_over_a_ledger(world, home, folder):
    sealed()
    backed_up(folder)
    events = EventKey.objects.count()

    with pytest.raises(CommandError, match="is not empty"):
        restored(folder)

    assert EventKey.objects.count() == events


def test_a_backup_of_another_log_is_refused(world, home, folder, empty, settings):
    sealed()
    backed_up(folder)
    settings.LOG_ORIGIN = "example.org/another"
    empty()

    with pytest.raises(CommandError, match=r"of example\.org/rollback, and this home"):
        restored(folder)


def test_a_folder_with_something_in_it_is_not_written_to(world, home, folder):
    folder.mkdir()
    (folder / "letters").write_text("dear")

    with pytest.raises(CommandError, match="is not empty"):
        backed_up(folder)


def test_missing_papers_are_said(world, home, folder, empty, settings, capsys):
    sealed()
    papers = settings.PAPERS_FOLDER
    papers.mkdir()
    (papers / "ab12").write_text("a receipt")
    backed_up(folder)
    (papers / "ab12").unlink()
    empty()

    restored(folder)

    assert "1 papers are not in" in capsys.readouterr().out
