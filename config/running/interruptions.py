"""How the runner learns that it is to stop: a signal, or make having been interrupted or killed."""

import contextlib
import ctypes
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from config.embedded.launch import PR_SET_PDEATHSIG

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # Ctrl-C, kill, the terminal closed


class Interrupted(BaseException):
    """Somebody wants the program to stop; like KeyboardInterrupt it is no error."""


def listen() -> None:
    """Raise Interrupted in the main thread at the first signal; later ones do not disturb the stopping."""
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup wants it ignored
            signal.signal(number, interrupt)
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        follow_make(os.getppid())


def interrupt(number: int, frame: FrameType | None) -> None:
    ignore()
    raise Interrupted


def ignore() -> None:
    """From here on nothing interrupts."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def follow_make(make: int) -> None:
    """Stop when make is killed or interrupted.

    Killed, the kernel tells. Interrupted by a signal to it alone (a terminal sends one to all), make waits for its
    recipe without a word; but it no longer catches SIGINT, and that can be seen.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != make:
        raise Interrupted
    if catches_interrupts(make):
        threading.Thread(target=watch, args=[make], daemon=True).start()


def watch(make: int) -> None:
    """Send this process SIGINT once make stopped catching it."""
    while catches_interrupts(make):
        time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGINT)


def catches_interrupts(process: int) -> bool:
    """Whether the process has a handler for SIGINT, from the mask that the kernel shows."""
    with contextlib.suppress(OSError):
        mask = re.search(r"^SigCgt:\s*([0-9a-f]+)$", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
        return bool(mask and int(mask[1], 16) & 1 << signal.SIGINT - 1)
    return False
