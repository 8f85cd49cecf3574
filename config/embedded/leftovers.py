"""Processes of this home that outlived the program that started them."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

MARK = "LODEBOOK_RUN"  # the environment of every process that the runner starts names the home in it
PATIENCE = 10.0


def end_leftovers(work_folder: Path) -> None:
    """End the server whose working folder this is: both servers change into their data folder, nothing else does."""
    end(process for process in ours() if working_in(process) == work_folder.resolve())


def end_marked(home: Path) -> None:
    """End the processes that a runner of this home started."""
    end(process for process in ours() if marked(process) == str(home))


def ours() -> Iterator[psutil.Process]:
    """This user's processes, without this one and those that started it."""
    spared = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid not in spared and process.uids().effective == os.geteuid():
                yield process


def working_in(process: psutil.Process) -> Path | None:
    try:
        return Path(process.cwd())
    except (psutil.Error, OSError):
        return None


def marked(process: psutil.Process) -> str | None:
    try:
        home: str | None = process.environ().get(MARK)
    except (psutil.Error, OSError):
        return None
    return home


def end(processes: Iterator[psutil.Process]) -> None:
    """Ask each to stop, wait, and kill what stays: the parts of a dead PostgreSQL end by themselves in a moment."""
    found = list(processes)
    for process in found:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, staying = psutil.wait_procs(found, timeout=PATIENCE)
    for process in staying:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(staying, timeout=PATIENCE)
