"""ledger.E001: no start on a login that could take back what was recorded."""

import dataclasses

import psycopg
import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import connection
from psycopg import sql

from config.checks import forbidden_powers
from config.embedded.service import ServiceFailed
from config.logins import SUPERUSER, embedded_login
from config.running.preparing import refuse_powers

pytestmark = pytest.mark.django_db

POWERS = [
    ("GRANT UPDATE ON ledger_event TO {}", "may UPDATE ledger_event"),
    ("GRANT UPDATE (id) ON ledger_event TO {}", "may UPDATE ledger_event"),
    ("GRANT DELETE ON ledger_event TO {}", "may DELETE from ledger_event"),
    ("GRANT TRUNCATE ON ledger_event TO {}", "may TRUNCATE ledger_event"),
    ("GRANT TRIGGER ON ledger_event TO {}", "may put triggers on ledger_event"),
    ("GRANT lodebook_owner TO {}", "is owner of ledger_event"),
    ("GRANT pg_write_all_data TO {}", "may DELETE from ledger_event"),
    ("GRANT pg_write_server_files TO {}", "may write the server's files"),
    ("ALTER ROLE {} CREATEROLE", "may make logins"),
    ("ALTER ROLE {} REPLICATION", "may replicate"),
    ("ALTER ROLE {} SUPERUSER", "is a superuser"),
]


@pytest.fixture
def superuser():
    """The superuser's connection to the test database, for changes that are taken back."""
    with psycopg.connect(
        embedded_login(SUPERUSER, settings.HOME, str(connection.settings_dict["NAME"])).url
    ) as powerful:
        yield powerful
        powerful.rollback()


def test_the_login_that_serves_has_no_power_over_the_record():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.parametrize(("grant", "power"), POWERS)
def test_each_power_over_the_record_is_found(grant, power, superuser):
    superuser.execute(sql.SQL(grant).format(sql.Identifier(settings.APP_ROLE)))

    found = list(forbidden_powers(superuser.cursor(), settings.APP_ROLE))

    assert power in found


def test_the_runner_stops_on_such_a_login():
    with pytest.raises(ServiceFailed, match=r"owner of ledger_.* \(ledger.E001\)\.$"):
        refuse_powers(dataclasses.replace(settings.WIRING.owner, name=connection.settings_dict["NAME"]))


def test_the_owner_itself_would_be_refused_and_so_would_an_unknown_login(superuser):
    assert "is owner of ledger_event" in list(forbidden_powers(superuser.cursor(), settings.OWNER_ROLE))
    assert list(forbidden_powers(superuser.cursor(), "nobody_of_that_name")) == ["does not exist"]
