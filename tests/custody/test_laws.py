"""Laws over random trades: origins add up, forward and backward are inverses, order and repeats change nothing."""

from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import codes
from ledger.balance.lineage import ancestors, offspring
from ledger.deeds.replay import compare
from ledger.models import Edge, Lot, LotChange, Origin
from tests import make
from tests.make import enter, envelope

LAWS = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
masses = st.lists(st.integers(1, 99_999), min_size=2, max_size=6)
blends = st.lists(st.tuples(st.integers(2, 3), st.integers(-50, 50)), min_size=1, max_size=4)


class Rollback(Exception):
    """Ends an example without leaving anything behind."""


def undone(world, example):
    """Run an example inside a savepoint that is rolled back: hypothesis shares one test's transaction."""
    world.tags.clear()  # the last example's tags went with it
    try:
        with transaction.atomic():
            example()
            raise Rollback
    except Rollback:
        pass


def trade(world, masses, blends):
    """Buy bags from two sites, then blend what is open, with gains and losses; return every lot made."""
    other = world.new_site()
    tags = world.issue(len(masses), place=other)
    lots = [
        world.bought(mass_g=mass, **({"place": other, "tag": tags[number]} if number % 2 else {}))
        for number, mass in enumerate(masses)
    ]
    stock = list(lots)
    for wanted, percent in blends:
        inputs, stock = stock[:wanted], stock[wanted:]
        if len(inputs) < 2:
            break
        whole = sum(Lot.objects.get(code=lot).mass_g for lot in inputs)
        change = max(1 - whole, whole * percent // 100)
        lines = [{"cause": "unexplained", "grams": change}] if change else None
        blend = world.blended(*inputs, mass_g=whole + change, changes=lines)
        stock.append(blend)
        lots.append(blend)
    return lots


@LAWS
@given(masses, blends)
def test_origins_always_add_up_to_the_mass(world, masses, blends):
    def example():
        for code in trade(world, masses, blends):
            lot = Lot.objects.get(code=code)
            assert sum(each.grams for each in Origin.objects.filter(lot=code)) == lot.mass_g
            inputs = sum(Edge.objects.filter(child=code).values_list("grams", flat=True))
            changes = sum(LotChange.objects.filter(lot=code).values_list("grams", flat=True))
            assert not inputs or inputs + changes == lot.mass_g

    undone(world, example)


@LAWS
@given(masses, blends)
def test_forward_and_backward_are_inverses(world, masses, blends):
    def example():
        lots = trade(world, masses, blends)
        back = {(lot, parent) for lot in lots for parent in ancestors(lot) - {lot}}
        forth = {(edge.child, lot) for lot in lots for edge in offspring(lot)}
        reached = {(child, lot) for lot in lots for child in {edge.child for edge in offspring(lot)}}
        assert back == reached
        assert forth == back
        # no site is lost on the way: a lot's origins lie at the sites of the bags it was made of
        for lot in lots:
            sites = set(Origin.objects.filter(lot=lot).exclude(place="UNKNOWN").values_list("place", flat=True))
            bags = Lot.objects.filter(code__in=ancestors(lot), tag__isnull=False)
            assert sites <= set(Origin.objects.filter(lot__in=bags.values("code")).values_list("place", flat=True))

    undone(world, example)


def pictured():
    """Return what the tables say, without the ids that arrival gives."""
    lots = Lot.objects.values_list("code", "mass_g", "holder", "state", "head", "on_hold")
    return sorted(lots), sorted(Origin.objects.values_list("lot", "place", "dug_on", "grams"))


@LAWS
@given(st.lists(st.integers(1, 99_999), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_shuffled_entries_give_the_same_state(world, masses, random):
    """Deeds on different bags commute; a purchase that comes before its tagging waits for it."""

    def example():
        tagging = [world.tagging(mass_g=mass) for mass in masses]
        buying = [
            envelope(
                "lot.bought.v1",
                heads={each["facts"]["lot"]: each["key"]},
                lot=each["facts"]["lot"],
                place=world.ours.depot,
            )
            for each in tagging
        ]
        pictures = []
        for shuffle in (False, True):
            entries = [(world.tagger, each) for each in tagging] + [(world.ours.clerk, each) for each in buying]
            if shuffle:
                random.shuffle(entries)
            try:
                with transaction.atomic():
                    for actor, entry in entries:
                        enter(actor, entry)
                    pictures.append(pictured())
                    raise Rollback
            except Rollback:
                pass
        assert pictures[0] == pictures[1]
        assert {lot[3] for lot in pictures[0][0]} == {"open"}

    undone(world, example)


@LAWS
@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=6), st.data())
def test_repeated_batches_change_nothing(world, masses, data):
    def example():
        batch = [world.tagging(mass_g=mass) for mass in masses]
        enter(world.tagger, *batch)
        before = pictured()
        again = data.draw(st.lists(st.sampled_from(batch), min_size=1, max_size=12))
        assert {answer.status for answer in enter(world.tagger, *again)} == {"repeated"}
        assert pictured() == before

    undone(world, example)


@LAWS
@given(masses, blends)
def test_a_replay_equals_the_live_tables(world, masses, blends):
    def example():
        trade(world, masses, blends)
        assert compare()[1] == {}

    undone(world, example)


def test_one_batch_and_many_give_the_same(world):
    """Entry by entry or all at once: later entries see earlier ones."""
    tagging = [world.tagging(mass_g=mass) for mass in (10_000, 20_000)]
    lots = [each["facts"]["lot"] for each in tagging]
    assert [answer.status for answer in enter(world.tagger, *tagging)] == ["recorded"] * 2
    blend = make.code(codes.LOT)
    day = [envelope("lot.bought.v1", lot=lot, place=world.ours.depot) for lot in lots]
    day.append(envelope("lot.blended.v1", lot=blend, inputs=lots, mass_g=30_000))
    manager = world.ours.manager

    answers = enter(type(manager)(manager.id, manager.party, manager.roles | world.ours.clerk.roles), *day)

    assert [answer.status for answer in answers] == ["recorded"] * 3
    assert list(Origin.objects.filter(lot=blend).values_list("place", "dug_on", "grams")) == [
        (world.site, date.fromisoformat(make.DUG), 30_000)
    ]
