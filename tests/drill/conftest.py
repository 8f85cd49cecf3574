"""The ground of a drill, and how long it goes on: the quick half runs with all tests, the whole with `make drill`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace

import pytest

from tests.drill.afterwards import check, check_whole_or_absent
from tests.drill.ground import Ground, new_ground, sequencer, stop
from tests.drill.load import Load
from tests.drill.watching import Watcher

FULL = os.environ.get("DRILL") == "full"
"""Set by `make drill`. Else every drill is short, and those that have no short half are left out."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out drills that are long only."""
    if FULL:
        return
    left = [item for item in items if (mark := item.get_closest_marker("drill")) and not mark.kwargs.get("quick", 1)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


@pytest.fixture
def times(request: pytest.FixtureRequest) -> int:
    """How often the fault of this drill happens: `drill(quick=6, full=40)`."""
    return int(request.node.get_closest_marker("drill").kwargs["full" if FULL else "quick"])


@pytest.fixture
def ground() -> Iterator[Ground]:
    with new_ground() as made:
        yield made


@pytest.fixture
def drill(ground: Ground) -> Iterator[SimpleNamespace]:
    """A ground with a nursery, watched; `recovered` puts all right as an operator would, and checks all."""
    nursery = ground.nursery()
    with Watcher(ground) as watcher:
        yield SimpleNamespace(
            ground=ground, nursery=nursery, watcher=watcher, recovered=partial(recovered, ground, watcher)
        )


def recovered(ground: Ground, watcher: Watcher, load: Load, *, whole: bool = True) -> None:
    """The fault is over: see that nothing is half there, send again what was not answered, sequence, and check all."""
    check_whole_or_absent(ground, load.journals)
    running = sequencer(ground.nurseries[0])  # without one, entries are refused after a while: log_behind
    load.settle()
    stop(running)
    done = ground.nurseries[0].run("sequence", "--once")
    assert done.code == 0, done.said()
    check(ground, load.journals, watcher, whole=whole)
