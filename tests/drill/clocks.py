"""A clock that jumps: what a process takes for the time follows a file that says how many seconds it is off."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.05


def jump(file: Path) -> None:
    """From now on this process's clock is off by the seconds that the file says, whenever it says others.

    Durations stay what they are: a monotonic clock does not jump with the one on the wall.
    """
    pause, off = threading.Event(), _said(file)
    travelled = _travel(off)

    def follow() -> None:
        nonlocal off, travelled
        while not pause.wait(LOOK_EVERY):
            if _said(file) != off:
                off = _said(file)
                travelled.stop()
                travelled = _travel(off)

    threading.Thread(target=follow, daemon=True).start()


def _said(file: Path) -> float:
    return float(file.read_text() or "0") if file.exists() else 0.0


def _travel(seconds: float) -> Any:
    import time_machine

    travelled = time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True)
    travelled.start()
    return travelled
