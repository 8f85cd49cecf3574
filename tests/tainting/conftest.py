"""A world whose sites have a status, and the log replayed after every test."""

import pytest
from django.conf import settings

from ledger.deeds.replay import compare
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from tests import make


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def bare(db):
    """A world whose site has no status."""
    return make.world(status=None)


@pytest.fixture
def seal(db, tmp_path):
    """Give everything entered so far its position."""
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish


@pytest.fixture(autouse=True)
def replays(request):
    if not {"world", "bare"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    yield
    assert compare()[1] == {}
