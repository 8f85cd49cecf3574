"""Replayed: after a test the log is replayed, and the tables must be what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from ledger.deeds import replay

USES = 200
"""How many tests share one set of shadows: rows that are rolled back leave their room behind."""
_used: dict[int, int] = {}


@pytest.fixture
def kept_shadows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the tables that a replay fills once for many tests; behind the live ones, where nobody sees them."""
    with django_db_blocker.unblock():
        if connection.in_atomic_block:
            return  # they would be gone with its end
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        used = _used.get(backend, USES)
        if used == USES:
            with connection.cursor() as cursor:
                cursor.execute("DISCARD TEMP")
                cursor.execute("SET search_path = public, pg_temp")
            replay.shadow_tables()
            _used.clear()
            used = 0
        _used[backend] = used + 1


@pytest.fixture
def replays(kept_shadows: None, db: None) -> Iterator[None]:
    """Compare what the log says with what the tables say, when the test is over."""
    yield
    assert replay.compare()[1] == {}


@pytest.fixture(autouse=True)
def always_replays(request: pytest.FixtureRequest) -> None:
    """Do so after every test with a database in the room whose conftest imports this."""
    asked = {"db", "transactional_db"} & set(request.fixturenames)
    if asked or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("replays")
