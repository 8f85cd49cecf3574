"""TAG-03: a tag closed on a bag far from the site it was issued to."""

import pytest

from ledger.models import Flag, Lot
from ledger.risk.engine import look_at_lots
from tests.zones.test_zones import locate

LATITUDE, LONGITUDE = -1_944_000, 28_885_000


@pytest.mark.rule("TAG-03")
@pytest.mark.parametrize(("south_e6", "flagged"), [(0, False), (40_000, False), (60_000, True), (900_000, True)])
def test_a_tag_closed_more_than_five_kilometres_away_is_held_for_review(world, south_e6, flagged):
    locate(world, LATITUDE / 1e6, LONGITUDE / 1e6)
    lot = world.lot(latitude_e6=LATITUDE - south_e6, longitude_e6=LONGITUDE)

    look_at_lots([lot])

    found = Flag.objects.filter(rule="TAG-03", subject=lot)
    assert found.exists() == flagged
    assert all(flag.severity == "hold" for flag in found)
    assert Lot.objects.get(code=lot).on_hold == flagged
