"""One round of the quick world, said through the door: tags, bags, purchases, weighings, and a consignment."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from buyers.growing.cast import Cast, Said, Site
from buyers.growing.entering import Writer
from ledger import codes

BAGS = 30
DAYS = 30
EVENTS = 3 + 3 * BAGS
"""Events of a round: an issue, a dispatch, a receipt; a tagging, a purchase and a weighing for each bag."""
SACK_G = 400
New = Callable[[str], str]


def play_round(cast: Cast, writer: Writer, number: int, first_day: date, new: New) -> list[str]:
    """Say one round: the same number says the same. Returns its codes in the order in which they were given."""
    site, day = cast.sites[number % len(cast.sites)], first_day + timedelta(days=number % DAYS)
    depot, plant = cast.depots[number % len(cast.depots)], cast.plants[number % len(cast.plants)]
    tags, lots = [new(codes.TAG) for _ in range(BAGS)], [new(codes.LOT) for _ in range(BAGS)]
    consignment = new(codes.CONSIGNMENT)
    chance = random.Random(number)  # noqa: S311  (a made world shall be the same again)
    masses = [chance.randint(20_000, 60_000) for _ in lots]
    said: list[Said] = [("tag.issued.v1", {"place": site.place, "tags": tags}, cast.programme)]
    said += _tagging(cast, site, day, list(zip(lots, tags, masses, strict=True)))
    for lot in lots:
        price = {"price_minor": chance.randint(20_000, 60_000), "currency": "USD"}
        said.append(("lot.bought.v1", {"lot": lot, "place": depot.place, **price}, depot.clerk))
    for lot, mass in zip(lots, masses, strict=True):
        said.append(("lot.weighed.v1", {"lot": lot, "gross_g": mass + SACK_G, "tare_g": SACK_G}, depot.clerk))
    sending = {"consignment": consignment, "lots": lots, "to": plant.party, "destination": plant.place}
    said.append(("consignment.dispatched.v1", sending, depot.clerk))
    said.append(("consignment.received.v1", {"consignment": consignment, "place": plant.place}, plant.clerk))
    writer.say(said, day, "15:00")
    return [*tags, *lots, consignment]


def _tagging(cast: Cast, site: Site, day: date, bags: list[tuple[str, str, int]]) -> Iterator[Said]:
    for lot, tag, mass in bags:
        facts = {"lot": lot, "tag": tag, "place": site.place, "mineral": site.mineral, "mass_g": mass}
        yield "lot.tagged.v1", {**facts, "dug_on": day.isoformat(), "holder": site.cooperative}, cast.tagger
