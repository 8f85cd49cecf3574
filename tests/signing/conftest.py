"""A world whose people sign in and open pages; after every test the log is replayed."""

import pytest
from django.test import Client

from ledger.parties.access import actor_of
from ledger.parties.roles import DEPOT_CLERK, DEPOT_MANAGER
from tests import make
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()


class Person:
    """A user with a browser, and the actor that the ledger sees."""

    def __init__(self, name, role, party):
        self.user = make.user(name, role, party)
        self.actor = actor_of(self.user)
        self.client = Client()
        self.client.force_login(self.user)


@pytest.fixture
def clerk(world):
    return Person("clerk", DEPOT_CLERK, world.ours.party)


@pytest.fixture
def manager(world):
    return Person("manager", DEPOT_MANAGER, world.ours.party)


@pytest.fixture
def rival(world):
    return Person("rival", DEPOT_CLERK, world.rivals.party)
