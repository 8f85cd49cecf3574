"""A Django that has started once, and out of which the processes of a drill are forked: a start costs milliseconds.

What is forked is a real process of its own session: `manage.py ...`, or a writer. It dies with the nursery, and the
nursery with the drill. As a program it reads orders from standard input and says on standard output who has ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.embedded.launch import end_with_parent
from config.embedded.service import launched

ROOT = Path(__file__).parents[2]


class Child:
    """A forked process."""

    def __init__(self, nursery: Nursery, pid: int, output: Path) -> None:
        self.nursery, self.pid, self.output = nursery, pid, output

    @property
    def code(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.nursery.ended.get(self.pid)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Send a signal, if it still runs."""
        with self.nursery.news:
            if self.code is None:
                os.kill(self.pid, how)  # its parent reaps it only when we have been told, so the number is its own

    def wait(self, patience: float = 300.0) -> int:
        """Wait for its end and give its exit code."""
        with self.nursery.news:
            assert self.nursery.news.wait_for(lambda: self.code is not None, patience), f"{self.pid} does not end"
        assert self.code is not None
        return self.code

    def said(self) -> str:
        """What it wrote."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""


class Nursery:
    """The harness's end of a nursery."""

    def __init__(self, environ: Mapping[str, str], outputs: Path) -> None:
        self.outputs, self.ended, self.count = outputs, dict[int, int](), 0
        self.news = threading.Condition(threading.RLock())
        self.started: list[int] = []
        self.process = subprocess.Popen(
            launched([sys.executable, "-m", "tests.drill.nursery"], signal.SIGKILL, unprivileged=False),
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(outputs / "nursery.log").open("ab"),
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self, what: str, *words: str, **settings: Any) -> Child:
        """Fork a process that does `what` (a name of DOES) with these words."""
        with self.news:
            self.count += 1
            output = self.outputs / f"{self.process.pid}-{self.count:03d}-{what}-{words[0].rsplit('/')[-1]}.log"
            order = {"what": what, "words": words, "settings": settings, "output": str(output)}
            wanted = len(self.started) + 1
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()
            assert self.news.wait_for(lambda: len(self.started) >= wanted, 300.0), "the nursery does not answer"
            return Child(self, self.started[-1], output)

    def run(self, *words: str) -> Child:
        """Run a management command to its end."""
        child = self.start("manage", *words)
        child.wait()
        return child

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            with self.news:
                if "started" in said:
                    self.started.append(said["started"])
                else:
                    self.ended[said["ended"]] = said["code"]
                self.news.notify_all()
        with self.news:  # the nursery is gone, and its children with it
            self.ended.update({pid: -signal.SIGKILL for pid in self.started if pid not in self.ended})
            self.news.notify_all()

    def close(self) -> None:
        """End it with all its children."""
        self.process.kill()
        self.process.wait()


def _settle_in(settings: dict[str, Any]) -> None:
    """Give this process a clock that jumps, or another way to the database, if it is told so."""
    from django.db import connections

    from tests.drill.clocks import jump

    if "clock" in settings:
        jump(Path(settings.pop("clock")))
    if "through" in settings:
        connections.settings["default"]["HOST"] = settings.pop("through")


def _manage(words: list[str], settings: dict[str, Any]) -> None:
    from django.core.management import execute_from_command_line

    _settle_in(settings)
    execute_from_command_line(["manage.py", *words])


def _write(words: list[str], settings: dict[str, Any]) -> None:
    from tests.drill.writer import write

    _settle_in(settings)
    write(Path(words[0]), **settings)


DOES = {"manage": _manage, "write": _write}


def _fork(order: dict[str, Any]) -> int:
    mother = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setsid()
        end_with_parent(ctypes.CDLL(None, use_errno=True), signal.SIGKILL, mother)
        out = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        silence = os.open(os.devnull, os.O_RDONLY)
        for number, file in ((0, silence), (1, out), (2, out)):
            os.dup2(file, number)
        DOES[order["what"]](order["words"], order["settings"])
        code = 0
    except SystemExit as leaving:
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Start Django, then fork what is ordered and say who has ended, until standard input closes."""
    import django

    django.setup()
    _warm()
    orders, said = os.fdopen(0, "rb", buffering=0), os.dup(1)  # unbuffered: what is read is what select spoke of
    alive: set[int] = set()

    def say(**words: int) -> None:
        os.write(said, json.dumps(words).encode() + b"\n")

    while True:
        if select.select([orders], [], [], 0.02)[0]:
            line = orders.readline()
            if not line:
                os._exit(0)
            pid = _fork(json.loads(line))
            alive.add(pid)
            say(started=pid)
        for pid in list(alive):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                alive.discard(pid)
                say(ended=pid, code=os.waitstatus_to_exitcode(status))


def _warm() -> None:
    """Import what the processes will need, once for all of them; nothing that opens a connection or a thread."""
    from django.core.management import get_commands, load_command_class

    import tests.drill.writer  # noqa: F401

    for name in ("sequence", "verify_log", "replay"):
        load_command_class(get_commands()[name], name)


if __name__ == "__main__":
    main()
