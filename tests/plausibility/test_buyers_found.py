"""D6, D8, D14, RF-C-S: what needs numbers of tags, two windows of days or many pairs, found in real tables."""

from datetime import date
from itertools import count

import pytest
from django.db import transaction

from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.models import Flag, Lot, Move
from ledger.risk.engine import look_at_parties
from ledger.risk.plausibility.finding_tags import tags_used_at
from ledger.risk.plausibility.sequences import BOOKLETS_SEEN, Booklet
from tests import make
from tests.make import entered, envelope
from tests.tags.conftest import Stock

NOVEMBER = date(2026, 11, 23)


def flags(subject, rule):
    return dict(Flag.objects.filter(subject=subject, rule=rule, cleared_on=None).values_list("rule", "severity"))


def tagged_with(world, *tags):
    """Tag bags with these numbers, minute by minute."""
    for number, tag in enumerate(tags):
        entered(world.tagger, world.tagging(tag=tag, at=f"2026-11-03T11:{number * 3 % 60:02d}:00+02:00"))


@pytest.mark.rule("D6")
def test_numbers_that_an_agent_leaps_over_are_found_in_a_series_with_stock(digging, world):
    stock = Stock(world)
    stock.opened()
    parcel = stock.allocated(stock.box(), number=300)
    tags = stock.issued(parcel, number=300)
    tagged_with(world, *tags[:2])
    digging.watched()
    assert flags(world.site, "D6") == {}

    tagged_with(world, tags[250])
    digging.watched()

    assert flags(world.site, "D6") == {"D6": "warn"}
    assert Flag.objects.get(subject=world.site, rule="D6").evidence["jump"] == 249
    (booklet,) = tags_used_at([world.site], NOVEMBER)[world.site][BOOKLETS_SEEN]
    assert booklet == Booklet(booklet.booklet, 1, tags[250], 248)


@pytest.mark.rule("D6")
def test_numbers_that_are_left_out_are_found_too(digging, world):
    stock = Stock(world)
    tags = stock.booklet(number=30)

    tagged_with(world, tags[0], tags[21])
    digging.watched()
    assert flags(world.site, "D6") == {}, "twenty may be left out"
    tagged_with(world, tags[23])
    digging.watched()

    assert Flag.objects.get(subject=world.site, rule="D6").evidence["number"] == 21


def bought(world, day, digging, *grams, by, site):
    for lot in digging.bags(day, *grams, site=site):
        at = f"{day}T18:00:00+02:00"
        entered(by.clerk, envelope("lot.bought.v1", at=at, lot=lot, place=by.depot))


@pytest.mark.rule("D8")
def test_a_buyer_whose_share_of_a_district_leaps_is_found_and_the_other_is_not(digging, world):
    site = make.code("S")
    facts = {"place": site, "name": "Mutoko", "country": "CD", "zone": "Africa/Lubumbashi"}
    facts |= {"territory": "Manono", "province": "Tanganyika"}
    entered(world.programme, envelope("site.registered.v1", minerals=["cassiterite"], **facts))
    world.status(place=site, **make.FOR_MANY_YEARS)
    for day, ours, rivals in (("2026-08-10", 2_000_000, 8_000_000), ("2026-10-10", 7_000_000, 3_000_000)):
        bought(world, day, digging, ours, by=world.ours, site=site)
        bought(world, day, digging, rivals, by=world.rivals, site=site)

    look_at_parties([world.ours.party, world.rivals.party], NOVEMBER)

    assert flags(world.ours.party, "D8") == {"D8": "warn"}
    assert flags(world.rivals.party, "D8") == {}
    said = Flag.objects.get(subject=world.ours.party, rule="D8").evidence
    assert (said["district"], said["before_ppm"], said["share_ppm"]) == ("Manono, Tanganyika", 200_000, 700_000)


NUMBERS = count(10**6)


def purchases(world, agent, number, grams, other=0):
    """Put purchases of bags into the tables, as their deeds would: `other` more of the agent's went to the rivals."""
    lots, moves = [], []
    for each in range(number + other):
        code, event = make.code("P"), next(NUMBERS)
        by = world.ours if each < number else world.rivals
        said = {"mineral": "cassiterite", "holder": by.party, "place": by.depot, "state": "open", "on_hold": False}
        said |= {"head": "00000000-0000-0000-0000-000000000001", "opened_on": date(2026, 10, 1), "event_id": event}
        lots.append(Lot(code=code, mass_g=grams(each), made_as="production", tagged_by=agent, **said))
        bought = {"party": by.party, "place": by.depot, "mineral": "cassiterite", "cause": "bought", "part": 0}
        moves.append(Move(lot=code, event_id=event, grams=grams(each), on_day=date(2026, 10, 1), **bought))
    Lot.objects.bulk_create(lots)
    Move.objects.bulk_create(moves)


@pytest.fixture
def undone(world):
    """Take away what no event says, before the log is replayed."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@pytest.mark.rule("D14")
def test_of_a_hundred_pairs_the_one_with_even_weights_alone_at_its_buyer_is_found(world, undone):
    for agent in range(99):
        purchases(world, f"agent-{agent:03d}", 50, lambda each: 30_000 + each * 400, other=25)
    look_at_parties([world.ours.party], NOVEMBER)
    assert flags(world.ours.party, "D14") == {}

    purchases(world, "agent-even", 50, lambda each: 40_000 + each)
    look_at_parties([world.ours.party], NOVEMBER)

    assert flags(world.ours.party, "D14") == {"D14": "warn"}
    assert Flag.objects.get(rule="D14").evidence["agent"] == "agent-even"


@pytest.mark.rule("RF-C-S")
def test_a_supplier_whose_lots_bring_flags_of_three_rules_is_under_suspicion(digging, world):
    lots = [
        lot for day in range(5) for lot in digging.bags(f"2026-10-{10 + day}", 40_000 + day, clock="10:{minute:02d}:00")
    ]
    rules = ("DATA-01", "TAG-03", "CUST-05")
    flagged = [(lot, rules[number % 3]) for number, lot in enumerate(lots)]
    for lot, rule in flagged[:4]:
        raise_flag(lot, rule)
    look_at_parties([world.cooperative], NOVEMBER)
    assert flags(world.cooperative, "RF-C-S") == {}, "four lots are too few"

    raise_flag(*flagged[4])
    look_at_parties([world.cooperative], NOVEMBER)

    assert flags(world.cooperative, "RF-C-S") == {"RF-C-S": "warn"}


def raise_flag(lot, rule):
    """Raise a flag as the system does, about something that is not in question here."""
    facts = {"rule": rule, "version": 1, "subject": lot, "severity": "warn", "category": "operational", "evidence": {}}
    (answer,) = enter([system_entry(make.envelope("x")["key"], "flag.raised.v1", facts)])
    assert answer.status == "recorded", answer
