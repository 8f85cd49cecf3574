"""On a server that the user names, the login that serves is made beside the owner's, or the user is told what to do."""

import dataclasses

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from config.embedded.service import ServiceFailed
from config.logins import APP_ROLE, DATABASE, SUPERUSER, app_login, embedded_login
from config.running.serving_login import make_serving_login

SERVING = "lodebook_serves_elsewhere"


@pytest.fixture
def owner():
    """A login of the test server that may make logins; what it made goes away again."""
    login = embedded_login(SUPERUSER, settings.HOME, DATABASE)
    yield login
    with psycopg.connect(login.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(SERVING)))


@pytest.fixture
def serving(owner):
    return dataclasses.replace(owner, user=SERVING, password="p" * 40)


def test_the_serving_login_is_made_once_and_gets_in(owner, serving):
    make_serving_login(owner, serving)
    make_serving_login(owner, serving)

    with psycopg.connect(serving.url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (SERVING,)


def test_a_login_of_another_installation_keeps_its_password(owner, serving):
    make_serving_login(owner, serving)

    with pytest.raises(ServiceFailed, match="has another password than this home knows; .* DATABASE_APP_URL"):
        make_serving_login(owner, dataclasses.replace(serving, password="q" * 40))

    psycopg.connect(serving.url).close()


def test_an_owner_that_may_not_make_logins_is_told_to_name_one(serving):
    with pytest.raises(ServiceFailed, match="DATABASE_URL may not make the login .* DATABASE_APP_URL"):
        make_serving_login(settings.WIRING.owner, serving)


def test_a_server_that_is_not_there_is_named_without_its_password(owner, serving, tmp_path):
    absent = dataclasses.replace(owner, host=str(tmp_path), password="secret-word")

    with pytest.raises(ServiceFailed, match="DATABASE_URL leads to no database") as refusal:
        make_serving_login(absent, serving)

    assert "secret-word" not in str(refusal.value)


def test_without_a_name_the_serving_login_is_ours_on_the_same_database(owner):
    environment = dataclasses.replace(settings.ENVIRONMENT, database=owner, database_app=None)

    login = app_login(environment, settings.HOME)

    assert (login.user, login.host, login.name) == (APP_ROLE, owner.host, owner.name)
    assert login.password == settings.HOME.secret(APP_ROLE) != owner.password
