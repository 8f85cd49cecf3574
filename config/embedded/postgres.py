"""The embedded PostgreSQL: its folder, its process, its two logins."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded.binaries import postgres_binary
from config.embedded.leftovers import end_leftovers
from config.embedded.service import Service, ServiceFailed, launched, why_it_ended
from config.embedded.sockets import POSTGRES, socket_folder
from config.home import Home, folder
from config.logins import APP_ROLE, DATABASE, OWNER_ROLE, SUPERUSER, embedded_login

SETTINGS = {
    "listen_addresses": "",  # only the socket: nobody else on the machine or the network gets in
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # a failed statement stands in the program's log, without its values; here it would stand with them
    "log_min_messages": "log",
}
# For servers whose data are thrown away: nothing is lost with them, so nothing is flushed.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def postgres(home: Home, durable: bool = True) -> Service:
    """The server of this home, not yet started. A shutdown is `fast`, and `immediate` when that takes too long."""
    settings = {**SETTINGS, "unix_socket_directories": str(socket_folder(home)), **({} if durable else CARELESS)}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Service(
        "PostgreSQL",
        [postgres_binary("postgres"), "-D", str(home.postgres), *words],
        output=home.run / "postgres.log",
        stop_with=signal.SIGINT,
        insist_with=signal.SIGQUIT,
        patience=20.0,
        unprivileged=True,
        prepare=lambda: prepare(home),
        is_ready=lambda: answers(home),
    )


def prepare(home: Home) -> None:
    """Make the data folder once; take away what a killed server left, which would keep the next from starting.

    A stale postmaster.pid may name a process id that by now is somebody else's: PostgreSQL then refuses to start,
    and in a small container, where ids repeat, that is the usual case. Removing it is safe because the home is locked
    and no process that works in the data folder is left.
    """
    if not (home.postgres / "PG_VERSION").exists():
        make_cluster(home)
    end_leftovers(home.postgres)
    (home.postgres / "postmaster.pid").unlink(missing_ok=True)
    for name in (POSTGRES, POSTGRES + ".lock"):
        (socket_folder(home) / name).unlink(missing_ok=True)


def make_cluster(home: Home) -> None:
    """Run initdb beside the place and move the result in, so that an interrupted one is never taken for whole."""
    folder(home.root)
    with tempfile.TemporaryDirectory(prefix=".postgres-", dir=home.root) as draft:
        password = Path(draft) / "password"
        password.write_text(home.secret(SUPERUSER))
        words = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"]
        words += ["--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={password}", "--no-instructions"]
        command = [postgres_binary("initdb"), "-D", str(Path(draft) / "data"), *words]
        done = subprocess.run(  # noqa: S603  (a list of words of our own, no shell)
            launched(command, signal.SIGTERM, unprivileged=True),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise ServiceFailed(why_it_ended("initdb", done.returncode, done.stderr))
        os.rename(Path(draft) / "data", home.postgres)


def answers(home: Home) -> bool:
    """Whether the server takes the superuser's connection; not yet while it recovers."""
    try:
        psycopg.connect(embedded_login(SUPERUSER, home, "postgres").url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def make_logins(home: Home) -> None:
    """Make the login that owns, the login that serves, and the database; what is there stays."""
    with psycopg.connect(embedded_login(SUPERUSER, home, "postgres").url, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, may in ((OWNER_ROLE, "LOGIN CREATEDB"), (APP_ROLE, "LOGIN")):
            if role not in known:
                words = sql.SQL("CREATE ROLE {} " + may + " PASSWORD {}")
                connection.execute(words.format(sql.Identifier(role), home.secret(role)))
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not there:
            words = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(words.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))
