"""A world in which stock is counted and handed over; every test ends in a replay."""

import pytest

from ledger.deeds.replay import compare
from tests import make


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture(autouse=True)
def replays(db):
    yield
    _, differences = compare()
    assert differences == {}
