"""The trade of a made world: bags are tagged, bought, blended by thirty, sent to a plant, blended again, sent on.

A round is 90 bags from ten sites at one depot; a lot of the depot has a lineage of 31 lots, one of the plant of 94,
and a great lot of a hundred and seven of these some ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from buyers.growing.cast import Cast, Keeper, Said, Site
from buyers.growing.entering import Writer
from ledger import codes

BAGS, SITES, BLENDS, GREAT = 90, 10, 3, 107
ROUND = BAGS + BLENDS + 1
"""Lots that a round makes."""
AT_ONCE = 10
"""Rounds whose deeds share batches."""
ISSUED_AT_ONCE = 400
FIRST_DAY, DAYS = date(2024, 6, 3), 700


@dataclass
class Round:
    """Ninety bags at a depot, and what has become of them."""

    depot: Keeper
    plant: Keeper
    mineral: str
    bags: dict[str, int]
    blends: dict[str, int] = field(default_factory=dict)
    consignment: str = ""
    top: str = ""
    top_g: int = 0


class Trade:
    """Plays rounds until so many lots are made; the same seed makes the same world."""

    def __init__(self, cast: Cast, writer: Writer) -> None:
        self.cast, self.writer, self.chance = cast, writer, writer.chance
        self.lots = 0
        self._numbers = {kind: count(1) for kind in (codes.LOT, codes.TAG, codes.CONSIGNMENT)}
        self._tags: dict[str, list[str]] = {}
        self._tops: dict[tuple[str, str], dict[str, int]] = {}
        self._by_mineral: dict[str, list[Site]] = {}
        for site in cast.sites:
            self._by_mineral.setdefault(site.mineral, []).append(site)

    def play(self, lots: int) -> Iterator[int]:
        """Make at least so many lots; yields how many there are after every few rounds."""
        number = 0
        while self.lots < lots:
            day = FIRST_DAY + timedelta(days=number // (2 * AT_ONCE) % DAYS)
            rounds = min(AT_ONCE, -(-(lots - self.lots) // ROUND))
            self._rounds(day, number, rounds)
            number += rounds
            yield self.lots
        for place, mineral in sorted(self._tops):
            self._great(day, place, mineral, least=2)
        yield self.lots

    def _rounds(self, day: date, first: int, rounds: int) -> None:
        tagging: list[Said] = []
        played = [self._begin(day, first + each, tagging) for each in range(rounds)]
        say = self.writer.say
        say(self._issuing(tagging), day, "06:00")
        say(tagging, day, "08:00")
        say((self._buying(each, lot) for each in played for lot in each.bags), day, "12:00")
        say((blending for each in played for blending in self._blending(each)), day, "15:00")
        say([self._sending(each) for each in played], day, "16:00")
        say([self._receiving(each) for each in played], day, "18:00")
        say([self._top(each) for each in played], day, "19:00")
        self.lots += sum(ROUND for _ in played)
        for each in played:
            stock = self._tops.setdefault((each.plant.place, each.mineral), {})
            stock[each.top] = each.top_g
            if len(stock) == GREAT:
                self._great(day, each.plant.place, each.mineral, least=GREAT)

    def _new(self, kind: str) -> str:
        return codes.numbered(kind, next(self._numbers[kind]))

    def _begin(self, day: date, number: int, tagging: list[Said]) -> Round:
        cast, mineral = self.cast, self.chance.choice(sorted(self._by_mineral))
        sites = self._by_mineral[mineral]
        chosen = self.chance.sample(sites, min(SITES, len(sites)))
        bags = {}
        for bag in range(BAGS):
            site, lot, grams = chosen[bag % len(chosen)], self._new(codes.LOT), self.chance.randint(20_000, 60_000)
            dug_on = (day - timedelta(days=self.chance.randrange(3))).isoformat()
            facts = {"lot": lot, "place": site.place, "mineral": mineral, "mass_g": grams, "dug_on": dug_on}
            tagging.append(("lot.tagged.v1", {**facts, "holder": site.cooperative}, cast.tagger))
            bags[lot] = grams
        depot = cast.depots[number % len(cast.depots)]
        return Round(depot, cast.plants[number % len(cast.depots) % len(cast.plants)], mineral, bags)

    def _issuing(self, tagging: list[Said]) -> Iterator[Said]:
        """Give every bag its tag; where a site has none left, say first that 400 are issued to it."""
        for _, facts, _ in tagging:
            tags = self._tags.setdefault(facts["place"], [])
            if not tags:
                tags += [self._new(codes.TAG) for _ in range(ISSUED_AT_ONCE)]
                yield "tag.issued.v1", {"place": facts["place"], "tags": list(tags)}, self.cast.programme
            facts["tag"] = tags.pop(0)

    def _buying(self, played: Round, lot: str) -> Said:
        trade = {"price_minor": self.chance.randint(20_000, 60_000), "currency": "USD"}
        return "lot.bought.v1", {"lot": lot, "place": played.depot.place, **trade}, played.depot.clerk

    def _blending(self, played: Round) -> Iterator[Said]:
        bags = list(played.bags)
        for start in range(0, BAGS, BAGS // BLENDS):
            inputs = bags[start : start + BAGS // BLENDS]
            facts = self._blend(inputs, sum(played.bags[lot] for lot in inputs))
            played.blends[facts["lot"]] = facts["mass_g"]
            yield "lot.blended.v1", facts, played.depot.manager

    def _blend(self, inputs: list[str], whole_g: int) -> dict[str, Any]:
        """Return a blend; two out of three dry by half a per cent."""
        facts = {"lot": self._new(codes.LOT), "inputs": inputs, "mass_g": whole_g}
        if self.chance.randrange(3):
            lost_g = whole_g // 200
            facts |= {"mass_g": whole_g - lost_g, "changes": [{"cause": "drying", "grams": -lost_g}]}
        return facts

    def _sending(self, played: Round) -> Said:
        played.consignment = self._new(codes.CONSIGNMENT)
        return self._dispatch(played.consignment, list(played.blends), played.depot, played.plant)

    def _dispatch(self, consignment: str, lots: list[str], sender: Keeper, to: Keeper) -> Said:
        facts = {"consignment": consignment, "lots": lots, "to": to.party, "destination": to.place}
        return "consignment.dispatched.v1", facts, sender.clerk

    def _receiving(self, played: Round) -> Said:
        facts = {"consignment": played.consignment, "place": played.plant.place}
        return "consignment.received.v1", facts, played.plant.clerk

    def _top(self, played: Round) -> Said:
        facts = self._blend(list(played.blends), sum(played.blends.values()))
        played.top, played.top_g = facts["lot"], facts["mass_g"]
        return "lot.blended.v1", facts, played.plant.manager

    def _great(self, day: date, place: str, mineral: str, least: int) -> None:
        """Blend what a plant has of a mineral into one great lot, and send it to an exporter."""
        stock = self._tops[place, mineral]
        if len(stock) < least:
            return
        plant = next(keeper for keeper in self.cast.plants if keeper.place == place)
        exporter, consignment = self.chance.choice(self.cast.exporters), self._new(codes.CONSIGNMENT)
        facts = self._blend(list(stock), sum(stock.values()))
        self.writer.say([("lot.blended.v1", facts, plant.manager)], day, "20:00")
        self.writer.say([self._dispatch(consignment, [facts["lot"]], plant, exporter)], day, "21:00")
        receiving = {"consignment": consignment, "place": exporter.place}
        self.writer.say([("consignment.received.v1", receiving, exporter.clerk)], day, "22:00")
        self.lots += 1
        stock.clear()
