"""Trouble: what the ledger refuses, holds, and lets wait. Each of these happens on real sites."""

from __future__ import annotations

from buyers.demo import cast
from buyers.demo.digging import sell, tag
from buyers.demo.script import WAITING, Bag, Script
from buyers.demo.trading import Input
from ledger import codes

SITES = {site.name: site for site in cast.SITES}


def trouble(script: Script) -> None:
    """Add the troubles; called before trade takes the bags out of the store."""
    _tag_read_twice(script)
    _bag_of_another_site(script)
    _bag_of_a_red_site(script)
    _sold_twice(script)
    _grams_that_do_not_add_up(script)
    _phone_without_network(script)


def _tag_read_twice(script: Script) -> None:
    """Two first lots go on hold (TAG-02); one is released with a reason, the other waits for an answer."""
    misread, open_question = script.bags[cast.KABOMBO][9], script.bags[cast.LUBA][-2]
    _second_use(script, misread, "misread tag")
    note = "The second bag carried a neighbouring number; photographs of both tags were compared."
    released = script.at(misread.dug - 3, "10:15")
    script.say("programme", "lot.released.v1", "misread tag", released, lot=misread.lot, note=note)
    _second_use(script, open_question, "open question")


def _second_use(script: Script, first: Bag, name: str) -> None:
    twin = Bag(script.lot_of(name), first.tag, first.mass_g - 1_700, first.site, first.dug - 2)
    tag(script, SITES[first.site], twin, name, answer="tag_already_used")


def _bag_of_another_site(script: Script) -> None:
    elsewhere = Bag(script.lot_of("elsewhere"), script.tags[cast.KABOMBO][0], 38_400, cast.FONDERIE, 33)
    tag(script, SITES[cast.FONDERIE], elsewhere, "elsewhere", answer="tag_of_other_place")


def _bag_of_a_red_site(script: Script) -> None:
    red = Bag(script.lot_of("red"), script.tags[cast.KAHUNGWE][0], 41_200, cast.KAHUNGWE, 21)
    tag(script, SITES[cast.KAHUNGWE], red, "red", answer="site_may_not_produce")


def _sold_twice(script: Script) -> None:
    bag = script.bags[cast.MILLE][12]
    later, price = script.at(bag.dug - 1, "13:40"), {"price_minor": 39_900, "currency": "USD"}
    facts = {"lot": bag.lot, "place": cast.RIVAL_DEPOT, **price}
    script.say("rival-clerk", "lot.bought.v1", "sold twice", later, answer="not_from_producer", **facts)
    other = script.bags[cast.SENGWE][3]
    facts = {"lot": other.lot, "place": cast.DEPOT, **price}
    earlier = script.at(other.dug - 1, "07:20")
    script.say("rival-clerk", "lot.bought.v1", "wrong depot", earlier, answer="not_your_place", **facts)


def _grams_that_do_not_add_up(script: Script) -> None:
    bags = [bag for bag in script.bags[cast.MILLE] if bag.dug >= 40][:8]
    parts: list[Input] = [(bag.lot, bag.mass_g) for bag in bags]
    facts = {"lot": script.lot_of("too much"), "inputs": [lot for lot, _ in parts]}
    mass_g = sum(grams for _, grams in parts) + 2_500
    when = script.at(36, "11:05")
    script.say("manager", "lot.blended.v1", "too much", when, answer="mass_mismatch", mass_g=mass_g, **facts)
    stolen = {"lots": [script.bags[cast.FONDERIE][2].lot], "to": cast.SMELTER, "destination": cast.STORE}
    consignment = cast.code(codes.CONSIGNMENT, "not theirs")
    say = {"consignment": consignment, "answer": "not_holder"}
    script.say("rival-clerk", "consignment.dispatched.v1", "not theirs", script.at(36, "12:30"), **say, **stolen)


def _phone_without_network(script: Script) -> None:
    """A bag is bought before its tagging comes in: the purchase waits, and is recorded when the phone is back."""
    site = SITES[cast.FONDERIE]
    bag = Bag(script.lot_of("late"), script.tags[site.name][1], 44_700, site.name, 20)
    sell(script, site, bag, "late", answer=WAITING)
    tag(script, site, bag, "late", comes_in=script.at(8, "18:30"))
