"""The superuser of the throw-away server: whoever holds the machine. Used to prove that tampering is found."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from config.logins import SUPERUSER, embedded_login


def superuser() -> psycopg.Connection:
    """Connect as superuser to this process's test database; skipped in words on a server that is not ours."""
    login = embedded_login(SUPERUSER, settings.HOME)
    name = str(connection.settings_dict["NAME"])
    try:
        return psycopg.connect(login.url, dbname=name, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"needs the embedded server's superuser: {error}")
