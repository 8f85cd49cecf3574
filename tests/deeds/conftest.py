"""A world for the engine's tests."""

import pytest

from tests import make


@pytest.fixture
def world(db):
    return make.world()
