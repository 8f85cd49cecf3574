"""The published example of docs/devices.md, byte for byte: by the page's own client, and by the ledger's intake."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from ledger.deeds.entries import SYSTEM
from ledger.inbox.envelopes import read_envelope
from ledger.inbox.sentences import SENTENCES
from ledger.parties.devices.keys import check_public_key, is_signed
from ledger.proofs.commitments import commit_bytes
from tests.devices.phone import Ed25519Key, Es256Key, Phone

PAGE = (Path(__file__).parents[2] / "docs" / "devices.md").read_text(encoding="utf-8")
EXAMPLE = PAGE[PAGE.index("## An example") :]
LOG = "log.example/kivu"


def told(label):
    (found,) = re.findall(rf"\| {re.escape(label)} \| `([^`]+)` \|", EXAMPLE)
    return found


(SENT,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)\n```", EXAMPLE, re.DOTALL))
VALUE, MESSAGE, SIGNATURE = re.findall(r"```text\n(.*?)\n```", EXAMPLE, re.DOTALL)
PROGRAM = Ed25519Key(bytes.fromhex(told("Ed25519, private (32 bytes, hexadecimal)")))
BROWSER = Es256Key(int(told("P-256, private (the number d, hexadecimal)"), 16))


def as_browser():
    return MESSAGE.replace('"alg":"Ed25519"', '"alg":"ES256"')


def test_the_public_keys_are_those_of_the_private_ones():
    assert PROGRAM.public == told("Ed25519, public")
    assert BROWSER.public == told("P-256, public")
    for key in (PROGRAM, BROWSER):
        check_public_key(key.alg, key.public)


def test_the_commitment_is_that_of_the_value():
    key = base64.b64decode(SENT["openings"]["trade"]["key"])

    assert key == bytes(range(32))
    assert commit_bytes("trade", VALUE.encode(), key).hex() == SENT["commitments"]["trade"]
    assert json.loads(VALUE) == SENT["openings"]["trade"]["value"]


def test_the_message_is_spelled_as_on_the_page():
    assert Phone(LOG, PROGRAM).message(SENT).decode() == MESSAGE
    assert hashlib.sha256(MESSAGE.encode()).hexdigest() in EXAMPLE
    assert hashlib.sha256(as_browser().encode()).hexdigest() in EXAMPLE


def test_the_signatures_hold():
    assert SENT["signature"] == PROGRAM.sign(MESSAGE.encode())
    assert is_signed(PROGRAM.public, MESSAGE.encode(), SENT["signature"])
    assert is_signed(BROWSER.public, as_browser().encode(), SIGNATURE)
    assert not is_signed(BROWSER.public, MESSAGE.encode(), SIGNATURE)


def test_the_ledger_reads_it_and_means_the_same_bytes(settings):
    settings.LOG_ORIGIN = LOG

    entry = read_envelope(SENT, SYSTEM)

    assert entry.words_hash == hashlib.sha256(MESSAGE.encode()).digest()
    assert entry.facts == {**SENT["facts"], **SENT["openings"]["trade"]["value"]}
    assert (entry.signed.device, entry.signed.seq) == (SENT["device"], 41)


@pytest.mark.parametrize(
    "code", re.findall(r"`([a-z]+(?:_[a-z]+)+)`", PAGE[PAGE.index("| answer |") : PAGE.index("All other refusals")])
)
def test_every_answer_of_the_page_has_a_sentence(code):
    assert code in SENTENCES
