"""After every test of parties the log is replayed, and the tables must be what it says."""

import pytest

from tests import make
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()
