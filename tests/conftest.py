"""The database of the tests: made and emptied by the login that owns, used by the login that serves."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from config.database_login import DatabaseLogin
from ledger.log import halting
from tests import emptying
from tests.replayed import kept_shadows, replays  # noqa: F401  (pytest finds fixtures here)
from tests.rule_options import (  # noqa: F401  (pytest finds hooks and fixtures here)
    Teeth,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
    rules_switched_off,
)

hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")  # no test depends on how busy the machine is


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that start whole programs; they run like all others."""
    config.addinivalue_line("markers", "rule(id): proves that a rule bites; fails when the rule is switched off")
    config.addinivalue_line("markers", "slow: starts whole programs and takes seconds")
    if config.getoption("--teeth") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Teeth(), "teeth")


@pytest.fixture(autouse=True)
def in_no_language_yet() -> None:
    """A page that was asked for in French leaves its thread in French; the next test must not inherit that."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def not_known_to_be_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages remember for a while whether the log is frozen; no test asks anew for it, nor hears of another."""
    monkeypatch.setattr(halting, "LOOK_EVERY_S", 3_600.0)
    halting.remember(False)


def use_login(login: DatabaseLogin) -> None:
    """Let connections from here on, in every thread, be this login's."""
    connections["default"].close()
    connections.settings["default"].update(USER=login.user, PASSWORD=login.password)
    connections["default"].settings_dict.update(USER=login.user, PASSWORD=login.password)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The owner makes and migrates the database of this process."""
    use_login(settings.WIRING.owner)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """From then on every test is the serving login, which may not truncate, so the owner empties for it."""
    with django_db_blocker.unblock():
        emptying.remember_seeds()
        use_login(settings.WIRING.app)
    TransactionTestCase._fixture_teardown = lambda case: emptying.empty_ledger()
    yield
    with django_db_blocker.unblock():
        use_login(settings.WIRING.owner)
