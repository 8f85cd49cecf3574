"""Servers for tests and measurements, in a home of their own that goes away with them.

As a program: python -m config.embedded.throwaway [--durable] -- COMMAND.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.embedded.locking import Lock, Locked
from config.embedded.postgres import make_logins, postgres
from config.embedded.service import Service, ServiceFailed
from config.embedded.sockets import broker_url, socket_folder
from config.embedded.valkey import valkey
from config.environment import WrongSetting, read
from config.home import Home, folder, random_name
from config.logins import APP_ROLE, OWNER_ROLE, embedded_login
from config.stopping import stop

THROWAWAY = "LODEBOOK_THROWAWAY"  # set to 1 beside the settings that lead to such servers


@contextlib.contextmanager
def throwaway(durable: bool = False) -> Iterator[dict[str, str]]:
    """Start both servers in a new home under LODEBOOK_HOME/tests; give the settings that lead there.

    `durable` keeps PostgreSQL flushing, for measurements. Raises ServiceFailed.
    """
    with new_home(folder(read(os.environ).home / "tests")) as home:
        servers = [postgres(home, durable), valkey(home)]
        try:
            for server in servers:
                server.start()
            for server in servers:
                server.wait_until_ready()
            make_logins(home)
            yield settings_of(home)
        finally:
            stop_all(servers)


@contextlib.contextmanager
def new_home(tests: Path) -> Iterator[Home]:
    """An empty home under a lock; homes there whose program was killed are cleared away first."""
    for old in tests.iterdir():
        clear(old)
    home = Home(folder(tests / random_name()))
    lock = Lock(home.root / "lock")
    lock.take()
    try:
        yield home
    finally:
        lock.release()
        remove(home)


def clear(old: Path) -> None:
    """Remove a home that nobody holds."""
    lock = Lock(old / "lock")
    with contextlib.suppress(Locked, OSError):
        lock.take()
        remove(Home(old))
        lock.release()


def remove(home: Home) -> None:
    """Remove the home, and its sockets where they lie elsewhere."""
    sockets = socket_folder(home)
    if sockets != home.run:
        shutil.rmtree(sockets, ignore_errors=True)
    shutil.rmtree(home.root, ignore_errors=True)


def stop_all(servers: list[Service]) -> None:
    """Ask all, then wait for each: their shutdowns run side by side."""
    for server in servers:
        server.ask_to_stop()
    for server in servers:
        server.stop()


def settings_of(home: Home) -> dict[str, str]:
    """The settings with which a program finds these servers."""
    return {
        THROWAWAY: "1",
        "LODEBOOK_HOME": str(home.root),
        "DATABASE_URL": embedded_login(OWNER_ROLE, home).url,
        "DATABASE_APP_URL": embedded_login(APP_ROLE, home).url,
        "CELERY_BROKER_URL": broker_url(home),
    }


def run_with(settings: Mapping[str, str], command: list[str]) -> int:
    """Run the command to its end with these settings; gives its exit code. Ctrl-C reaches it from the terminal."""
    with subprocess.Popen(command, env={**os.environ, **settings}) as process:  # noqa: S603  (the user's own command)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def main(words: list[str]) -> int:
    """Run COMMAND with throw-away servers; gives its exit code."""
    cut = words.index("--") if "--" in words else len(words)
    options, command = words[:cut], words[cut + 1 :]
    if not command or set(options) - {"--durable"}:
        stop("usage: python -m config.embedded.throwaway [--durable] -- COMMAND")
    try:
        with throwaway(durable="--durable" in options) as settings:
            return run_with(settings, command)
    except (ServiceFailed, WrongSetting) as error:
        stop(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
