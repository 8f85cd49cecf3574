"""The days of the month, in their order: what happens each day, and what happens on one day alone."""

from __future__ import annotations

from collections.abc import Callable

from tests.make import envelope
from tests.month import depots, exporting, roads, tagging
from tests.month.calling import Wire
from tests.month.cast import Founding, Size
from tests.month.clock import Clock, at
from tests.month.ore import Consignment, Desk, Ore
from tests.month.service import Background

DAYS = 31
SENT, ARRIVED, WASHED, SENT_ON, ARRIVED_ON = (7, 14, 22), (8, 15, 23), (9, 16, 24), (10, 17, 25), (12, 19, 27)
PREPARED, EXPORTED = (20, 28), (23, 31)


class Month(Desk):
    """A month of trade, played from its first day to its last."""

    def __init__(self, founding: Founding, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.size: Size = founding.size
        self.for_retagging: list[str] = []
        self.on_the_road: list[Consignment] = []
        self.turned_away: list[Consignment] = []
        self.concentrates: list[Ore] = []
        self.prepared: list[Ore] = []
        self.blended_up: list[Ore] = []
        self.founding = founding
        super().__init__(None, founding.clock, founding.background)  # type: ignore[arg-type]

    def play(self) -> None:
        """Play it all."""
        with self.part("register, by sheets and API"):
            self.cast = self.founding.found()
        with self.part("tags: series, box, allocation, issue"):
            tagging.stock_tags(self)
            self.background.night()
        for today in range(1, DAYS + 1):
            self._day(today)
            self.tell(f"day {today} of {DAYS}: {self.founding.wire.entries:,} entries by API")
        with self.part("what has no person: positions, risk, clock"):
            self.clock.set(DAYS + 3, 6)
            self.background.midnight()

    def _day(self, today: int) -> None:
        with self.part("depots: weigh, assay, buy"):
            depots.morning(self, today)
        with self.part("depots: correct, re-tag, blend, split"):
            self._at_depots(today)
        with self.part("roads: send, receive, refuse"):
            self._on_roads(today)
        with self.part("plant and exports"):
            self._to_the_border(today)
        with self.part("sites: tag"):
            if today in self.size.digging:
                tagging.evening(self, today)
            self._troubles_of_tags(today)
        if today == 30:
            with self.part("counts of ore and tags"):
                self._count(today)
        with self.part("what has no person: positions, risk, clock"):
            self.clock.set(today, 23)
            self.background.midnight() if today % 7 == 0 else self.background.night()

    def _at_depots(self, today: int) -> None:
        first = self.cast.depots[0]
        if today == 5:
            depots.correct_a_bag(self, today, first, self.stock[first.place][0], -1_800)
        if today == 6:
            depots.retag_a_bag(self, today)
        if today == SENT[1]:
            for house in self.cast.depots[::2]:
                self.blended_up += depots.blend_half(self, today, house)
            depots.split_a_blend(self, today, first)
        if today == 18:
            depots.correct_a_bag(self, today, first, self.blended_up[0], 300, used=True)

    def _on_roads(self, today: int) -> None:
        cast = self.cast
        if today in SENT:
            for house in cast.depots:
                self.on_the_road += roads.send(self, today, house, cast.processor, list(self.stock[house.place]))
        if today in ARRIVED:
            self._arrive(today)
        if today == 10:
            for sent in self.turned_away:
                roads.take_back(self, today, sent)
        if today in SENT_ON:
            sent_on, self.concentrates = self.concentrates, []
            self.on_the_road += roads.send(self, today, cast.processor, cast.exporter, sent_on)
        if today in ARRIVED_ON:
            self._arrive(today)

    def _arrive(self, today: int) -> None:
        """In the first week one bag is missing and the last lorry is turned away; in the second a bag is too many."""
        arriving, self.on_the_road = self.on_the_road, []
        if today == ARRIVED[0]:
            self.turned_away.append(arriving.pop())
            roads.refuse(self, today, self.turned_away[0])
        for number, sent in enumerate(arriving):
            missing = 1 if (today, number) == (ARRIVED[0], 0) else 0
            roads.receive(self, today, sent, missing=missing, surplus=(today, number) == (ARRIVED[1], 0))

    def _to_the_border(self, today: int) -> None:
        if today in WASHED:
            self.concentrates += exporting.wash(self, today, self.cast.processor)
        if today in PREPARED:
            self.prepared = exporting.prepare_exports(self, today)
        if today in EXPORTED:
            exporting.export(self, today, self.prepared)

    def _troubles_of_tags(self, today: int) -> None:
        if today == 3:
            tagging.spoil_a_tag(self, today)
        if today == 5:
            tagging.lose_tags(self, today)
        if today == 29:
            tagging.give_back_tags(self, today)

    def _count(self, today: int) -> None:
        """Two people of every house count its ore, and two people of each holder its tags."""
        self.clock.set(today, 16)
        for house in self.cast.houses:
            lots = house.clerk.all("/api/v1/lots/", holder="me", state="open", limit=500)
            for mineral in sorted({lot["mineral"] for lot in lots}):
                grams = sum(lot["mass_g"] for lot in lots if lot["mineral"] == mineral)
                facts = {"place": house.place, "mineral": mineral, "counted_g": grams}
                house.clerk.enter(counting := envelope("stock.counted.v1", at=at(today, 15), **facts))
                house.manager.enter(envelope("proposal.signed.v1", at=at(today, 15), proposal=counting["key"]))
        tagging.count_tags(self, today)


def play(
    size: Size, wire: Wire, clock: Clock, background: Background, tell: Callable[[str], None] | None = None
) -> Month:
    """Play a month against a server and return it; `tell` hears how far it is."""
    month = Month(Founding(size, wire, background, clock), tell or (lambda word: None))
    month.play()
    return month
