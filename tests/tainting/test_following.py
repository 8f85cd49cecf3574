"""TAINT-01: from the event that finds something to every lot, load and export, and back when it is withdrawn."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.log.models import Cursor, EventKey
from ledger.models import Hold, Lot, Taint
from ledger.risk.tainting.knowing import taken
from ledger.risk.tainting.reaching import touched_by, touched_by_lots, touched_by_party
from ledger.risk.tainting.summing import lines_of, sums_of
from ledger.tasks import watch_for_risk
from tests.make import DUG, enter, entered, entered_today, envelope


@pytest.fixture
def watch(seal):
    def look():
        seal()
        watch_for_risk()

    return look


def red(world, since="2026-10-01"):
    world.status("red", since=since)


def now(why="red_order"):
    return Taint.objects.filter(why=why, withdrawn_on=None)


@pytest.mark.rule("TAINT-01")
def test_a_red_order_is_followed_into_blends_and_loads_with_grams_and_holders(world, watch):
    other = world.new_site()
    (tag,) = world.issue(1, place=other)
    ours, theirs = world.bought(mass_g=30_000), world.bought(place=other, tag=tag, mass_g=10_000)
    blend = world.blended(ours, theirs, mass_g=40_000)
    load = world.dispatched(blend)
    stays = world.bought(mass_g=5_000)
    red(world)
    watch()

    taint = now().get()
    assert (taint.subject, taint.since.isoformat(), taint.rule) == (world.site, "2026-10-01", "MINE-06")
    touched = touched_by(taint)
    assert touched == {ours: 30_000, blend: 30_000, stays: 5_000}
    sums = sums_of(lines_of(touched))
    assert (sums.lots, sums.used_up, sums.under_way_g, sums.here_g) == (3, 1, 30_000, 5_000)
    assert (taint.lots, taint.grams, sums.consignments) == (3, 35_000, {load})
    assert {party: each.grams for party, each in sums.holders.items()} == {world.ours.party: 35_000}


@pytest.mark.rule("TAINT-01")
def test_ore_dug_before_the_first_day_is_not_touched(world, watch):
    before, after = world.bought(dug_on="2026-10-14"), world.bought(dug_on="2026-10-15")
    red(world, since="2026-10-15")
    watch()

    assert set(touched_by(now().get())) == {after}
    assert before not in touched_by(now().get())


def test_an_order_that_touches_nothing_is_not_followed(world, watch):
    world.bought(dug_on="2026-10-14")
    red(world, since="2026-10-15")
    watch()

    assert not Taint.objects.exists()


def test_green_finds_nothing(world, watch):
    world.bought()
    world.status("green")
    watch()

    assert not Taint.objects.exists()


def test_looking_twice_changes_nothing(world, watch):
    world.bought()
    red(world)
    watch()
    before = list(Taint.objects.values())

    Cursor.objects.filter(name="risk").update(position=0)
    watch_for_risk()

    assert list(Taint.objects.values()) == before


def test_an_order_that_is_taken_back_takes_its_finding_with_it(world, watch):
    world.bought()
    red(world)
    watch()
    number = EventKey.objects.get(key=now().get().cause).event_id
    line = {"subject": world.site, "event": number}
    entered_today(world.programme, envelope("entries.withdrawn.v1", entries=[line], reason="Typed for another site."))
    watch()

    assert not now().exists()
    assert Taint.objects.get().withdrawn_on is not None, "it stays in the book"


def second_bag(world, first_tag):
    (answer,) = enter(world.tagger, world.tagging(tag=first_tag))
    assert answer.code == "tag_already_used"


@pytest.mark.rule("TAINT-01")
def test_a_tag_read_twice_is_followed_into_the_blend_and_cleared_with_its_hold(world, watch):
    tag = world.issue(2)[0]
    world.tags.remove(tag)
    bag, clean = world.bought(tag=tag, mass_g=30_000), world.bought(mass_g=10_000)
    blend = world.blended(bag, clean, mass_g=40_000)
    second_bag(world, tag)
    watch()

    taint = now("tag").get()
    assert (taint.subject, taint.rule) == (bag, "TAG-02")
    assert touched_by(taint) == {bag: 30_000, blend: 30_000}

    entered(world.regulator, envelope("lot.released.v1", lot=bag, note="Misread on the phone."))
    watch()
    assert not now("tag").exists()


def test_what_a_party_held_is_followed_from_its_hands_on(world):
    bag, other = world.bought(mass_g=30_000), world.bought(by=world.rivals, mass_g=5_000)
    load = world.dispatched(bag)
    world.received(load)

    assert touched_by_party(world.ours.party) == {bag: 30_000}
    assert set(touched_by_party(world.rivals.party)) == {bag, other}


def test_the_number_of_questions_does_not_grow_with_the_lots(world, watch):
    def asked():
        taint = now().get()
        with CaptureQueriesContext(connection) as questions:
            lines = lines_of(touched_by(taint))
            taken(taint, [line.lot.code for line in lines])
        return len(questions), len(lines)

    world.bought()
    red(world)
    watch()
    few = asked()
    world.status("green", since="2026-10-02")
    for _ in range(5):
        world.bought(dug_on=DUG)
    many = asked()

    assert (few[0], few[1], many[1]) == (many[0], 1, 6)


def test_it_is_said_how_each_lot_was_known_when_it_was_bought(world, watch):
    early = world.bought()
    red(world, since="2026-10-01")
    watch()
    taint = now().get()

    told = taken(taint, [early])[early]

    assert [(each.party, each.colour, each.found_before) for each in told] == [
        (world.cooperative, "green", False),
        (world.ours.party, "green", False),
    ]
    load = world.dispatched(early)
    world.received(load)
    last = taken(taint, [early])[early][-1]
    assert (last.party, last.colour, last.found_before) == (world.rivals.party, "red", True)


def test_a_blend_with_older_ore_is_judged_by_the_ore_that_the_finding_speaks_of(world, watch):
    older, newer = world.bought(dug_on="2026-10-14"), world.bought(dug_on="2026-10-15")
    blend = world.blended(older, newer, mass_g=91_600)
    red(world, since="2026-10-15")
    watch()
    world.received(world.dispatched(blend))

    assert taken(now().get(), [blend])[blend][-1].colour == "red"


def test_of_a_lot_that_is_not_there_nothing_is_touched(db):
    assert touched_by_lots(["P00000019"]) == {}
    assert not Lot.objects.exists() and not Hold.objects.exists()
