"""PostgreSQL's own programs for dumps: found, of the right version, and run without a password in sight."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from config.database_login import DatabaseLogin
from config.embedded.binaries import postgres_binary
from config.embedded.service import ServiceFailed

SYSTEM = Path("/usr/lib/postgresql")
LEFT_OUT = ("--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions")
"""What belongs to a server rather than to the ledger; rights are granted anew."""


class DumpFailed(Exception):
    """A dump or its restoring did not come to its end; the message is the program's own last line."""


def dump(login: DatabaseLogin, database: str, snapshot: str, file: Path, major: int) -> None:
    """Write the database, as a snapshot shows it, to a file. Raises DumpFailed."""
    words = ["--format=custom", *LEFT_OUT, f"--snapshot={snapshot}", f"--file={file}"]
    _run(program("pg_dump", major), words, login, database)


def restore(login: DatabaseLogin, database: str, file: Path, major: int) -> None:
    """Fill an empty database from a dump, all or nothing. Raises DumpFailed."""
    words = ["--exit-on-error", "--single-transaction", *LEFT_OUT, f"--dbname={database}", str(file)]
    _run(program("pg_restore", major), words, login, database)


def program(name: str, major: int) -> str:
    """Return the oldest program that knows a server of this major version. Raises DumpFailed."""
    found = {version: path for path in _found(name) if (version := _major(path)) >= major}
    if not found:
        raise DumpFailed(f"there is no {name} for PostgreSQL {major}: install PostgreSQL's client programs")
    return found[min(found)]


def _found(name: str) -> Iterator[str]:
    with contextlib.suppress(ServiceFailed):
        yield postgres_binary(name)
    yield from (str(path) for path in SYSTEM.glob(f"*/bin/{name}"))
    if path := shutil.which(name):
        yield path


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True)  # noqa: S603  (a program found above)
    number = re.search(r"(\d+)", said.stdout) if said.returncode == 0 else None
    return int(number[1]) if number else 0


def _run(path: str, words: list[str], login: DatabaseLogin, database: str) -> None:
    options = {f"PG{name.upper()}": value for name, value in login.options}
    where = {"PGHOST": login.host, "PGUSER": login.user, "PGPASSWORD": login.password, "PGDATABASE": database}
    environ = {**os.environ, **options, **where, **({"PGPORT": login.port} if login.port else {})}
    done = subprocess.run(  # noqa: S603  (a list of words of our own, no shell)
        [path, "--no-password", *words], env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"]
        raise DumpFailed(f"{Path(path).name}: {lines[0]}")
