"""kill -9 under load: of the sequencer, of two rivals, of writers; nothing acknowledged is lost, nothing is doubled."""

import random
import time

import pytest

from tests.drill.ground import kill, sequencer, stop, until
from tests.drill.load import BEHIND, under_load

pytestmark = pytest.mark.slow


@pytest.mark.drill(quick=3, full=40)
def test_the_sequencer_is_killed_again_and_again(drill, times):
    dice, lengths = random.Random(1), []
    with under_load(drill.ground, drill.nursery) as load:
        for _ in range(times):
            running, before = sequencer(drill.nursery), drill.ground.size()
            if dice.random() < 0.5:
                until(lambda before=before: drill.ground.size() > before, "new positions")
            time.sleep(dice.random() * 0.4)
            kill(running)
            lengths.append(drill.ground.size())

    assert load.failures() <= BEHIND, "writers notice at most that positions come late"
    assert len(set(lengths)) > times // 3, "the log went on between kills"
    drill.recovered(load)


@pytest.mark.drill(quick=3, full=40)
def test_two_rival_sequencers_are_killed_at_random(drill, times):
    dice = random.Random(2)
    with under_load(drill.ground, drill.nursery) as load:
        rivals = [sequencer(drill.nursery), sequencer(drill.nursery)]
        for _ in range(times):
            time.sleep(dice.random() * 0.4)
            chosen = dice.randrange(2)
            kill(rivals[chosen])
            rivals[chosen] = sequencer(drill.nursery)
        before = drill.ground.size()
        until(lambda: drill.ground.size() > before, "new positions")
        for rival in rivals:
            stop(rival)

    assert load.failures() <= BEHIND, "writers notice at most that positions come late"
    drill.recovered(load)


@pytest.mark.drill(quick=3, full=30)
def test_writers_are_killed_in_the_middle(drill, times):
    dice = random.Random(3)
    running = sequencer(drill.nursery)
    with under_load(drill.ground, drill.nursery, writers=3) as load:
        for _ in range(times):
            load.go_on(dice.randint(1, 12))
            number = dice.randrange(3)
            kill(load.children[number])
            load.children[number] = load.start_one(number)
    stop(running)

    drill.recovered(load)
