"""A world and a sealed log for the risk follower."""

import pytest
from django.conf import settings

from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from tests import make


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def seal(db, tmp_path):
    """Give everything entered so far its position."""
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish
