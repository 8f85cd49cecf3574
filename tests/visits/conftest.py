"""After every test the log is replayed, and the tables must be what it says (HOUSE_STYLE 11)."""

import pytest

from tests import make


@pytest.fixture
def world(db):
    return make.world()
