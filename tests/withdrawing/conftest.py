"""A world with a site, and the log replayed after every test."""

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
