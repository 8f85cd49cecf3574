"""Environment, home and logins put together, once, for every program that starts."""

import os
from dataclasses import dataclass

from config.database_login import DatabaseLogin
from config.embedded.sockets import broker_url
from config.environment import Environment, WrongSetting, read
from config.home import Home, folder
from config.logins import app_login, owner_login
from config.stopping import stop


@dataclass(frozen=True)
class Wiring:
    """What a program needs to know to reach its data."""

    environment: Environment
    home: Home
    owner: DatabaseLogin
    app: DatabaseLogin
    broker: str

    @property
    def login(self) -> DatabaseLogin:
        """The login of this very process."""
        return self.owner if self.environment.login == "owner" else self.app


def wire() -> Wiring:
    """Read the environment and make what is missing under the home; a wrong setting stops the program."""
    try:
        environment = read(os.environ)
        home = usable(Home(environment.home))
        key_file_is_there(environment)
    except WrongSetting as error:
        stop(str(error))
    return Wiring(
        environment,
        home,
        owner_login(environment, home),
        app_login(environment, home),
        environment.broker or broker_url(home),
    )


def usable(home: Home) -> Home:
    """The home, made if it is not there. Raises WrongSetting when it cannot be."""
    try:
        folder(home.root)
        if not (home.root.is_dir() and os.access(home.root, os.R_OK | os.W_OK | os.X_OK)):
            raise PermissionError
    except OSError:
        raise WrongSetting("LODEBOOK_HOME must be a folder in which the program may read and write.") from None
    return home


def key_file_is_there(environment: Environment) -> None:
    """A named key is never made: another key than the one meant would sign another log. Raises WrongSetting."""
    if environment.log_key_file and not os.access(environment.log_key_file, os.R_OK):
        raise WrongSetting("LOG_KEY_FILE must name a file with the log's key that the program may read.")
    if environment.account_key_file and not os.access(environment.account_key_file, os.R_OK):
        raise WrongSetting("ACCOUNT_KEY_FILE must name a file with the accounts' key that the program may read.")
