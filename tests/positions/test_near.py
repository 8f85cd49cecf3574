"""Which sites lie near: the box of degrees finds no fewer than the distance on the sphere would."""

from datetime import date
from math import asin, cos, radians, sin, sqrt
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.positions.asking import EARTH_KM, near
from sites.positions.models import SitePosition

pytestmark = pytest.mark.django_db
NORTH = st.integers(-89_900_000, 89_900_000)
EAST = st.integers(-180_000_000, 180_000_000)
STEP = st.integers(-600_000, 600_000)


def put(place, north, east, event=1, since=date(2026, 1, 1)):
    SitePosition.objects.create(
        event_id=event, key=uuid4(), place=place, latitude_e6=north, longitude_e6=east, valid_from=since
    )


def kilometres(one, other):
    (north, east), (up, aside) = [tuple(radians(each / 1e6) for each in point) for point in (one, other)]
    half = sin((up - north) / 2) ** 2 + cos(north) * cos(up) * sin((aside - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(north=NORTH, east=EAST, up=STEP, aside=STEP, km=st.integers(1, 80))
def test_what_lies_within_the_distance_is_found_and_nothing_else(north, east, up, aside, km):
    there = max(-90_000_000, min(90_000_000, north + up)), (east + aside + 180_000_000) % 360_000_000 - 180_000_000
    SitePosition.objects.all().delete()
    put("S0000001Z", *there)
    far = kilometres((north, east), there)

    found = near(north, east, km)

    if abs(far - km) > 1e-3:
        assert bool(found) is (far < km)
    if found:
        assert found[0].km == pytest.approx(far, abs=1e-3)


def test_the_nearest_comes_first_and_old_places_do_not_count():
    put("S0000001Z", -1_900_000, 28_900_000, 1)
    put("S0000002X", -1_910_000, 28_900_000, 2)
    put("S0000003V", -1_901_000, 28_900_000, 3)
    put("S0000003V", -9_901_000, 28_900_000, 4, date(2026, 6, 1))

    assert [each.place for each in near(-1_900_000, 28_900_000, 5)] == ["S0000001Z", "S0000002X"]
    assert [each.place for each in near(-1_900_000, 28_900_000, 5, date(2026, 3, 1))] == [
        "S0000001Z",
        "S0000003V",
        "S0000002X",
    ]
