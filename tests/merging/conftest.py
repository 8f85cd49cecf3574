"""Two codes of one site; after every test the log is replayed, and the tables must be what it says."""

import pytest

from ledger.deeds.replay import compare
from tests import make
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture(autouse=True)
def replays(world):
    yield
    _, differences = compare()
    assert differences == {}


@pytest.fixture
def merge(world):
    """Return a deed that merges a site into another, or splits it off again."""

    def entering(place, into, kind="site.merged.v1", reason="Both teams went to the same pits."):
        (found,) = make.enter(world.regulator, make.envelope(kind, place=place, into=into, reason=reason))
        return found

    return entering
