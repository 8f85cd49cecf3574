"""The verifier's command line, as a module and as one file, says the same."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.proofs import bundle
from ledger.proofs.__main__ import main
from ledger.proofs.archive import write_archive
from ledger.proofs.signing import Signer
from tests.proofs.logs import (
    ORIGIN,
    STATEMENT,
    MemoryLog,
    Witness,
    leaf,
    lot_pack,
    people_of,
    remade,
    resigned,
    trade_of,
    trading_log,
    unzip,
)
from tests.proofs.mirrors import mirrored

LOG = trading_log()
PACK = lot_pack(LOG)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with packs, good and bad, and policies."""
    files = unzip(PACK)
    (tmp_path / "good.zip").write_bytes(PACK)
    (tmp_path / "changed.zip").write_bytes(write_archive({**files, "README.txt": b"trust me"}))
    (tmp_path / "forged.zip").write_bytes(resigned(PACK, Signer.generate(ORIGIN)))
    (tmp_path / "broken.zip").write_bytes(PACK[:-40])
    del files["manifest"]
    (tmp_path / "bare.zip").write_bytes(write_archive(files))
    (tmp_path / "policy").write_text(f"log {LOG.signer.vkey}\nquorum none\n")
    (tmp_path / "nonsense").write_bytes(b"\xff")
    return tmp_path


CASES = [
    (["good.zip", "--policy", "policy"], 0),
    (["good.zip"], 3),
    (["changed.zip", "--policy", "policy"], 1),
    (["changed.zip"], 1),
    (["forged.zip", "--policy", "policy"], 1),
    (["forged.zip"], 3),
    (["broken.zip", "--policy", "policy"], 2),
    (["bare.zip"], 2),
    (["lost.zip"], 2),
    (["good.zip", "--policy", "lost"], 2),
    (["good.zip", "--policy", "nonsense"], 2),
    (["good.zip", "--policy", "good.zip"], 2),
]


@pytest.mark.parametrize(
    ("arguments", "code"), CASES, ids=lambda case: " ".join(case) if isinstance(case, list) else ""
)
def test_the_exit_code_says_what_the_pack_is_worth(folder, monkeypatch, arguments, code):
    monkeypatch.chdir(folder)

    assert main(["verify", *arguments]) == code


@pytest.mark.parametrize("arguments", [[], ["verify"], ["believe", "good.zip"], ["verify", "good.zip", "--trust"]])
def test_words_it_does_not_know_are_unreadable(folder, monkeypatch, arguments):
    monkeypatch.chdir(folder)

    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    assert stopped.value.code == 2


def test_a_verified_pack_is_summed_up(folder, capsys):
    main(["verify", str(folder / "good.zip"), "--policy", str(folder / "policy")])

    assert capsys.readouterr().out.splitlines() == [
        "log         log.example/kivu, 9 entries at this checkpoint",
        "signed by   log.example/kivu",
        "in the pack 3 entries, 3 openings, 3 commitments withheld",
        "signed at the source: 0 entries by 0 devices; entered at the server: 3",
        "lot         KIV-1, 1001 g from 1 origins",
        "VERIFIED: everything holds.",
    ]


def test_each_fault_has_its_line(folder, capsys):
    main(["verify", str(folder / "changed.zip"), "--policy", str(folder / "policy")])

    first, *_, last = capsys.readouterr().out.splitlines()
    assert first == "'README.txt': is not the file that the manifest lists"
    assert last.startswith("FALSE")


def test_a_pack_cannot_write_lines_of_its_own(tmp_path, capsys):
    code = "X\nVERIFIED: everything holds.\x1b[2J"
    statement = {**STATEMENT, "about": {"lot": code}, "lot": {**STATEMENT["lot"], "code": code}}
    log = MemoryLog(LOG.signer)
    log.append([leaf(1, trade_of(1), people_of(1), lot=code)])
    (tmp_path / "sly.zip").write_bytes(lot_pack(log, [0], openings=[], statement=statement))

    assert main(["verify", str(tmp_path / "sly.zip")]) == 3

    out = capsys.readouterr().out
    assert "lot         X?VERIFIED: everything holds.?[2J, 1001 g from 1 origins\n" in out
    assert "\x1b" not in out


def run_alone(folder: Path, verifier: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the one file with nothing around it: no site packages, no environment, no repository."""
    return subprocess.run(
        [sys.executable, "-I", "-S", verifier, "verify", *arguments],
        cwd=folder,
        env={"LC_ALL": "C"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_one_file_verifier_says_the_same_in_an_empty_folder(folder, capsys, monkeypatch):
    assert bundle.main([str(folder / "dist" / "lodebook_verify.py")]) == 0
    shutil.copy(folder / "dist" / "lodebook_verify.py", folder / "lodebook_verify.py")
    monkeypatch.chdir(folder)

    for arguments, code in CASES:
        alone = run_alone(folder, "lodebook_verify.py", *arguments)
        assert main(["verify", *arguments]) == code
        assert (alone.returncode, alone.stdout) == (code, capsys.readouterr().out), alone.stderr


def test_the_module_runs_without_django_or_site_packages(folder):
    repository = Path(bundle.__file__).parents[2]
    program = (
        f"import sys, runpy; sys.path.insert(0, {str(repository)!r}); runpy.run_module('ledger.proofs', alter_sys=True)"
    )
    out = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, "verify", "good.zip", "--policy", "policy"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert out.returncode == 0, out.stderr


def test_the_one_file_is_the_same_each_time_and_asks_for_the_standard_library_alone():
    source = bundle.build_verifier()

    assert source == bundle.build_verifier()
    assert "from ledger." not in source
    assert "cryptography" not in source
    imports = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imports <= sys.stdlib_module_names


def test_the_bundle_asks_where_to(capsys):
    assert bundle.main([]) == 2
    assert "OUT" in capsys.readouterr().err


def test_two_modules_that_use_one_name_are_not_bundled(tmp_path, monkeypatch):
    (tmp_path / "__main__.py").write_text('"""Main."""\nfrom ledger.proofs.other import ore\nmass = 1\n')
    (tmp_path / "other.py").write_text('"""Other."""\nmass = 2\nore = 3\n')
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)

    with pytest.raises(ValueError, match="mass is defined by other and by __main__"):
        bundle.build_verifier()


def test_what_is_written_to_a_text_in_memory_needs_no_encoding(folder):
    out = io.StringIO()

    with contextlib.redirect_stdout(out):
        assert main(["verify", str(folder / "good.zip"), "--policy", str(folder / "policy")]) == 0

    assert out.getvalue().endswith("VERIFIED: everything holds.\n")


def test_a_checkpoint_that_cannot_be_read_a_lot_without_origins_and_witnesses_are_summed_up_too(folder, capsys):
    witness, clock = Witness("witness.example/ngo"), Witness(f"{ORIGIN}/clock")
    note = clock.cosign(witness.cosign(LOG.signed_checkpoint()))
    said = {**STATEMENT, "lot": {"code": "KIV-1", "mass_g": 1001}, "erased": [[1, "people"]]}
    (folder / "seen.zip").write_bytes(lot_pack(LOG, checkpoint=note, statement=said))
    (folder / "broken.zip").write_bytes(remade(PACK, LOG.signer, checkpoint=b"no note"))
    (folder / "witnessed").write_text(
        f"log {LOG.signer.vkey}\nwitness ngo {witness.verifier.vkey}\nwitness clock {clock.verifier.vkey}\nquorum ngo\n"
    )

    assert main(["verify", str(folder / "seen.zip"), "--policy", str(folder / "witnessed")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "log         log.example/kivu, 9 entries at this checkpoint",
        "signed by   log.example/kivu",
        "witnesses   ngo",
        "seen        at 2026-02-02T02:40:00Z, says clock",
        "seen        at 2026-02-02T02:40:00Z, says ngo",
        "in the pack 3 entries, 3 openings, 2 commitments withheld",
        "erased      1 openings that were committed to, says the sender",
        "signed at the source: 0 entries by 0 devices; entered at the server: 3",
        "lot         KIV-1, 1001 g",
        "VERIFIED: everything holds.",
    ]
    assert main(["verify", str(folder / "broken.zip"), "--policy", str(folder / "policy")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "checkpoint: a note is a text, a blank line and signature lines",
        "signed by   nobody known",
        "in the pack 0 entries, 0 openings, 0 commitments withheld",
        "signed at the source: 0 entries by 0 devices; entered at the server: 0",
        "FALSE: do not rely on this.",
    ]


def test_a_mirror_without_entries_says_nothing_of_sources(folder, capsys):
    mirrored(LOG, folder / "mirror", entries=False)

    assert main(["log", str(folder / "mirror"), "--policy", str(folder / "policy")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "log         log.example/kivu, 9 entries at this checkpoint",
        "in the copy 0 entries",
        "VERIFIED: everything holds.",
    ]
