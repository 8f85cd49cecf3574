"""The serving login on a server that the user named without saying who serves."""

import psycopg
from psycopg import sql

from config.database_login import DatabaseLogin
from config.embedded.service import ServiceFailed


def make_serving_login(owner: DatabaseLogin, app: DatabaseLogin) -> None:
    """Make `app` beside the owner, with the password kept in this home. Raises ServiceFailed.

    A login that is there with another password belongs to another installation, so it is left as it is.
    """
    try:
        with psycopg.connect(owner.url, autocommit=True, connect_timeout=10) as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [app.user]).fetchone() is None:
                words = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(words.format(sql.Identifier(app.user), app.password))
        psycopg.connect(app.url, connect_timeout=10).close()
    except psycopg.errors.InsufficientPrivilege:
        raise ServiceFailed(
            f"the login of DATABASE_URL may not make the login {app.user}; make one and name it in DATABASE_APP_URL."
        ) from None
    except psycopg.OperationalError as error:
        raise ServiceFailed(why_not(owner, app, error)) from None


def why_not(owner: DatabaseLogin, app: DatabaseLogin, error: psycopg.OperationalError) -> str:
    """One sentence, without passwords: which login did not get in."""
    if f'"{app.user}"' in str(error):
        return f"the login {app.user} has another password than this home knows; name it in DATABASE_APP_URL."
    return f"DATABASE_URL leads to no database that {owner.user} may enter on {owner.host}."
