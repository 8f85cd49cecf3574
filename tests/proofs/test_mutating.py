"""Planted faults are noticed; `make mutants` plants them all, these few show that it still can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.proofs.mutating import LISTED, ROOT, SURVIVORS, faults_of


@pytest.mark.slow
def test_a_sample_of_faults_is_noticed():
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs.mutating", "tree", "tlog_proof", "checkpoints", "--sample", "10"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "10 faults planted" in done.stdout


def test_every_fault_that_is_excused_can_still_be_planted():
    listed = set(LISTED.findall(SURVIVORS.read_text(encoding="utf-8")))

    planted = {fault.name for module in {module for module, _ in listed} for fault in faults_of(module)}

    assert listed
    assert listed - planted == set()


def test_a_module_has_faults_of_every_kind():
    words = " ".join(fault.words for module in ("tree", "notes", "tiles") for fault in faults_of(module))

    for kind in ("-> LtE", "-> Sub", "-> None", "turned round", "without", "bound", "+ 1", "-> Or"):
        assert kind in words
