"""The line is cut at COMMIT: nobody knows whether it was done. Asked again, it was done exactly once.

The sequencer reads again what is there and signs nothing from memory: no two checkpoints of one size ever differ.
"""

import pytest

from config.embedded.sockets import socket_folder
from tests.drill.cutting import Cutter
from tests.drill.ground import sequencer, stop, until
from tests.drill.load import BEHIND, under_load

pytestmark = pytest.mark.slow


@pytest.fixture
def cutter(ground):
    """A way to the database that may be cut."""
    with Cutter(socket_folder(ground.home), ground.home.root / "cut") as made:
        yield made


@pytest.mark.drill(quick=2, full=60)
def test_a_writer_loses_its_line_at_commit(drill, cutter, times):
    running = sequencer(drill.nursery)
    with under_load(drill.ground, drill.nursery, through=str(cutter.folder)) as load:
        until(lambda: min(cutter.before, cutter.after) >= times, "cuts before and after the commit")
    cutter.share = 0
    stop(running)

    assert load.failures(), "writers were told that nobody knows"
    drill.recovered(load)


@pytest.mark.drill(quick=2, full=40)
def test_the_sequencer_loses_its_line_at_commit(drill, cutter, times):
    running = sequencer(drill.nursery, through=str(cutter.folder))
    with under_load(drill.ground, drill.nursery) as load:
        until(lambda: min(cutter.before, cutter.after) >= times or running.code is not None, "cuts at COMMIT")
    assert running.code is None, running.said()
    stop(running)

    assert load.failures() <= BEHIND, "writers notice at most that positions come late"
    drill.recovered(load)
