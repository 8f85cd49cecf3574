"""Sites that look alike; after every test the log is replayed, and the tables must be what it says."""

import pytest

from ledger.deeds.replay import compare
from tests import make
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture(autouse=True)
def replays(request):
    in_the_database = "world" in request.fixturenames
    if in_the_database:
        request.getfixturevalue("world")
    yield
    if in_the_database:
        _, differences = compare()
        assert differences == {}
