"""A disk is full: of the database, or of the anchor and the published files. Nothing is half written, all goes on."""

import contextlib
import itertools
import shutil

import psycopg
import pytest

from config.embedded.service import ServiceFailed
from tests.drill.ground import sequencer, stop, until
from tests.drill.load import BEHIND, under_load
from tests.drill.small_disk import NoSmallDisk, SmallDisk

pytestmark = pytest.mark.slow
DATABASE, FILES = 400 * 2**20, 2 * 2**20


@pytest.fixture
def small_disk(ground):
    """Make small disks; where nobody may, the test says so and is left out."""
    made = []

    def make(name, size):
        try:
            made.append(SmallDisk(ground.home.root / name, size))
        except NoSmallDisk as refused:
            pytest.skip(f"needs a small disk: {refused}")
        return made[-1]

    yield make
    for disk in made:
        disk.close()


def move(folder, disk):
    """Let a folder lie on a disk, under its old name."""
    there = disk.path / folder.name
    shutil.copytree(folder, there, symlinks=True)
    there.chmod(0o700)
    shutil.rmtree(folder)
    folder.symlink_to(there)


@pytest.mark.drill(quick=1, full=4)
def test_the_disk_of_the_database_is_full(drill, small_disk, times):
    ground = drill.ground
    disk = small_disk("database", DATABASE)
    ground.stop_postgres()
    move(ground.home.postgres, disk)
    ground.inside = disk.join()
    ground.start_postgres()
    running = sequencer(drill.nursery)
    with under_load(ground, drill.nursery) as load:
        for leave in itertools.islice(itertools.cycle([0, 200_000, 50_000]), times):
            load.go_on(10)
            disk.fill(leave)
            bloat(ground)
            told = len(load.told())
            until(lambda told=told: len(load.told()) > told + 3, "writers are told that it cannot be written")
            disk.make_room()
            bring_up(ground)
            load.go_on(10)
            before = ground.size()
            until(lambda before=before: ground.size() > before, "positions after room was made")
    assert running.code is None, running.said()
    stop(running)

    drill.recovered(load)


def bloat(ground):
    """Use up what the database still has of its own: room inside its files, and WAL that it made ahead."""
    with contextlib.suppress(psycopg.Error), ground.superuser() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bloat (filling text)")
        connection.execute("ALTER TABLE bloat ALTER filling SET STORAGE EXTERNAL")
        while True:
            connection.execute("INSERT INTO bloat SELECT repeat(md5(random()::text), 4000) FROM generate_series(1, 50)")


def bring_up(ground):
    """Start the database if the full disk has ended it, and give back what the drill used up."""
    until(lambda: stands(ground), "the database, now that there is room")
    with ground.superuser() as connection:
        connection.execute("DROP TABLE IF EXISTS bloat")


def stands(ground):
    """Say whether the database answers; one that has ended is started, once its last processes have left too."""
    with contextlib.suppress(psycopg.Error, ServiceFailed):
        if ground.postgres.code is not None:
            ground.start_postgres()
        return bool(ground.ask("SELECT 1"))
    return False


@pytest.mark.drill(quick=1, full=5)
def test_the_disk_of_anchor_and_published_files_is_full(drill, small_disk, times):
    ground = drill.ground
    disk = small_disk("files", FILES)
    move(ground.home.log, disk)
    running = sequencer(drill.nursery)
    with under_load(ground, drill.nursery) as load:
        for _ in range(times):
            load.go_on(5)
            disk.fill()
            until(lambda: cannot_write(running), "the word that nothing can be written")
            disk.make_room()
            anchored = (ground.home.log / "anchor").read_text()
            until(lambda anchored=anchored: (ground.home.log / "anchor").read_text() != anchored, "a new anchor")
            before = (ground.home.log / "public" / "checkpoint").read_text()
            until(lambda before=before: (ground.home.log / "public" / "checkpoint").read_text() != before, "a new file")
        assert running.code is None, running.said()
    stop(running)

    assert load.failures() <= BEHIND, "writers notice at most that positions come late"
    drill.recovered(load)


def cannot_write(running):
    """Say whether the sequencer says so, or has ended: then it is for the assertion below to tell."""
    return "could not be written" in running.said() or running.code is not None
