"""Clocks jump a day ahead and a day back under load: order, positions and checkpoints do not care."""

import pytest

from tests.drill.ground import sequencer, stop, until
from tests.drill.load import BEHIND, under_load

pytestmark = pytest.mark.slow
DAY = 86_400
JUMPS = (DAY, -DAY, 0, 3 * DAY, 0)


@pytest.mark.drill(quick=2, full=15)
@pytest.mark.parametrize("whose", ["sequencer", "writers"])
def test_a_clock_jumps_under_load(drill, times, whose):
    clock = drill.ground.home.root / "clock"
    mine, theirs = ({"clock": str(clock)}, {}) if whose == "sequencer" else ({}, {"clock": str(clock)})
    running = sequencer(drill.nursery, **mine)
    with under_load(drill.ground, drill.nursery, **theirs) as load:
        for number in range(times):
            clock.write_text(str(JUMPS[number % len(JUMPS)]))
            load.go_on(10)
            before = newest_checkpoint(drill.ground)
            until(lambda before=before: newest_checkpoint(drill.ground) > before, "a checkpoint after the jump")
    stop(running)

    assert load.failures() <= BEHIND, "writers notice at most that positions come late"
    drill.recovered(load)


def newest_checkpoint(ground):
    return ground.ask("SELECT COALESCE(max(size), 0) FROM ledger_checkpoint")[0][0]
