"""The browsers of the pages, in a world whose site has no status yet."""

import pytest

from tests import make
from tests.pages.conftest import as_role, settled  # noqa: F401  (pytest finds them here)


@pytest.fixture
def world(db):
    return make.world(status=None)
