"""A world in which stock is counted and handed over; every test ends in a replay."""

import pytest

from tests import make
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()
