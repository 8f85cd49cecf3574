"""What happens between the servers' start and the programs': logins, tables, files, reference data, demo."""

import os
import signal
import subprocess
import sys

import psycopg

from config.checks import forbidden_powers
from config.database_login import DatabaseLogin
from config.embedded.leftovers import MARK
from config.embedded.postgres import make_logins
from config.embedded.service import ServiceFailed, launched
from config.running.programs import MANAGE
from config.running.serving_login import make_serving_login
from config.running.translations import compile_translations
from config.wiring import Wiring

CHECKED = "--skip-checks"
"""What `migrate` found to be in order need not be looked at again by the commands that follow it."""


def prepare(wiring: Wiring) -> None:
    """Bring the database and the files to this version. Raises ServiceFailed."""
    if wiring.environment.database is None:
        make_logins(wiring.home)
    elif wiring.environment.database_app is None:
        make_serving_login(wiring.owner, wiring.app)
    compile_translations()
    manage(wiring, "owner", "migrate", "--no-input", "--verbosity=0")
    manage(wiring, "owner", "replay", "--rebuild-if-changed", CHECKED)
    refuse_powers(wiring.app)
    manage(wiring, "app", "collectstatic", "--no-input", "--verbosity=0", CHECKED)
    # before anything is entered: a database that was set back takes nothing more
    manage(wiring, "app", "sequence", "--look", CHECKED)
    if not is_frozen(wiring.app):
        manage(wiring, "app", "load_reference", "--verbosity=0", CHECKED)


def refuse_powers(app: DatabaseLogin) -> None:
    """The check ledger.E001, asked here once more now that the tables are there. Raises ServiceFailed."""
    with psycopg.connect(app.url) as connection:
        for power in forbidden_powers(connection.cursor(), app.user):
            raise ServiceFailed(f"the login that serves ({app.user}) {power} (ledger.E001).")


def is_frozen(app: DatabaseLogin) -> bool:
    """Say whether the log is frozen: then everything starts, is read from, and enters nothing."""
    with psycopg.connect(app.url) as connection:
        return connection.execute("SELECT FROM ledger_logstate WHERE frozen IS NOT NULL").fetchone() is not None


def play_demo(wiring: Wiring) -> None:
    """The demo world, which is made once and printed at every start. Raises ServiceFailed."""
    if wiring.environment.demo and not is_frozen(wiring.app):
        manage(wiring, "app", "demo")


def manage(wiring: Wiring, login: str, command: str, *words: str) -> None:
    """Run one management command under one of the two logins. Raises ServiceFailed."""
    line = launched([sys.executable, MANAGE, command, *words], signal.SIGTERM, unprivileged=False)
    environ = {**os.environ, "LODEBOOK_LOGIN": login, MARK: str(wiring.home.root)}
    # A session of its own: Ctrl-C is answered by the runner, not by a traceback of the command.
    done = subprocess.run(line, env=environ, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    if done.returncode != 0:
        raise ServiceFailed(f"manage.py {command} failed with code {done.returncode}.")
