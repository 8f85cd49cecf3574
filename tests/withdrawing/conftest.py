"""A world with a site, and the log replayed after every test."""

import pytest

from tests import make
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()
