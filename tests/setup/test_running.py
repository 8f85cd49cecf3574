"""`make run` on its own: side by side, killed and started again, and gone when told to go."""

import os
import signal
import socket
import sys

import psutil
import pytest

from tests.setup.starting import ROOT, environ, free_port, running, runs, said, until

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="what dies with whom is Linux's own way")


@linux
def test_two_homes_run_side_by_side_and_each_outlives_its_programs_and_its_runner(tmp_path):
    """One start of each is all that this can cost: whatever may happen to a runner happens to these two."""
    tmp_path.chmod(0o700)
    with running(tmp_path / "one") as one, running(tmp_path / "other") as other:
        again = said([sys.executable, "-m", "config.run"], {"LODEBOOK_HOME": str(one.home), "PORT": str(free_port())})
        assert again.stderr.startswith("Lodebook cannot start: LODEBOOK_HOME is in use by another Lodebook")
        assert len(again.stderr.splitlines()) == 1

        for word in ("sequence", "postgres"):
            victim = one.program(word)
            victim.kill()
            until(lambda word=word, victim=victim: anew(one, word, victim), one.alive)
        assert sum("it starts again in 1 s" in line for line in one.lines) >= 2

        started = one.started()
        one.process.kill()  # the servers and programs are on their way out while the next one comes
        with running(tmp_path / "one") as second:
            assert len(started) >= 8 and not any(runs(process) for process in started)
            other.alive()
            ctrl_c_stops_all(second)
        assert other.end(signal.SIGTERM) == 0
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def ctrl_c_stops_all(runner):
    """Nothing that it started is left, and nothing complained."""
    started = runner.started()
    assert runner.end(signal.SIGINT) == 0
    assert len(started) >= 8 and not any(runs(process) for process in started)
    assert "Traceback" not in runner.output.read_text()


def anew(runner, word, victim):
    """Whether another process does the work of the one that was killed."""
    try:
        return runner.program(word).pid != victim.pid
    except (StopIteration, psutil.NoSuchProcess):
        return False


def test_a_busy_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = said([sys.executable, "-m", "config.run"], {"LODEBOOK_HOME": str(tmp_path / "home"), "PORT": port})

    assert done.stderr.startswith(f"Lodebook cannot start: PORT {port} is in use by another program")
    assert len(done.stderr.splitlines()) == 1


def test_the_check_of_a_change_is_make_test(tmp_path):
    make = tmp_path / "make"
    make.write_text('#!/bin/sh\necho "$@" in "$(pwd)"\n')
    make.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{environ()['PATH']}"

    done = said([str(ROOT / ".ci" / "run")], {"PATH": path}, cwd=tmp_path)

    assert done.stdout.split() == ["test", "in", str(ROOT)]


def test_make_help_lists_every_goal():
    goals = {line.split(":")[1].strip() for line in (ROOT / "Makefile").read_text().splitlines() if ".PHONY" in line}
    done = said(["make", "help"], {})

    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert {"run", "test", "lint", "bench", "rules", "verifier", "shots"} <= listed
    assert listed | {"help", "browser"} == set(" ".join(goals).split()) | {"help", "browser"}
