"""A world on real connections; when a test is over nobody has met a deadlock, and the books agree."""

import pytest

from tests import make
from tests.concurrency.together import books_agree, deadlocks


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture(autouse=True)
def the_books_agree(transactional_db, caplog):
    yield
    assert deadlocks(caplog) == []
    books_agree()
