"""Yesterday's copy of the database is put back: the log freezes, and goes on only at the root that was published."""

import shutil

import pytest

from tests.drill.afterwards import check_notes, find
from tests.drill.ground import until
from tests.drill.load import under_load

pytestmark = pytest.mark.slow


def cold_copy(ground, name):
    """Copy the data folder of a database that is stopped, as a file-system backup does."""
    ground.stop_postgres()
    shutil.copytree(ground.home.postgres, ground.home.root / name, symlinks=True)
    ground.start_postgres()


def put_back(ground, name):
    """Put a copy in the place of the database."""
    ground.stop_postgres()
    ground.home.postgres.rename(ground.home.root / "lost")
    shutil.copytree(ground.home.root / name, ground.home.postgres, symlinks=True)
    ground.start_postgres()


def sequence(drill):
    return drill.nursery.run("sequence", "--once")


def worked(drill, answers):
    """Let writers work for a while, then give all of it positions and publish it."""
    with under_load(drill.ground, drill.nursery) as load:
        load.go_on(answers)
    done = sequence(drill)
    assert done.code == 0, done.said()
    return load


@pytest.mark.drill(quick=15, full=150)
def test_an_old_backup_freezes_the_log_and_recovers_to_the_same_root(drill, times):
    ground = drill.ground
    worked(drill, times)
    cold_copy(ground, "yesterday")
    mirror = worked(drill, times)
    published = (ground.home.log / "anchor").read_text()
    size = ground.size()
    kept = drill.nursery.run("backup", str(ground.home.root / "kept"), "--only-openings")
    assert kept.code == 0, kept.said()

    put_back(ground, "yesterday")
    running = drill.nursery.start("manage", "sequence")

    assert running.wait() != 0, "it does not start"
    assert "FROZEN" in running.said()
    assert published.splitlines()[1] in running.said(), "and shows both checkpoints"
    frozen = ground.ask("SELECT frozen FROM ledger_logstate")[0][0]
    assert frozen["published"] == published
    assert ground.size() < size
    nobody_writes(drill)

    recover(drill, ground.home.root / "kept" / "openings.jsonl")
    assert ground.size() == size
    assert (ground.home.log / "anchor").read_text() == published
    check_notes(ground, find(ground), drill.watcher.notes)
    drill.recovered(mirror)


def nobody_writes(drill):
    """A writer is told that the log is frozen, again and again, and nothing comes in."""
    before = drill.ground.ask("SELECT count(*) FROM ledger_event")
    with under_load(drill.ground, drill.nursery, writers=1) as load:
        until(lambda: any("LogFrozen" in failure for failure in load.failures()), "the word that the log is frozen")
    assert drill.ground.ask("SELECT count(*) FROM ledger_event") == before


def recover(drill, openings):
    """Bring back what the backup lacks, from the published bundles and a file of openings (docs/recovery.md)."""
    bundles = str(drill.ground.home.log / "bundles")
    done = drill.nursery.run("recover_log", "--bundles", bundles, "--openings", str(openings))
    assert done.code == 0, done.said()
