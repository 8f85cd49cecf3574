"""The ground of a drill: a home with its own PostgreSQL that flushes, and a Django in it from which processes fork."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from config.embedded.postgres import make_logins, postgres
from config.embedded.service import Service, ServiceFailed
from config.embedded.sockets import socket_folder
from config.embedded.throwaway import remove, settings_of
from config.environment import read
from config.home import Home, folder, random_name
from config.logins import SUPERUSER, embedded_login
from tests.drill.nursery import Child, Nursery

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0
"""Seconds after which a drill that waits for something says that it never came; nothing is measured by it."""


class NeverCame(AssertionError):
    """What a drill waited for did not happen."""


def until(happened: Callable[[], Any], what: str) -> Any:
    """Wait until something is true, and give what made it so."""
    end = time.monotonic() + PATIENCE
    while True:
        if found := happened():
            return found
        if time.monotonic() > end:
            raise NeverCame(what)
        time.sleep(0.02)


class Ground:
    """One home: its database may be stopped, killed, swapped; its processes are forked and killed."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.postgres: Service = postgres(home, durable=True)
        self.nurseries: list[Nursery] = []
        self.inside: list[str] = []
        """Words before the database's command, where it has to run somewhere else."""
        self.asking: psycopg.Connection[Any] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The environment of every process here, this home's and nobody else's."""
        ours = (
            "LODEBOOK_",
            "DATABASE_",
            "CELERY_",
            "LOG_",
            "MAIL_",
            "WEBHOOK_",
            "PAPERS_",
            "ACCOUNT_",
            "DJANGO_",
            "PG",
        )
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours) and name != "PORT"}
        return {**kept, **settings_of(self.home), "DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "0"}

    def start_postgres(self) -> None:
        """Start the database as every start does, after whatever end it had."""
        self.postgres = postgres(self.home, durable=True)
        if self.inside:
            self.postgres.command, self.postgres.unprivileged = [*self.inside, *self.postgres.command], False
        self.postgres.start()
        self.postgres.wait_until_ready()

    def stop_postgres(self) -> None:
        """Stop it in order."""
        self.postgres.stop()

    def kill_postgres(self, how: int) -> None:
        """SIGQUIT is an immediate stop, SIGKILL the end of the postmaster alone; its parts then leave by themselves."""
        assert self.postgres.process is not None
        self.postgres.process.send_signal(how)
        self.postgres.process.wait()

    def nursery(self) -> Nursery:
        """Start a Django of this home, out of which processes are forked."""
        made = Nursery(self.settings, folder(self.home.run))
        self.nurseries.append(made)
        return made

    def manage(self, login: str, *words: str) -> None:
        """Run a management command whole, in a Python of its own. Raises ServiceFailed."""
        line = [sys.executable, str(ROOT / "manage.py"), *words]
        self.run(line, LODEBOOK_LOGIN=login)

    def run(self, line: list[str], **environ: str) -> None:
        """Run a program to its end. Raises ServiceFailed."""
        done = subprocess.run(
            line, cwd=ROOT, env={**self.settings, **environ}, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise ServiceFailed(f"{line}: {done.stdout}{done.stderr}")

    def superuser(self) -> psycopg.Connection[Any]:
        """Connect as who may see and do everything."""
        return psycopg.connect(embedded_login(SUPERUSER, self.home).url, autocommit=True)

    def ask(self, sql: str, parameters: Any = ()) -> list[Any]:
        """Ask the database a question of the drill's own."""
        with self.superuser() as connection:
            return connection.execute(sql, parameters).fetchall()

    def size(self) -> int:
        """Give the number of positions; 0 while the database is away."""
        try:
            self.asking = self.asking or self.superuser()
            return int(self.asking.execute("SELECT size FROM ledger_logstate").fetchall()[0][0])
        except psycopg.Error:
            self.asking = None
            return 0

    def close(self) -> None:
        """End everything of this ground and take the home away; pytest shows what was said if the drill failed."""
        for nursery in self.nurseries:
            nursery.close()
        self.postgres.stop()
        for output in sorted(self.home.run.glob("*.log")):
            if said := output.read_text(errors="replace")[-6_000:]:
                print(f"--- {output.name}\n{said}")
        remove(self.home)


def sequencer(nursery: Nursery, **settings: str) -> Child:
    """Start `manage.py sequence`."""
    return nursery.start("manage", "sequence", **settings)


def _folder() -> Path:
    """Where grounds lie: under LODEBOOK_HOME, which in tests is thrown away, the same for all processes of a run."""
    return folder(read(os.environ).home / "drill")


@contextlib.contextmanager
def new_ground() -> Iterator[Ground]:
    """Give a ground on which the world of the drill stands, its database up; and take it away at the end."""
    home = Home(_folder() / random_name())
    copy_home(prepared(), home)
    ground = Ground(home)
    try:
        ground.start_postgres()
        yield ground
    finally:
        ground.close()


def copy_home(source: Path, home: Home) -> None:
    """Copy a home whose servers are stopped; sockets and outputs are its own."""
    shutil.copytree(source, home.root, ignore=shutil.ignore_patterns("run", "drill"), symlinks=True)


def prepared() -> Path:
    """Give the home out of which grounds are copied; the first who asks makes it, others wait."""
    place = _folder() / "prepared"
    with (_folder() / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            shutil.rmtree(place, ignore_errors=True)
            _prepare(Home(folder(place)))
            (place / "ready").touch()
    return place


def _prepare(home: Home) -> None:
    """Make a database, its tables, and the world in which writers work."""
    ground = Ground(home)
    try:
        ground.start_postgres()
        make_logins(home)
        ground.manage("owner", "migrate", "--no-input", "--verbosity=0")
        ground.run([sys.executable, "-m", "tests.drill.world", str(home.root / "world.json")])
    finally:
        ground.stop_postgres()
        sockets = socket_folder(home)
        if sockets != home.run:
            shutil.rmtree(sockets, ignore_errors=True)


def kill(child: Child, how: int = signal.SIGKILL) -> None:
    """Kill a process and wait until it is gone."""
    child.kill(how)
    child.wait()


def stop(child: Child) -> None:
    """Ask a process to stop, and wait until it has; it may not even have begun."""
    child.kill(signal.SIGTERM)
    assert child.wait() in (0, -signal.SIGTERM), child.said()
