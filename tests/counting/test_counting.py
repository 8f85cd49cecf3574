"""Two people count what lies at a depot; the book stands beside it, and a gap above one in a hundred is looked at."""

import pytest

from ledger.deeds.entries import Actor
from ledger.models import StockCount
from ledger.parties.roles import DEPOT_CLERK
from ledger.risk.finders import findings_about
from ledger.risk.rules import PlaceSeen, explain, rules_for
from tests.correcting.acts import second_clerk, sign
from tests.make import enter, entered, envelope
from tests.risk.test_rules import TODAY


def counted(world, counted_g, **more):
    return envelope("stock.counted.v1", place=world.ours.depot, mineral="cassiterite", counted_g=counted_g, **more)


def worry(world):
    findings = findings_about("place", [world.ours.depot], TODAY)
    place = PlaceSeen(world.ours.depot, (), TODAY, findings=findings.get(world.ours.depot, {}))
    return next((rule.function(place) for rule in rules_for("place") if rule.id == "MB-02"), None)


def count_by_two(world, grams, **more):
    sent = counted(world, grams, **more)
    entered(world.ours.clerk, sent)
    assert sign(second_clerk(world.ours), sent).status == "recorded"


def test_a_count_stands_once_two_have_signed_beside_the_book_of_its_moment(world):
    world.bought(mass_g=60_000)
    world.bought(mass_g=40_000)
    sent = counted(world, 99_500)
    entered(world.ours.clerk, sent)
    assert not StockCount.objects.exists()
    world.bought(mass_g=7_000)

    sign(second_clerk(world.ours), sent)

    (count,) = StockCount.objects.all()
    assert (count.counted_g, count.book_g) == (99_500, 100_000)
    assert (count.first, count.second) == (world.ours.clerk.id, second_clerk(world.ours).id)


def test_lots_counted_one_by_one_lie_there_and_add_up(world):
    one, other = world.bought(), world.bought(by=world.rivals)

    answers = enter(
        world.ours.clerk,
        counted(world, 45_000, lots=[{"lot": one, "counted_g": 45_000}, {"lot": other, "counted_g": 0}]),
        counted(world, 45_000, lots=[{"lot": one, "counted_g": 44_000}]),
        counted(world, 45_000, lots=[{"lot": one, "counted_g": 45_000}]),
    )

    assert [answer.code for answer in answers] == ["lot_not_here", "lots_do_not_add_up", None]


def test_only_the_keeper_of_a_depot_counts_there(world):
    (answer,) = enter(world.rivals.clerk, counted(world, 1_000))

    assert answer.code == "not_your_place"


@pytest.mark.rule("MB-02")
@pytest.mark.parametrize(("grams", "found"), [(99_000, False), (98_999, True), (101_001, True), (101_000, False)])
def test_a_gap_above_one_in_a_hundred_is_looked_at(world, grams, found):
    world.bought(mass_g=100_000)

    count_by_two(world, grams)

    assert bool(worry(world)) == found


@pytest.mark.rule("MB-02")
def test_a_later_count_that_agrees_ends_the_worry(world):
    world.bought(mass_g=100_000)
    count_by_two(world, 90_000)
    said = worry(world)
    assert "10" in explain("MB-02", said.severity, said.evidence, TODAY)

    count_by_two(world, 100_000)

    assert worry(world) is None


def test_a_stranger_does_not_sign_a_count(world):
    sent = counted(world, 1_000)
    entered(world.ours.clerk, sent)

    assert sign(Actor("stranger", world.rivals.party, frozenset({DEPOT_CLERK})), sent).code == "not_allowed"
