"""As known then beside as known now: what came into the book later is not held against who bought before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from buyers.knowing.then import both
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.models import Lot
from ledger.parties import roles
from ledger.proofs.signing import Signer
from ledger.tasks import watch_for_risk
from tests import make
from tests.make import entered, envelope
from tests.pages.test_lot_page import text_of


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def seal(db, tmp_path):
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish


THEN = datetime.now(UTC).date()
NOW = THEN + timedelta(days=1)


@pytest.fixture
def bought_then_red(world, seal):
    """Buy a lot today; tomorrow its site turns Red for the day on which it was dug, and it is held."""
    lot = world.bought()
    seal()
    watch_for_risk()
    seal()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        world.status("red", since="2026-10-01")
        entered(world.programme, envelope("lot.held.v1", lot=lot, rule="MINE-06"))
        seal()
        watch_for_risk()
        yield lot


def test_a_lot_bought_in_good_faith_was_not_red_then(bought_then_red):
    found = both(Lot.objects.get(code=bought_then_red), THEN, NOW)

    assert (found.then.there, found.then.verdict.on_hold, found.now.verdict.on_hold) == (True, False, True)
    assert [line.on_day for line in found.then.verdict.lines] == ["green"]
    assert [line.on_day for line in found.now.verdict.lines] == ["red"]
    assert "MINE-02" not in {flag.rule for flag in found.then.flags}
    assert "MINE-02" in {flag.rule for flag in found.now.flags}


def test_before_the_first_checkpoint_nothing_was_known(bought_then_red):
    found = both(Lot.objects.get(code=bought_then_red), THEN - timedelta(days=30), NOW)

    assert (found.then.there, found.held.size) == (False, 0)


def test_the_page_shows_both_sides_with_kilograms(world, bought_then_red):
    client = Client()
    client.force_login(make.user("buyer", roles.DEPOT_MANAGER, world.ours.party))
    path = f"/lots/{bought_then_red}/known/?on={THEN.isoformat()}"
    with CaptureQueriesContext(connection) as questions:
        text = text_of(client.get(path))

    assert "Known on" in text and "Known now" in text and "on hold" in text and "45.8" in text
    assert len(questions) < 30
    stranger = Client()
    stranger.force_login(make.user("stranger", roles.DEPOT_MANAGER, world.rivals.party))
    assert stranger.get(path).status_code == 404
