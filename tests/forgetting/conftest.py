"""After every test of forgetting the log is replayed, and the tables must be what it says."""

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
