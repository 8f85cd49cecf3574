"""A disk that is soon full: a small file system in memory, in a mount namespace that a process of ours holds.

It is seen through /proc/<that process>/root by who made it, by nobody else, and goes away with the process. It needs no
administrator wherever a user may make a namespace. The database of a drill run as root joins it: as its own user there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

MOUNT = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
user, group = os.geteuid(), os.getegid()
if libc.unshare(0x10000000 | 0x00020000) != 0: sys.exit("this system gives no user namespace")
for name, line in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
    with open(f"/proc/self/{name}", "w") as file: file.write(line)
if libc.mount(b"none", sys.argv[1].encode(), b"tmpfs", 0, f"size={sys.argv[2]},mode=0700".encode()) != 0:
    sys.exit("this system mounts nothing in a user namespace")
os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", sys.argv[3], sys.argv[4]])
"""
HOLD = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0)
if os.getppid() != int(sys.argv[1]): sys.exit(1)
print("mounted", flush=True)
while True: signal.pause()
"""
JOIN = """
import ctypes, os, signal, sys
libc, parent = ctypes.CDLL(None, use_errno=True), os.getppid()
for space in ("user", "mnt"):
    file = os.open(f"/proc/{sys.argv[1]}/ns/{space}", os.O_RDONLY)
    if libc.setns(file, 0) != 0: sys.exit(f"cannot join the {space} namespace")
    os.close(file)
libc.prctl(1, int(signal.SIGINT), 0, 0, 0)
if os.getppid() != parent: sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""


PIECE = 4_096


class NoSmallDisk(Exception):
    """This system lets nobody but an administrator mount; the message says what it refused."""


class SmallDisk:
    """A folder on a disk of its own of so many bytes."""

    def __init__(self, folder: Path, size: int) -> None:
        folder.mkdir(mode=0o700)
        words = [sys.executable, "-I", "-S", "-c", MOUNT, str(folder), str(size), HOLD, str(os.getpid())]
        self.holder = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.holder.stdout is not None and self.holder.stderr is not None
        if self.holder.stdout.readline() != b"mounted\n":
            said = self.holder.stderr.read().decode().strip().splitlines()
            raise NoSmallDisk(said[-1] if said else "nothing was mounted")
        self.path = Path(f"/proc/{self.holder.pid}/root{folder}")

    def join(self) -> list[str]:
        """The words before a command that let it run where the disk is."""
        return [sys.executable, "-I", "-S", "-c", JOIN, str(self.holder.pid)]

    @property
    def free(self) -> int:
        """Bytes that are free."""
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int = 0) -> None:
        """Fill it up with a file, but for so many bytes, whoever else writes meanwhile."""
        with (self.path / "ballast").open("ab") as file, contextlib.suppress(OSError):
            while (more := self.free - leave) > 0:
                os.posix_fallocate(file.fileno(), file.tell(), min(more, PIECE))
                file.seek(0, os.SEEK_END)

    def make_room(self) -> None:
        """Take the file away."""
        (self.path / "ballast").unlink(missing_ok=True)

    def close(self) -> None:
        """Let it go, with all that is on it."""
        self.holder.send_signal(signal.SIGKILL)
        self.holder.wait()
