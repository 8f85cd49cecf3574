"""A disk that is soon full: a small file system in memory, in a mount namespace of a process of ours.

It is seen through /proc/<that process>/root, by nobody else, and goes away with the process. Works without being root
wherever a user may make a namespace.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUSER = 0x0002_0000, 0x1000_0000
HOLD = """
import ctypes, os, signal, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(1, int(signal.SIGKILL), 0, 0, 0)
user, group = os.geteuid(), os.getegid()
if libc.unshare({flags}) != 0: sys.exit("this system gives no user namespace")
for name, line in (("setgroups", "deny"), ("uid_map", f"0 {{user}} 1"), ("gid_map", f"0 {{group}} 1")):
    open(f"/proc/self/{{name}}", "w").write(line)
if libc.mount(b"none", sys.argv[1].encode(), b"tmpfs", 0, f"size={{sys.argv[2]}},mode=0700".encode()) != 0:
    sys.exit("this system mounts nothing in a user namespace")
print("mounted", flush=True)
signal.pause()
"""


class NoSmallDisk(Exception):
    """This system lets nobody but an administrator mount; the message says what it refused."""


class SmallDisk:
    """A folder on a disk of its own of so many bytes."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir(mode=0o700)
        words = [
            sys.executable,
            "-I",
            "-S",
            "-c",
            HOLD.format(flags=CLONE_NEWNS | CLONE_NEWUSER),
            str(folder),
            str(size),
        ]
        self.holder = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.holder.stdout is not None and self.holder.stderr is not None
        if self.holder.stdout.readline() != b"mounted\n":
            raise NoSmallDisk(self.holder.stderr.read().decode().strip().splitlines()[-1])
        self.path = Path(f"/proc/{self.holder.pid}/root{folder}")

    @property
    def free(self) -> int:
        """Bytes that are free."""
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int = 0) -> None:
        """Fill it up with a file, but for so many bytes."""
        with (self.path / "ballast").open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), max(1, self.free - leave))

    def make_room(self) -> None:
        """Take the file away."""
        (self.path / "ballast").unlink(missing_ok=True)

    def close(self) -> None:
        """Let it go, with all that is on it."""
        self.holder.send_signal(signal.SIGKILL)
        self.holder.wait()
