"""A log with a home of its own: key, anchor, published files; and a tiny witness that shows what it was given."""

from __future__ import annotations

import threading
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from ledger.log import halting, keyring
from ledger.log.anchor import Anchor
from ledger.log.publishing import publisher
from ledger.log.sequence import Sequencer
from ledger.log.witnessing import configured
from ledger.proofs.keys import COSIGNATURE, vkey
from ledger.proofs.signing import Signer
from tests import make


@pytest.fixture
def home(settings, tmp_path):
    """Let all files of the log lie in a folder that goes away."""
    log = tmp_path / "log"
    log.mkdir()
    settings.LOG_ORIGIN = "example.org/rollback"
    settings.LOG_FOLDER, settings.LOG_KEY_FILE = log, log / "key.pem"
    settings.LOG_CLOCK_KEY_FILE = log / "clock.pem"
    settings.LOG_PUBLIC_FOLDER, settings.LOG_BUNDLES_FOLDER = log / "public", log / "bundles"
    settings.PAPERS_FOLDER = tmp_path / "papers"
    yield log
    halting.remember(False)


@pytest.fixture
def world(transactional_db, home):
    return make.world()


def started():
    """Return a sequencer as `manage.py sequence` starts it."""
    from django.conf import settings

    witnesses = configured()
    witnesses.ask_all()
    sequencer = Sequencer(settings.LOG_ORIGIN, keyring.CurrentKey(), Anchor(settings.LOG_FOLDER / "anchor"), witnesses)
    sequencer.load()
    return sequencer


def sealed():
    """Give everything its position, sign and publish it."""
    started().finish()
    publisher().publish()


@pytest.fixture
def witness(home, settings, tmp_path):
    """Run a witness over HTTP: `show(note)` is what it shows of our log from then on."""
    shelf = tmp_path / "witness"
    shelf.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shelf)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    signer = Signer.generate("witness.example/ngo")
    key = vkey(signer.name, signer.verifier.public, COSIGNATURE)
    policy = tmp_path / "witnesses"
    address = f"http://127.0.0.1:{server.server_port}"
    policy.write_text(f"witness ngo {key} {address}\nquorum none\n", encoding="utf-8")
    settings.LOG_WITNESSES = policy

    def show(note):
        folder = shelf / sha256(settings.LOG_ORIGIN.encode()).hexdigest()
        folder.mkdir(exist_ok=True)
        (folder / "checkpoint").write_text(note, encoding="utf-8")

    def stop():
        server.shutdown()
        server.server_close()

    yield SimpleNamespace(show=show, stop=stop, signer=signer, policy=policy, key=key, shelf=shelf, address=address)
    stop()
