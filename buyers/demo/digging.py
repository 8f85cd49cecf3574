"""Dig: tags are issued, bags are tagged at the sites, weighed and bought at two depots."""

from __future__ import annotations

from buyers.demo import cast
from buyers.demo.script import Bag, Script
from ledger import codes

TAGS_TOO_MANY = 6
DEPOTS = {cast.COMPTOIR: ("clerk", cast.DEPOT), cast.RIVALS: ("rival-clerk", cast.RIVAL_DEPOT)}
CENTS_PER_KG = {cast.TIN: 912, cast.TANTALUM: 3_640, cast.COPPER: 61}
BAG_G = {cast.TIN: (31_000, 49_500), cast.TANTALUM: (22_000, 41_000), cast.COPPER: (38_000, 52_000)}
TARE_G = 320


def dig(script: Script) -> None:
    """Issue tags, then fill, tag and sell the bags of every site."""
    for site in cast.SITES:
        _issue(script, site)
        for number in range(site.bags):
            _bag(script, site, number)


def _issue(script: Script, site: cast.Site) -> None:
    tags = [cast.code(codes.TAG, f"{site.name} {number}") for number in range(site.bags + TAGS_TOO_MANY)]
    script.tags[site.name] = tags[site.bags :]
    place = script.places[site.name]
    script.say("programme", "tag.issued.v1", site.name, script.at(60, "09:00"), place=place, tags=tags)


def _bag(script: Script, site: cast.Site, number: int) -> None:
    name = f"{site.name} {number}"
    span = site.from_day - site.to_day
    dug = site.from_day - span * number // max(1, site.bags - 1)
    mass_g = script.chance.randrange(*BAG_G[site.mineral], 100)
    bag = Bag(script.lot_of(name), cast.code(codes.TAG, name), mass_g, site.name, dug)
    tag(script, site, bag, name)
    sell(script, site, bag, name)
    script.remember([bag])


def tag(script: Script, site: cast.Site, bag: Bag, name: str, **how: object) -> None:
    """Let the agent close a tag on a bag at its site, in the afternoon of the day it was dug."""
    when = script.at(bag.dug, f"{14 + script.chance.randrange(3)}:{script.chance.randrange(60):02d}")
    facts = {
        "lot": bag.lot,
        "tag": bag.tag,
        "place": script.places[site.name],
        "mineral": site.mineral,
        "mass_g": bag.mass_g,
        "dug_on": when.date().isoformat(),
        "holder": site.cooperative,
        "miner": f"Équipe {1 + script.chance.randrange(9)}",
    }
    script.say("tagger", "lot.tagged.v1", name, when, **{**facts, **how})


def sell(script: Script, site: cast.Site, bag: Bag, name: str, *, answer: str = "recorded") -> None:
    """Let the depot weigh the bag and buy it, the day after it was dug."""
    clerk, depot = DEPOTS[site.buyer]
    minute = script.chance.randrange(60)
    gross = bag.mass_g + TARE_G + script.chance.randrange(-150, 151, 50)
    cents = bag.mass_g * CENTS_PER_KG[site.mineral] // 1_000
    lot, morning = bag.lot, bag.dug - 1
    weighed, bought = script.at(morning, f"08:{minute:02d}"), script.at(morning, f"09:{minute:02d}")
    scale = {"gross_g": gross, "tare_g": TARE_G, "scale": f"B-{12 if depot == cast.DEPOT else 31}"}
    script.say(clerk, "lot.weighed.v1", name, weighed, answer=answer, lot=lot, **scale)
    price = {"price_minor": cents, "currency": "USD"}
    script.say(clerk, "lot.bought.v1", name, bought, answer=answer, lot=lot, place=depot, **price)
