"""Two codes of one site; after every test the log is replayed, and the tables must be what it says."""

import pytest

from tests import make
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def merge(world):
    """Return a deed that merges a site into another, or splits it off again."""

    def entering(place, into, kind="site.merged.v1", reason="Both teams went to the same pits."):
        (found,) = make.enter(world.regulator, make.envelope(kind, place=place, into=into, reason=reason))
        return found

    return entering
