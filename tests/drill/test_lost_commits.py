"""The line is cut at COMMIT: nobody knows whether it was done. Asked again, it was done exactly once.

The sequencer reads again what is there and signs nothing from memory: no two checkpoints of one size ever differ.
"""

import pytest

from config.database_login import database_login
from config.embedded.sockets import socket_folder
from tests.drill.cutting import Cutter
from tests.drill.ground import sequencer, stop, until
from tests.drill.load import under_load

pytestmark = pytest.mark.slow


def through(cutter, ground):
    """The settings that lead through the cutter."""
    logins = {}
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):
        login = database_login(ground.settings[name])
        logins[name] = type(login)(login.user, login.password, str(cutter.folder), "", login.name).url
    return logins


@pytest.mark.drill(quick=5, full=60)
def test_a_writer_loses_its_line_at_commit(drill, times):
    running = sequencer(drill.nursery)
    with Cutter(socket_folder(drill.ground.home), drill.ground.home.root / "cut", share=0.2) as cutter:
        nursery = drill.ground.nursery(**through(cutter, drill.ground))
        with under_load(drill.ground, nursery) as load:
            until(lambda: min(cutter.before, cutter.after) >= times, "cuts before and after the commit")
    stop(running)

    assert load.failures(), "writers were told that nobody knows"
    drill.recovered(load)


@pytest.mark.drill(quick=5, full=40)
def test_the_sequencer_loses_its_line_at_commit(drill, times):
    with Cutter(socket_folder(drill.ground.home), drill.ground.home.root / "cut", share=0.4) as cutter:
        nursery = drill.ground.nursery(**through(cutter, drill.ground))
        running = sequencer(nursery)
        with under_load(drill.ground, drill.nursery) as load:
            until(lambda: min(cutter.before, cutter.after) >= times or running.code is not None, "cuts at COMMIT")
        assert running.code is None, running.said()
        stop(running)

    assert load.failures() == set(), "writers do not notice"
    drill.recovered(load)
