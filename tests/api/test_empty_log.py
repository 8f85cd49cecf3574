"""A log that has signed nothing yet."""

import pytest

from ledger.reports.evidence import NotYetSealed, pack_for_lot
from tests import make
from tests.served import Caller

pytestmark = pytest.mark.django_db


def test_before_the_first_checkpoint_there_is_none_and_no_tile():
    nobody = Caller()

    response = nobody.get("/log/checkpoint")

    assert (response.status_code, response.json()["code"]) == (404, "no_checkpoint_yet")
    assert nobody.get("/log/tile/0/000.p/1").status_code == 404


def test_before_the_first_checkpoint_health_is_well_and_a_pack_has_to_wait():
    world = make.world()

    health = Caller().get("/healthz").json()

    assert health == {"status": "ok", "log_size": 0, "checkpoint_size": None, "checkpoint_age_s": None}
    with pytest.raises(NotYetSealed):
        pack_for_lot(world.lot(), world.auditor)
