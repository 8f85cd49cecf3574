"""The demo world, played once for a whole file of tests in a home of its own."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests import emptying


@pytest.fixture(scope="module")
def own_home(tmp_path_factory):
    """Let accounts, key and anchor lie in a folder that goes away."""
    home = tmp_path_factory.mktemp("home")
    with override_settings(
        LODEBOOK_HOME=home,
        LOG_FOLDER=home,
        LOG_KEY_FILE=home / "key.pem",
        LOG_CLOCK_KEY_FILE=home / "clock.pem",
        LOG_PUBLIC_FOLDER=home / "public",
        LOG_BUNDLES_FOLDER=home / "bundles",
        PAPERS_FOLDER=home / "papers",
    ):
        yield home


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """Open the database for a whole file of tests and empty it at the end."""
    with django_db_blocker.unblock():
        yield
        emptying.empty_ledger()


def demo() -> str:
    """Run the command and return what it prints."""
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def played(own_home, database):
    """Play the demo and return what it printed."""
    return demo()
