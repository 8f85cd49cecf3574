"""A world in which somebody said something in every group."""

import pytest

from tests import make


@pytest.fixture
def world(db):
    return make.world()
