"""One process that the program starts, watches and stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.launch import NO_NAMESPACE

LAUNCH = str(Path(__file__).with_name("launch.py"))
LONGEST_OUTPUT = 10_000_000  # bytes; then the file of the time before is kept beside a new one
NAMESPACE_SENTENCE = (
    "the embedded servers refuse to run as root and this system gives root no user namespace; "
    "start Lodebook as another user, or name servers in DATABASE_URL and CELERY_BROKER_URL."
)


class ServiceFailed(Exception):
    """A service that did not come up; the message is one sentence."""


def launched(command: list[str], stop_with: int, unprivileged: bool) -> list[str]:
    """The command line that becomes `command`, tied to this process (see launch.py)."""
    namespace = "1" if unprivileged and hasattr(os, "geteuid") and os.geteuid() == 0 else "0"
    return [sys.executable, "-I", "-S", LAUNCH, str(int(stop_with)), str(os.getpid()), namespace, *command]


@dataclass
class Service:
    """What to run and how to end it. `patience` is in seconds; `output` a file, or None for ours."""

    name: str
    command: list[str]
    output: Path | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    stop_with: int = signal.SIGTERM
    insist_with: int = signal.SIGKILL
    patience: float = 5.0
    unprivileged: bool = False
    prepare: Callable[[], None] = lambda: None
    is_ready: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Put right what an earlier end left behind, then start; returns at once."""
        self.prepare()
        self.process = subprocess.Popen(  # noqa: S603  (a list of words of our own, no shell)
            launched(self.command, self.stop_with, self.unprivileged),
            stdin=subprocess.DEVNULL,
            stdout=(sink := opened(self.output)),
            stderr=subprocess.STDOUT if sink else None,
            env={**os.environ, **self.environ},
            start_new_session=True,  # Ctrl-C reaches the runner alone, which stops the rest in order
        )
        if sink:
            os.close(sink)

    @property
    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self.process.poll() if self.process else 0

    def wait_until_ready(self, patience: float = 300.0) -> None:
        """Wait until it answers; recovery after a crash may take long. Raises ServiceFailed."""
        end = time.monotonic() + patience
        while not self.is_ready():
            if self.code is not None:
                raise self.ended()
            if time.monotonic() > end:
                raise ServiceFailed(f"{self.name} did not answer within {patience:.0f} seconds.")
            time.sleep(0.05)

    def ended(self) -> ServiceFailed:
        """The refusal that says how it ended."""
        words = self.output.read_text(errors="replace") if self.output and self.output.exists() else ""
        return ServiceFailed(why_it_ended(self.name, self.code, words))

    def ask_to_stop(self) -> None:
        """Send the signal that it stops on; returns at once."""
        if self.process and self.code is None:
            self.process.send_signal(self.stop_with)

    def stop(self) -> None:
        """Stop it: politely, then less so; then whatever of its group is left."""
        if self.process is None:
            return
        self.ask_to_stop()
        for insisting in (self.insist_with, signal.SIGKILL):
            try:
                self.process.wait(self.patience)
                break
            except subprocess.TimeoutExpired:
                self.process.send_signal(insisting)
        self.process.wait()
        sweep_group(self.process.pid)


def sweep_group(group: int) -> None:
    """Kill what still runs in a group whose leader has ended."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
        return


def opened(output: Path | None) -> int | None:
    """A file descriptor that appends to `output`; a file grown too long is put aside first."""
    if output is None:
        return None
    if output.exists() and output.stat().st_size > LONGEST_OUTPUT:
        output.replace(output.with_suffix(".before" + output.suffix))
    return os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def why_it_ended(name: str, code: int | None, words: str = "") -> str:
    """One sentence about a program that ended too early, with the last line of its `words`."""
    if code == NO_NAMESPACE:
        return NAMESPACE_SENTENCE
    lines = words.strip().splitlines()
    return f"{name} ended with code {code}" + (f" ({lines[-1].strip()})." if lines else ".")
