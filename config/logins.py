"""The two logins of the database: one owns and migrates, one serves."""

from config.database_login import DatabaseLogin
from config.embedded.sockets import socket_folder
from config.environment import Environment
from config.home import Home

APP_ROLE = "lodebook_app"
OWNER_ROLE = "lodebook_owner"
SUPERUSER = "postgres"
DATABASE = "lodebook"


def owner_login(environment: Environment, home: Home) -> DatabaseLogin:
    """The login that owns the schema: DATABASE_URL, or lodebook_owner of the embedded server."""
    return environment.database or embedded_login(OWNER_ROLE, home)


def app_login(environment: Environment, home: Home) -> DatabaseLogin:
    """The login that serves: DATABASE_APP_URL, or lodebook_app with a password made for this home."""
    if environment.database_app:
        return environment.database_app
    if environment.database is None:
        return embedded_login(APP_ROLE, home)
    owner = environment.database
    return DatabaseLogin(APP_ROLE, home.secret(APP_ROLE), owner.host, owner.port, owner.name, owner.options)


def embedded_login(user: str, home: Home, database: str = DATABASE) -> DatabaseLogin:
    """A login of the server embedded in this home."""
    return DatabaseLogin(user, home.secret(user), str(socket_folder(home)), "", database)
