"""A world whose read tables the owner may rebuild."""

import pytest
from django.conf import settings

from tests import make
from tests.conftest import use_login


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture
def as_owner(transactional_db):
    use_login(settings.WIRING.owner)
    yield
    use_login(settings.WIRING.app)
