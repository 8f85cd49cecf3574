"""Checkpoints say how large a log is and under which root, and its key signs it (C2SP tlog-checkpoint)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.checkpoints import Checkpoint, open_checkpoint, parse_checkpoint
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.keys import Verifier
from ledger.proofs.notes import parse_note
from ledger.proofs.signing import Signer
from tests.proofs.logs import reads_back_or_is_refused
from tests.shared import shared

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=9)


def published() -> dict:
    return json.loads(shared("vectors", "checkpoint", "c2sp_checkpoints.json").read_bytes())


def test_the_checkpoint_of_a_living_log_opens():
    sumdb = published()["sumdb"]

    checkpoint = open_checkpoint(sumdb["note"], [Verifier.parse(sumdb["vkey"])], sumdb["origin_line"])

    assert (checkpoint.origin, checkpoint.size) == ("go.sum database tree", 35_225_469)
    assert parse_note(sumdb["note"]).text == checkpoint.text()


@pytest.mark.parametrize("name", ["checkpoint", "cosigned"])
def test_the_published_checkpoints_read_back(name):
    text = parse_note(published()[name]).text

    checkpoint = parse_checkpoint(text)

    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert checkpoint.text() == text


@given(LINES, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=2))
def test_every_checkpoint_reads_back_with_its_extension_lines(origin, size, root, extensions):
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))

    assert parse_checkpoint(checkpoint.text()) == checkpoint


def test_a_checkpoint_of_another_origin_is_refused():
    signer = Signer.generate("log.example/kivu")
    note = signer.sign_note(Checkpoint("log.example/ituri", 7, bytes(32)).text())

    assert open_checkpoint(note, [signer.verifier]).size == 7
    assert open_checkpoint(note, [signer.verifier], "log.example/ituri").size == 7
    with pytest.raises(ProofError, match="log.example/ituri"):
        open_checkpoint(note, [signer.verifier], "log.example/kivu")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        f"ori\tgin\n7\n{ROOT}\n",
        f"ori\x00gin\n7\n{ROOT}\n",
        "origin\n",
        "origin\n7\n",
        f"origin\n7\n{ROOT}",
        f"\n7\n{ROOT}\n",
        f"origin\n07\n{ROOT}\n",
        f"origin\n+7\n{ROOT}\n",
        f"origin\n-7\n{ROOT}\n",
        f"origin\n \n{ROOT}\n",
        f"origin\n\n{ROOT}\n",
        f"origin\n٧\n{ROOT}\n",
        f"origin\n9223372036854775808\n{ROOT}\n",
        f"origin\n{'9' * 5000}\n{ROOT}\n",
        f"origin\r\n7\r\n{ROOT}\r\n",
        f"origin\n7\n{ROOT} \n",
        f"origin\n7\n{ROOT[:-1]}\n",
        f"origin\n7\n{ROOT.replace('2I=', '2J=')}\n",
        f"origin\n7\n{ROOT.replace('/', '_')}\n",
        "origin\n7\nAAAA\n",
        f"origin\n7\n{ROOT}\n\n",
        f"origin\n7\n{ROOT}\n\nextension\n",
    ],
)
def test_any_other_spelling_of_a_checkpoint_is_unreadable(text):
    with pytest.raises(Unreadable):
        parse_checkpoint(text)


@given(st.text(max_size=60) | st.lists(st.sampled_from(["a", "7", ROOT, "", "é"]), max_size=6).map("\n".join))
def test_any_text_reads_back_or_is_refused(text):
    assert reads_back_or_is_refused(parse_checkpoint, Checkpoint.text, text)
