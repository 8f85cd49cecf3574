"""The folder under which all data live, and the small files that the program makes in it once."""

import base64
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Names of what lies under LODEBOOK_HOME. Folders that the program makes are 0700, files with secrets 0600."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def run(self) -> Path:
        """What the running processes leave behind: sockets, process ids, their output."""
        return self.root / "run"

    @property
    def log(self) -> Path:
        """The ledger's own: key, origin, anchor; outside the database, so that a restored backup is noticed."""
        return self.root / "log"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    def secret(self, name: str) -> str:
        """The secret of that name, 64 hexadecimal digits, made at its first use."""
        return kept(self.secrets / name, lambda: secrets.token_hex(32))

    def origin(self) -> str:
        """The name of this home's log, made at its first use and never changed: every checkpoint carries it."""
        return kept(self.log / "origin", lambda: "lodebook.local/" + random_name())


def random_name() -> str:
    """Eight characters of base32, 40 random bits."""
    return base64.b32encode(secrets.token_bytes(5)).decode().lower()


def folder(path: Path) -> Path:
    """Make `path` if it is not there, for its owner alone; one that is there keeps its permissions."""
    missing = [step for step in (path, *path.parents) if not step.exists()]
    for step in reversed(missing):
        step.mkdir(mode=0o700, exist_ok=True)
    return path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The line in `path`; made, when it is not there, such that two programs at once agree on one."""
    if not path.exists():
        folder(path.parent)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{random_name()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename it never replaces what another program has just put there
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
