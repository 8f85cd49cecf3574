"""A world, lists loaded into it, and after every test the log is replayed: the tables must be what it says."""

from datetime import date

import pytest

from ledger.risk.screening.following import follow_screening
from ledger.risk.screening.loading import load
from ledger.risk.screening.running import run_to_the_end
from tests import make
from tests.screening import lists


@pytest.fixture(autouse=True)
def papers(settings, tmp_path):
    settings.PAPERS_FOLDER = tmp_path / "papers"


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def follow(seal):
    """Let the follower of screening see everything entered so far, and finish the runs that it begins."""

    def following() -> None:
        seal()
        follow_screening()
        run_to_the_end()
        seal()

    return following


@pytest.fixture
def seal(db, tmp_path):
    from django.conf import settings

    from ledger.log.anchor import Anchor
    from ledger.log.sequence import Sequencer
    from ledger.proofs.signing import Signer

    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish


@pytest.fixture
def listed(world, follow):
    """The list of the UN is loaded, and everybody was held against it."""
    load("un", lists.UN, date(2026, 11, 1))
    follow()
    return world
