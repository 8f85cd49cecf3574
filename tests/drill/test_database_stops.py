"""The database is stopped at once, or its postmaster killed, under load: what it answered for is there afterwards."""

import itertools
import random
import signal

import pytest

from tests.drill.ground import sequencer, stop, until
from tests.drill.load import under_load

pytestmark = pytest.mark.slow
AT_ONCE = itertools.cycle([signal.SIGQUIT, signal.SIGKILL])


@pytest.mark.drill(quick=2, full=12)
def test_the_database_stops_at_once_under_load(drill, times):
    dice = random.Random(4)
    running = sequencer(drill.nursery)
    with under_load(drill.ground, drill.nursery) as load:
        for _, how in zip(range(times), AT_ONCE, strict=False):
            goes_on(drill.ground, load)
            load.go_on(dice.randint(1, 20))
            drill.ground.kill_postgres(how)
            drill.ground.start_postgres()
        goes_on(drill.ground, load)
        assert running.code is None, running.said()
    stop(running)

    drill.recovered(load)


def goes_on(ground, load):
    """Wait until the sequencer, which has to find its database again by itself, gives positions."""
    load.go_on(5)
    before = ground.size()
    until(lambda: ground.size() > before, "new positions from the sequencer that lost its database")
