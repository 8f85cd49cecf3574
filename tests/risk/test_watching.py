"""The follower raises flags as events, clears them as events, and runs twice without a change."""

from datetime import UTC, datetime, timedelta

from ledger.deeds.replay import compare
from ledger.models import Flag
from ledger.risk.watching import look_at_clock
from ledger.tasks import watch_for_risk
from tests.make import days_ago


def open_flags(subject):
    return dict(Flag.objects.filter(subject=subject, cleared_on=None).values_list("rule", "severity"))


def test_a_bag_from_an_unvisited_yellow_site_is_flagged(world, seal):
    world.status("yellow", since="2026-09-01")
    lot = world.lot()
    seal()

    watch_for_risk()

    assert open_flags(world.site) == {"PLAU-06": "unknown"}
    assert open_flags(lot) == {"MINE-02": "warn"}


def test_a_visit_clears_what_it_answers(world, seal):
    world.lot()
    seal()
    watch_for_risk()

    world.visit(on=days_ago(3), interference="yes")
    seal()
    watch_for_risk()

    assert open_flags(world.site) == {"ARM-01": "hold", "ARM-04": "hold"}
    assert Flag.objects.get(rule="PLAU-06").cleared_on is not None


def test_a_backdated_red_order_reaches_lots_made_since(world, seal):
    world.status("green", since="2026-03-01")
    lot, blend_of = world.bought(), world.bought()
    blend = world.blended(blend_of, world.bought(), mass_g=91_600)
    seal()
    watch_for_risk()
    assert open_flags(lot) == {}

    world.status("red", since="2026-10-15")
    seal()
    watch_for_risk()

    assert open_flags(lot) == {"MINE-02": "stop"}
    assert open_flags(blend) == {"MINE-02": "stop"}
    assert Flag.objects.get(subject=blend, cleared_on=None).evidence["grams"] == 91_600


def test_looking_twice_changes_nothing(world, seal):
    world.lot()
    seal()
    watch_for_risk()
    before = list(Flag.objects.order_by("key").values())

    look_at_clock()
    look_at_clock()

    assert list(Flag.objects.order_by("key").values()) == before


def test_flags_age_with_the_clock_alone(world, seal):
    world.visit(on=days_ago(0))
    world.lot()
    seal()
    watch_for_risk()
    assert open_flags(world.site) == {}

    look_at_clock(datetime.now(UTC).date() + timedelta(days=200))
    assert open_flags(world.site) == {"PLAU-06": "warn", "TAG-08": "warn"}, "the other tags were never used"
    look_at_clock(datetime.now(UTC).date() + timedelta(days=400))
    assert open_flags(world.site) == {"PLAU-06": "unknown", "TAG-08": "warn"}

    assert Flag.objects.filter(rule="PLAU-06").count() == 2, "the milder flag was cleared, not changed"
    assert compare()[1] == {}


def test_a_flag_can_come_back(world, seal):
    world.visit(on=days_ago(2), interference="yes")
    world.lot()
    seal()
    watch_for_risk()
    world.visit(on=days_ago(1), interference="no")
    seal()
    watch_for_risk()
    assert open_flags(world.site) == {}

    world.visit(on=days_ago(0), interference="yes")
    seal()
    watch_for_risk()

    assert open_flags(world.site) == {"ARM-01": "hold", "ARM-04": "hold"}
    assert Flag.objects.filter(rule="ARM-01").count() == 2
