"""A served world with people who can sign in, and a browser to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from ledger.parties import roles
from ledger.parties.models import Role, User
from tests import make
from tests.browser.chromium import chromium

PASSWORD = "a bag is weighed twice"


@dataclass
class Served:
    """Where the pages are, and the world behind them."""

    address: str
    world: make.World


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        # Playwright keeps a loop running in this thread; the tests' own questions to the database are not part of it
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # a connection that a request's thread kept would stand in the way when the test database goes
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
        yield started


@pytest.fixture
def served(live_server: LiveServer, browser: Browser) -> Served:
    """Serve a world with one user for every role, named after it."""
    world = make.world()
    homes = {
        roles.TAGGING_AGENT: world.agency,
        roles.REGULATOR: world.agency,
        roles.PROGRAMME_MANAGER: world.programme_party,
        roles.AUDITOR: world.programme_party,
        roles.BUYER: world.rivals.party,
    }
    for role in roles.ROLES:
        user = User.objects.create_user(role, password=PASSWORD)
        Role.objects.create(user=user, role=role, party=homes.get(role, world.ours.party))
    return Served(live_server.url, world)
