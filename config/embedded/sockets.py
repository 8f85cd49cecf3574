"""Where the embedded servers put their sockets: in the home, or elsewhere when its path is too long."""

import os
import stat
import tempfile
from pathlib import Path

from config.home import Home, folder, kept

# sockaddr_un holds 108 bytes on Linux, 104 on macOS, with a zero at the end.
LONGEST = 100
POSTGRES = ".s.PGSQL.5432"
VALKEY = "valkey.sock"


def socket_folder(home: Home) -> Path:
    """The folder of the sockets, for its owner alone; the same at every call while it stands."""
    folder(home.run)
    if len(bytes(home.run / POSTGRES)) <= LONGEST:
        return home.run
    note = home.run / "sockets"
    there = Path(kept(note, lambda: tempfile.mkdtemp(prefix="lodebook-")))
    if not private(there):  # swept away, or made by somebody else after that
        note.unlink(missing_ok=True)
        return socket_folder(home)
    return there


def private(path: Path) -> bool:
    """Whether `path` is a folder, no link, that only this user may enter."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def broker_url(home: Home) -> str:
    """The embedded Valkey's address in kombu's words."""
    return f"redis+socket://:{home.secret('valkey')}@{socket_folder(home) / VALKEY}?virtual_host=0"
