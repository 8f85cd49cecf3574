"""Makers for the tests of the set-up: homes, programs, and what is left of them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
OURS = ("LODEBOOK_", "DATABASE_", "CELERY_", "DJANGO_SETTINGS_MODULE", "MAKE", "MFLAGS", "PORT", "DEMO", "PYTEST_")


def environ(**settings: str) -> dict[str, str]:
    """This environment without anything that this test run put into it, and with these settings."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    return clean | {"PYTHONUNBUFFERED": "1"} | settings


def said(command: list[str], settings: Mapping[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of the product to its end."""
    return subprocess.run(command, cwd=cwd, env=environ(**settings), capture_output=True, text=True, timeout=120)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Runner:
    """One `python -m config.run` on a home; `lines` is all that it says."""

    def __init__(self, home: Path, port: int, command: list[str] | None = None, cwd: Path = ROOT) -> None:
        self.home, self.port = home, port
        self.output = home.with_suffix(f".{time.monotonic_ns()}.txt")
        with self.output.open("w") as sink:
            self.process = subprocess.Popen(
                command or [sys.executable, "-m", "config.run"],
                cwd=cwd,
                env=environ(LODEBOOK_HOME=str(home), PORT=str(port), DEMO="0"),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def lines(self) -> list[str]:
        return self.output.read_text().splitlines()

    def ready(self) -> "Runner":
        """Wait for the line that says where it is."""
        until(lambda: f"Lodebook is at http://127.0.0.1:{self.port}/" in self.lines, self.alive)
        return self

    def alive(self) -> None:
        assert self.process.poll() is None, self.lines

    def started(self) -> list[psutil.Process]:
        """All that it started and that still runs."""
        return [process for process in psutil.Process(self.process.pid).children(recursive=True) if runs(process)]

    def program(self, word: str) -> psutil.Process:
        """The one process directly below it whose command line has this word."""
        below = psutil.Process(self.process.pid).children()
        return next(process for process in below if any(word in part for part in process.cmdline()))

    def end(self, number: int = signal.SIGINT) -> int:
        """Signal it, and wait for its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


def runs(process: psutil.Process) -> bool:
    """Whether it is there and is no zombie."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    return False


def until(holds: Callable[[], bool], meanwhile: Callable[[], object] = lambda: None, patience: float = 90.0) -> None:
    """Wait until it holds; the patience is only there for a test that fails."""
    end = time.monotonic() + patience
    while not holds():
        meanwhile()
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextlib.contextmanager
def running(home: Path, **words: object) -> Iterator[Runner]:
    """A runner that is ready, and is killed with all it started if the test leaves it behind."""
    runner = Runner(home, free_port(), **words)  # type: ignore[arg-type]
    try:
        yield runner.ready()
    finally:
        left = runner.started() if runner.process.poll() is None else []
        runner.process.kill()
        runner.process.wait()
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
