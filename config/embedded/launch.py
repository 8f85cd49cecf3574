"""Becomes a command that ends with its parent and, on wish, runs unprivileged; alone: python -I -S launch.py.

Arguments: the signal to get when the parent dies, the parent's process id, 1 or 0 for unprivileged, the command.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x1000_0000
NO_NAMESPACE = 77
UNPRIVILEGED = 1000


def become_unprivileged(libc: ctypes.CDLL) -> None:
    """Enter a user namespace in which root is an ordinary user: it still owns its files, and nobody else's."""
    user, group = os.geteuid(), os.getegid()
    try:
        if libc.unshare(CLONE_NEWUSER) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        for name, line in (
            ("setgroups", "deny"),
            ("uid_map", f"{UNPRIVILEGED} {user} 1"),
            ("gid_map", f"{UNPRIVILEGED} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(line)
    except OSError:
        sys.exit(NO_NAMESPACE)


def end_with_parent(libc: ctypes.CDLL, signal: int, parent: int) -> None:
    """Ask the kernel for `signal` when the parent dies, and leave at once if it already has."""
    libc.prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(signal: str, parent: str, unprivileged: str, *command: str) -> None:
    """Do both where the system is Linux, then become the command."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if unprivileged == "1":
            become_unprivileged(libc)
        end_with_parent(libc, int(signal), int(parent))  # afterwards: changing credentials would clear it
    os.execvp(command[0], command)  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
