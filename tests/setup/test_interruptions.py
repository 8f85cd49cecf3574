"""A runner under make ends when make ends, however that comes about."""

import signal
import subprocess
import sys

import pytest

from tests.setup.starting import ROOT, environ, until

RUNNER = """
import sys, time
from pathlib import Path
from config.running.interruptions import Interrupted, listen
try:
    listen()
    Path(sys.argv[1], "listening").touch()
    time.sleep(600)
except Interrupted:
    Path(sys.argv[1], "interrupted").touch()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what dies with whom is Linux's own way")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_runner_is_interrupted_when_make_alone_gets_the_signal(number, tmp_path):
    (tmp_path / "runner.py").write_text(RUNNER)
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec '{sys.executable}' runner.py .\n")
    make = subprocess.Popen(
        ["make", "-s", "run"],
        cwd=tmp_path,
        env=environ(PYTHONPATH=str(ROOT)),
        start_new_session=True,
        # tests that a shell runs in the background ignore SIGINT, and would hand that down
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads here)
    )
    until((tmp_path / "listening").exists)

    make.send_signal(number)

    until((tmp_path / "interrupted").exists)
    make.wait(30)
