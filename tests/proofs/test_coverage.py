"""Every line and branch of the verifier is run by the tests of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RULES = f"--rcfile={HERE / 'coverage.ini'}"
QUICK = ["-q", "-n", "0", "-m", "not slow", "-p", "no:cacheprovider", "--hypothesis-profile=brief"]
NO_LINE_OF_THEIR_OWN = [f"--ignore={HERE / name}.py" for name in ("test_mutating", "test_properties")]


@pytest.mark.slow
def test_no_line_or_branch_of_the_verifier_is_left_untried(tmp_path):
    here = {"cwd": HERE.parents[1], "capture_output": True, "text": True}
    environment = {**os.environ, "COVERAGE_FILE": str(tmp_path / "coverage"), "PYTEST_ADDOPTS": ""}
    environment.pop("PYTEST_XDIST_WORKER", None)
    coverage = [sys.executable, "-m", "coverage"]

    tests = subprocess.run(
        [
            *coverage,
            "run",
            RULES,
            "-m",
            "pytest",
            str(HERE),
            *QUICK,
            *NO_LINE_OF_THEIR_OWN,
            f"--basetemp={tmp_path / 'tests'}",
        ],
        env=environment,
        **here,
    )
    found = subprocess.run([*coverage, "report", RULES], env=environment, **here)

    assert tests.returncode == 0, tests.stdout[-3000:]
    assert found.returncode == 0, found.stdout
