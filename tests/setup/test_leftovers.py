"""What outlived its runner is ended at the next start of the same home, and nothing else is."""

import os
import subprocess

import pytest

from config.embedded.leftovers import MARK, end_leftovers, end_marked


@pytest.fixture
def sleeper():
    """Starts programs that sleep, in a folder and with a mark; kills those that a test leaves alive."""
    started = []

    def start(folder, mark=None):
        environ = {**os.environ, **({MARK: str(mark)} if mark else {})}
        started.append(subprocess.Popen(["sleep", "600"], cwd=folder, env=environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_programs_are_known_by_the_home_that_marks_them(tmp_path, sleeper):
    ours, other, unmarked = sleeper(tmp_path, tmp_path), sleeper(tmp_path, tmp_path / "other"), sleeper(tmp_path)

    end_marked(tmp_path)

    assert ours.poll() is not None
    assert (other.poll(), unmarked.poll()) == (None, None)


def test_servers_are_known_by_the_folder_that_they_work_in(tmp_path, sleeper):
    (work := tmp_path / "postgres").mkdir()
    ours, other = sleeper(work), sleeper(tmp_path)

    end_leftovers(work)

    assert ours.poll() is not None
    assert other.poll() is None
