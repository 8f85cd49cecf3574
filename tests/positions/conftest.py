"""Sites with exact positions, and the log in order."""

import pytest

from tests import make
from tests.served import sequence_all


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def sequenced(db, tmp_path):
    """Return what the sequencer does in the background."""
    return lambda: sequence_all(tmp_path)
