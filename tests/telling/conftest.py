"""A world, a sealed log, and a follower that tells from the beginning."""

from __future__ import annotations

import pytest
from django.conf import settings

from ledger.log.anchor import Anchor
from ledger.log.models import Cursor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from ledger.telling.fanning import FOLLOWER, tell_new
from tests import make


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def tell(db, tmp_path):
    """Give everything a position, and tell what is new since this was called last; the first time, nothing is news."""
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()

    def told() -> int:
        sequencer.finish()
        return tell_new()

    return told


@pytest.fixture
def told_from_now(world, tell):
    """A world whose past is no news."""
    tell()
    assert Cursor.objects.get(name=FOLLOWER).position > 0
    return tell
