"""CONF-03: a dated zone of conflict holds what was dug in it since, and what is on the way."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from ledger import codes
from ledger.models import Hold, Lot
from ledger.risk.rules import explain
from ledger.tasks import watch_for_risk
from sites.conflict.dug_in_zones import DatedZone, Dug, in_force
from tests import make
from tests.conflict.asking import TODAY, about_lot, about_place
from tests.conflict.conftest import flag, open_flags


class Zone:
    """A zone as the rule sees it."""

    def __init__(self, zone, valid_from, area_m2=10**10):
        self.zone, self.valid_from, self.area_m2 = zone, valid_from, area_m2


@pytest.mark.rule("CONF-03")
def test_a_place_in_a_zone_is_held_since_the_zones_first_day():
    worry = about_place("CONF-03", {"conflict_zones": [Zone("Z1", TODAY), Zone("Z0", TODAY.replace(day=2))]})

    assert (worry.severity, worry.lots) == ("hold", ())
    assert worry.evidence == {"since": "2026-11-02", "zones": 2, "zone": "Z0"}
    assert about_place("CONF-03", {}) is None
    assert about_place("CONF-03", {"conflict_zones": []}) is None


@pytest.mark.rule("CONF-03")
def test_a_zone_smaller_than_a_cell_is_not_named():
    worry = about_place("CONF-03", {"conflict_zones": [Zone("Z1", TODAY, 119_999_999)]})

    assert "zone" not in worry.evidence
    assert "Z1" not in explain("CONF-03", "hold", worry.evidence, TODAY)


@dataclass
class Drawing:
    """An outline of a zone, as one entry drew it."""

    valid_from: date
    valid_to: date | None = None
    status: str = "active"
    event_id: int = 1


FIRST, LAST = date(2026, 6, 1), date(2026, 8, 31)


@pytest.mark.parametrize(
    ("zone", "day", "holds"),
    [
        (DatedZone("Z", [Drawing(FIRST)]), FIRST, True),
        (DatedZone("Z", [Drawing(FIRST)]), FIRST - timedelta(days=1), False),
        (DatedZone("Z", [Drawing(FIRST, LAST)]), LAST, True),
        (DatedZone("Z", [Drawing(FIRST, LAST)]), LAST + timedelta(days=1), False),
        (DatedZone("Z", [Drawing(FIRST)], LAST), LAST, True),
        (DatedZone("Z", [Drawing(FIRST)], LAST), LAST + timedelta(days=1), False),
        (DatedZone("Z", [Drawing(FIRST, status="planned")]), LAST, False),
        (DatedZone("Z", [Drawing(FIRST), Drawing(LAST, status="closed", event_id=2)]), LAST, False),
    ],
)
def test_a_zone_is_in_force_on_its_days(zone, day, holds):
    assert (in_force(zone, day) is not None) == holds


@pytest.mark.rule("CONF-05")
def test_ore_dug_in_a_zone_is_held_and_its_grams_are_told():
    dug = [Dug(LAST, 300, "Z1", FIRST, True), Dug(FIRST, 200, "Z1", FIRST, True)]

    worry = about_lot("CONF-05", {"dug_in_conflict_zones": dug})

    assert (worry.severity, worry.evidence) == (
        "hold",
        {"grams": 500, "dug_on": "2026-06-01", "zone": "Z1", "since": "2026-06-01"},
    )
    assert about_lot("CONF-05", {}) is None


def square(west, south, size=1.0):
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


def drawn(world, since, kind="conflict_zone", outline=None, **more):
    zone = make.code(codes.ZONE)
    facts = {"zone": zone, "name": "Advance of October", "kind": kind, "country": "CD", "status": "active"}
    outline = outline or square(28.0, -2.0)
    make.entered_today(
        world.programme, make.envelope("zone.drawn.v1", valid_from=since, outline=outline, **facts, **more)
    )
    return zone


def located(world, place):
    said = {"place": place, "located_on": make.days_ago(200), "by_whom": "Field team", "method": "gps"}
    where = {"latitude_e6": -1_500_000, "longitude_e6": 28_500_000, "precision_m": 10}
    make.entered_today(world.programme, make.envelope("site.located.v1", **said, **where))


def bag(world, dug, **more):
    return world.lot(dug_on=make.days_ago(dug), at=f"{make.days_ago(dug - 1)}T10:00:00+02:00", **more)


def test_a_zone_holds_what_was_dug_since_and_what_is_on_the_way(world, seal, replays):
    located(world, world.site)
    before, since = bag(world, 14), bag(world, 5)
    travelling = bag(world, 15)
    day = f"{make.days_ago(3)}T10:00:00+02:00"
    buying = make.envelope(
        "lot.bought.v1", at=day, lot=travelling, place=world.ours.depot, price_minor=1, currency="USD"
    )
    make.entered(world.ours.clerk, buying)
    sending = {"consignment": make.code("C"), "lots": [travelling], "to": world.rivals.party}
    make.entered(
        world.ours.clerk,
        make.envelope("consignment.dispatched.v1", at=day, destination=world.rivals.depot, **sending),
    )
    seal()
    watch_for_risk()
    assert "CONF-03" not in open_flags(world.site)

    zone = drawn(world, make.days_ago(10))
    seal()
    watch_for_risk()

    assert (open_flags(world.site)["CONF-03"], flag(world.site, "CONF-03").evidence["zone"]) == ("hold", zone)
    assert {lot: Lot.objects.get(code=lot).on_hold for lot in (before, since, travelling)} == {
        before: False,
        since: True,
        travelling: True,
    }

    later = bag(world, 2)
    seal()
    watch_for_risk()
    assert Lot.objects.get(code=later).on_hold, "what is dug while the zone stands is held as it comes"

    closing = make.envelope("zone.closed.v1", zone=zone, closed_on=make.days_ago(1))
    make.entered_today(world.programme, closing)
    seal()
    watch_for_risk()
    assert "CONF-03" not in open_flags(world.site)
    held = Hold.objects.filter(ended_on=None).order_by("lot").values_list("lot", "rule")
    assert set(held) == {(since, "CONF-05"), (later, "CONF-05"), (travelling, "CONF-03")}, "each is answered for"
    assert open_flags(since)["CONF-05"] == "hold", "dug while the zone was in force, whatever came after"

    late = bag(world, 3)
    after = world.lot(dug_on=make.days_ago(0), at=datetime.now(UTC).isoformat(timespec="seconds"))
    seal()
    watch_for_risk()
    assert [open_flags(lot).get("CONF-05") for lot in (late, after)] == ["hold", None]


@pytest.mark.parametrize(
    ("changed", "is_held"),
    [
        ({}, True),
        ({"kind": "protected_area"}, False),
        ({"outline": square(29.0, -2.0)}, False),
        ({"valid_to": make.days_ago(1)}, False),
        ({"valid_to": make.days_ago(0)}, True),
    ],
)
def test_only_a_zone_of_conflict_that_holds_the_site_and_is_in_force_counts(world, seal, changed, is_held):
    located(world, world.site)

    drawn(world, make.days_ago(10), **changed)
    seal()
    watch_for_risk()

    assert ("CONF-03" in open_flags(world.site)) == is_held
