"""A log with a key and an anchor of its own."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from tests import make


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture
def log(tmp_path):
    signer = Signer.generate(settings.LOG_ORIGIN)

    def sequencer():
        started = Sequencer(settings.LOG_ORIGIN, signer, Anchor(tmp_path / "anchor"))
        started.load()
        return started

    return SimpleNamespace(signer=signer, sequencer=sequencer, anchor=tmp_path / "anchor")
