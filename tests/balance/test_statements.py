"""Statements: what a book had, what came and went, what is left; in net wet grams they always close."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.balance.books import Scope, last_event_by, rows_of
from ledger.balance.periods import Period, everything_until, month, month_of, rolling
from ledger.balance.statements import DECLARED, IN, INSIDE, OUT, UNEXPLAINED, books, statement
from ledger.models import Lot, Move
from tests import make
from tests.custody.test_laws import LAWS, blends, masses, trade, undone
from tests.make import envelope

NOVEMBER = month("2026-11")
OCTOBER_DAY = "2026-10-20"


def depot_of(world, **more):
    return Scope(place=world.ours.depot, **more)


def wet(said, *ways):
    return said.total(*ways).wet_g


def causes(said):
    return {line.cause: line.worth.wet_g for line in said.lines}


def test_a_month_of_a_depot_opens_with_what_was_there_before(world):
    tag = make.code("T")
    issued = envelope("tag.issued.v1", at="2026-10-01T08:00:00+02:00", place=world.site, tags=[tag])
    make.entered(world.programme, issued)
    old = world.lot(mass_g=10_000, tag=tag, dug_on=OCTOBER_DAY, at=f"{OCTOBER_DAY}T10:00:00+02:00")
    make.entered(
        world.ours.clerk,
        envelope("lot.bought.v1", at=f"{OCTOBER_DAY}T11:00:00+02:00", lot=old, place=world.ours.depot),
    )
    new = world.bought(mass_g=20_000)
    changes = [{"cause": "drying", "grams": -900}, {"cause": "unexplained", "grams": -100}]
    blend = world.blended(old, new, mass_g=29_000, changes=changes)
    world.dispatched(blend)

    said = statement(depot_of(world), NOVEMBER)

    assert said.opening.wet_g == 10_000
    assert causes(said) == {
        "bought": 20_000,
        "made": 30_000,
        "used": -30_000,
        "sent": -29_000,
        "change:drying": -900,
        "change:unexplained": -100,
    }
    assert (wet(said, IN), wet(said, OUT), wet(said, DECLARED), wet(said, UNEXPLAINED)) == (50_000, -59_000, -900, -100)
    assert said.stock.wet_g == 0
    assert said.closes and not said.impossible


def test_what_a_party_only_sent_on_is_still_in_its_book(world):
    lot = world.bought(mass_g=20_000)
    world.dispatched(lot)

    said = statement(Scope(party=world.ours.party), NOVEMBER)

    assert causes(said) == {"bought": 20_000, "sent": 0}
    assert [line.way for line in said.lines] == [IN, INSIDE]
    assert said.stock.wet_g == 20_000


def test_over_all_books_of_a_mineral_hand_overs_are_nothing(world):
    world.received(world.dispatched(world.bought(mass_g=20_000)))

    said = statement(Scope(mineral="cassiterite"), NOVEMBER)

    assert wet(said, IN) == said.stock.wet_g == 20_000
    assert wet(said, OUT) == wet(said, INSIDE) == 0


def test_a_lot_has_its_own_statement(world):
    lot = world.bought(mass_g=20_000)
    world.received(world.dispatched(lot))

    said = statement(Scope(lot=lot), NOVEMBER)

    assert wet(said, IN) == said.stock.wet_g == 20_000
    assert {line.cause for line in said.of(INSIDE)} == {"sold", "bought", "sent", "handed_over", "received"}


def test_the_books_of_a_party_stand_one_by_one(world):
    lot = world.bought(mass_g=20_000)
    world.bought(mass_g=5_000)
    world.dispatched(lot)

    road, depot = books(Scope(party=world.ours.party), NOVEMBER)

    assert (road.place, road.stock_g, road.in_g) == ("", 20_000, 20_000)
    assert (depot.place, depot.stock_g, depot.in_g, depot.out_g) == (world.ours.depot, 5_000, 25_000, -20_000)


def test_a_window_rolls_with_its_last_day(world):
    world.bought(mass_g=20_000)
    last = date(2026, 12, 31)

    short, long = (statement(depot_of(world), rolling(last, months)) for months in (1, 3))

    assert (short.period, short.opening.wet_g, wet(short, IN)) == (Period(date(2026, 12, 1), last), 20_000, 0)
    assert (long.opening.wet_g, wet(long, IN)) == (0, 20_000)
    assert short.stock == long.stock


def test_as_known_counts_only_what_was_recorded_by_then(world):
    world.bought(mass_g=20_000)
    then = Move.objects.order_by("-event_id").values_list("event_id", flat=True).first()
    world.bought(mass_g=5_000)

    now, known = (statement(depot_of(world, known=event), NOVEMBER) for event in (None, then))

    assert (now.stock.wet_g, known.stock.wet_g) == (25_000, 20_000)
    assert statement(depot_of(world, known=0), NOVEMBER).lines == ()


def test_a_day_is_known_by_the_last_event_recorded_by_its_end(world):
    world.bought()
    ((last, recorded_at),) = rows_of("SELECT id, recorded_at FROM ledger_event ORDER BY id DESC LIMIT 1", [])
    day = recorded_at.date()

    assert last_event_by(day) == last
    assert last_event_by(day - timedelta(days=1)) == 0
    assert last_event_by(day + timedelta(days=400)) == last


@pytest.mark.parametrize("typed", ["2026-13", "2026-1", "26-11", "2026-11-02", "", "1900-01", "२०२६-११"])
def test_a_month_is_a_year_and_a_month(typed):
    with pytest.raises(ValueError, match="^.*$"):
        month(typed)


def test_a_month_ends_with_its_last_day():
    assert month("2026-02") == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(date(2028, 2, 9)).last == date(2028, 2, 29)


def sums():
    """Return the sum of postings of every book, and the grams of the lots that are open there or on the road."""
    posted: dict = {}
    for party, place, mineral, grams in Move.objects.values_list("party", "place", "mineral", "grams"):
        posted[party, place, mineral] = posted.get((party, place, mineral), 0) + grams
    held: dict = {}
    for lot in Lot.objects.filter(state__in=("open", "in_transit")):
        book = (lot.holder, "" if lot.state == "in_transit" else lot.place, lot.mineral)
        held[book] = held.get(book, 0) + lot.mass_g
    return {book: grams for book, grams in posted.items() if grams}, held


def prefix_sums_below_nothing():
    """Return the books that were below nothing after any event."""
    book: dict = {}
    below = set()
    events: dict = {}
    for move in Move.objects.order_by("event_id"):
        events.setdefault(move.event_id, []).append(move)
    for _, moves in sorted(events.items()):
        for move in moves:
            key = (move.party, move.place, move.mineral, move.lot)
            book[key] = book.get(key, 0) + move.grams
        below |= {key for key, grams in book.items() if grams < 0}
    return below


@LAWS
@given(masses, blends, st.integers(0, 3))
def test_the_postings_of_a_book_are_the_grams_of_its_open_lots(world, masses, blends, sent):
    def example():
        lots = [code for code in trade(world, masses, blends) if Lot.objects.get(code=code).state == "open"]
        consignments = [world.dispatched(lot) for lot in lots[:sent]]
        for consignment in consignments[: sent // 2]:
            world.received(consignment)
        posted, held = sums()
        assert posted == held
        assert prefix_sums_below_nothing() == set()
        for scope in (Scope(party=world.ours.party), Scope(place=world.ours.depot), Scope(mineral="cassiterite")):
            for period in (NOVEMBER, everything_until(date(2026, 12, 31)), rolling(date(2026, 11, 2), 1)):
                assert statement(scope, period).closes

    undone(world, example)


@pytest.mark.parametrize("again", ["lot.blended.v1", "consignment.dispatched.v1", "lot.bought.v1"])
def test_nothing_leaves_a_book_twice(world, again):
    """A balance below nothing cannot be made: what was used, sent or sold is not there to be used, sent or sold."""
    one, other = world.bought(mass_g=10_000), world.bought(mass_g=20_000)
    world.blended(one, other, mass_g=30_000)
    facts = {
        "lot.blended.v1": {"lot": make.code("P"), "inputs": [one, other], "mass_g": 30_000},
        "consignment.dispatched.v1": {
            "consignment": make.code("C"),
            "lots": [one],
            "to": world.rivals.party,
            "destination": world.rivals.depot,
        },
        "lot.bought.v1": {"lot": one, "place": world.ours.depot},
    }[again]
    actor = world.ours.manager if again == "lot.blended.v1" else world.ours.clerk
    before = Move.objects.count()

    (answer,) = make.enter(actor, envelope(again, **facts))

    assert answer.status == "refused"
    assert Move.objects.count() == before
    assert prefix_sums_below_nothing() == set()


def test_a_wrong_day_shows_as_impossible_and_is_not_hidden(world):
    """The order of deeds is right, a clock was not: bought a month before it was dug."""
    lot = world.lot(mass_g=10_000)
    make.entered(
        world.ours.clerk, envelope("lot.bought.v1", at="2026-10-05T10:00:00+02:00", lot=lot, place=world.ours.depot)
    )

    assert statement(Scope(party=world.cooperative), month("2026-10")).impossible
    assert not statement(Scope(party=world.cooperative), NOVEMBER).stock.wet_g
