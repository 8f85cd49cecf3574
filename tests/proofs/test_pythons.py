"""The one-file verifier runs on every Python from 3.9 on that this machine has, and says the same on each."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ledger.proofs import bundle
from ledger.proofs.archive import write_archive
from ledger.proofs.tlog_proof import TlogProof
from tests.proofs.devices import PHONE, SCALE
from tests.proofs.logs import ABOUT_NO_LOT, MemoryLog, lot_pack, unzip
from tests.proofs.mirrors import mirrored, put
from tests.proofs.test_promised import CLOCK, receipt

NAMES = [f"python3.{minor}" for minor in range(9, 20)]


def pythons() -> list[str]:
    """Programs on the path or among the versions of pyenv that do run."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path("~/.pyenv/versions").expanduser().glob("*/bin"))
    found = [folder / name for name in NAMES for folder in folders if (folder / name).is_file()]
    running = {}
    for program in found:
        said = subprocess.run([program, "-I", "-S", "-V"], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            running.setdefault(said.stdout.strip(), str(program))
    return sorted(running.values())


CASES = [
    ("verify good.zip --policy policy", 0),
    ("verify good.zip", 3),
    ("verify changed.zip --policy policy", 1),
    ("verify policy --policy policy", 2),
    ("receipt receipt --proof proof --policy policy", 0),
    ("receipt missing --log mirror --policy policy", 4),
    ("proof proof --entry entry --policy policy", 0),
    ("log mirror --policy policy", 0),
]


@pytest.mark.slow
def test_the_one_file_says_the_same_on_every_python(tmp_path):
    log = MemoryLog()
    log.append([PHONE.enrolment(), SCALE.enrolment(), PHONE.entry(1), SCALE.entry(1), PHONE.entry(2)])
    pack = lot_pack(log, range(5), openings=[], statement=ABOUT_NO_LOT)
    put(tmp_path, "verifier.py", bundle.build_verifier().encode())
    put(tmp_path, "good.zip", pack)
    put(tmp_path, "changed.zip", write_archive({**unzip(pack), "README.txt": b"trust me"}))
    put(tmp_path, "receipt", receipt(log.entries[2]))
    put(tmp_path, "missing", receipt(b"{}"))
    put(tmp_path, "entry", log.entries[2])
    put(tmp_path, "proof", TlogProof(2, log.proof(2), log.signed_checkpoint()).text().encode())
    put(tmp_path, "policy", f"log {log.signer.vkey}\nwitness clock {CLOCK.verifier.vkey}\nquorum none\n".encode())
    mirrored(log, tmp_path / "mirror", note=CLOCK.cosign(log.signed_checkpoint(), 2_000_000_000))
    said: dict[str, set[tuple[int, str]]] = {}

    for python in pythons():
        for words, code in CASES:
            done = subprocess.run(
                [python, "-I", "-S", "verifier.py", *words.split()],
                cwd=tmp_path, env={"LC_ALL": "C"}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (code, ""), f"{python} {words}"
            said.setdefault(words, set()).add((done.returncode, done.stdout))

    assert {words: len(answers) for words, answers in said.items()} == {words: 1 for words, _ in CASES}
