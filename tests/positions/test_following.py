"""Where a site lies follows from openings: nothing twice, the latest counts, and what is erased is gone."""

import pytest

from ledger.log.erasing import forget_group
from ledger.log.follow import position_of
from ledger.log.reading import events_by_id
from ledger.models import Cursor, Opening
from sites import tasks
from sites.positions.asking import current_positions
from sites.positions.following import NAME, look, look_at_once
from sites.positions.models import SitePosition
from sites.withdrawing.models import Withdrawn
from tests import make
from tests.registering.sites import KALEHE, registered, site

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[28.0, -2.0], [28.02, -2.0], [28.02, -1.98], [28.0, -1.98], [28.0, -2.0]]],
}


def located(world, place, on, **facts):
    said = {"place": place, "located_on": on, "by_whom": "Field team", "method": "gps", **facts}
    return make.entered(world.programme, make.envelope("site.located.v1", **said))


def at(place):
    held = current_positions([place])[place]
    return held.latitude_e6, held.longitude_e6


@pytest.mark.parametrize("version", [1, 2])
def test_a_registered_site_gets_its_position_from_the_log(world, sequenced, version):
    place = registered(world, version=version)
    assert not current_positions([place])

    sequenced()
    tasks.follow_positions()

    assert at(place) == KALEHE
    assert SitePosition.objects.count() == 1


def test_a_second_look_changes_nothing(world, sequenced):
    place = registered(world, precision_m=12, method="gps")
    sequenced()
    tasks.follow_positions()
    before = list(SitePosition.objects.values())

    assert tasks.follow_positions() == 0
    Cursor.objects.filter(name=NAME).update(position=0)
    tasks.follow_positions()

    assert list(SitePosition.objects.values()) == before
    assert position_of(NAME) > 0
    assert (before[0]["place"], before[0]["precision_m"], before[0]["method"]) == (place, 12, "gps")


def test_what_a_form_entered_is_on_the_map_at_once(world):
    envelope = site()
    look_at_once(make.entered(world.programme, envelope))

    assert at(envelope["facts"]["place"]) == KALEHE


def test_the_latest_measurement_counts_whatever_came_first(world):
    place = registered(world)
    newer = located(world, place, "2026-10-01", latitude_e6=-1_950_000, longitude_e6=28_910_000)
    older = located(world, place, "2025-10-01", latitude_e6=-1_000_000, longitude_e6=28_000_000)
    look_at_once([*newer, *older])

    assert at(place) == (-1_950_000, 28_910_000)


def test_a_measurement_that_was_taken_back_does_not_count(world):
    place = registered(world)
    (wrong,) = located(world, place, "2026-11-03", latitude_e6=1_950_000, longitude_e6=28_910_000)
    (event,) = events_by_id([wrong.event_id])
    look([event])
    assert at(place) == (1_950_000, 28_910_000)

    Withdrawn.objects.create(event_id=event.id, subject=place, by_event_id=event.id + 1, reason="Swapped.")

    assert place not in current_positions([place])


def test_an_outline_alone_puts_the_site_within_it(world):
    place = registered(world, at=None)
    look_at_once(located(world, place, "2026-10-01", method="map", polygon=SQUARE))

    north, east = at(place)
    assert -2_000_000 < north < -1_980_000
    assert 28_000_000 < east < 28_020_000
    assert current_positions([place])[place].polygon["type"] == "Polygon"


def test_a_position_goes_with_its_opening(world):
    envelope = site()
    look_at_once(make.entered(world.programme, envelope))
    other = site("Nyabibwe")
    look_at_once(make.entered(world.programme, other))
    assert tasks.forget_erased_positions() == 0

    forget_group([envelope["key"]], "position")

    assert tasks.forget_erased_positions() == 1
    assert SitePosition.objects.get().place == other["facts"]["place"]


def test_what_was_erased_before_it_was_looked_at_never_gets_on_the_map(world):
    envelope = site()
    answers = make.entered(world.programme, envelope)
    forget_group([envelope["key"]], "position")
    look_at_once(answers)

    assert SitePosition.objects.count() == 0
    assert Opening.objects.filter(key=envelope["key"], group="position").exists()


def test_a_site_without_position_is_not_on_the_map(world):
    envelope = site(at=None)
    look_at_once(make.entered(world.programme, envelope))

    assert SitePosition.objects.count() == 0
