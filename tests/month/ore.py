"""What the people of the month know of their ore: written down as they go, never asked of the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from tests.month.cast import Cast, House, Site, Size
from tests.month.clock import Clock
from tests.month.service import Background

GRADE_OF = {"cassiterite": "SnO2", "coltan": "Ta2O5"}
PPM = 1_000_000


@dataclass
class Ore:
    """A lot in somebody's hands; `last_g` is what the last scale showed, `said_by` the event that opened it.

    A bag that came in a file has no code yet for those who know its tag alone.
    """

    mineral: str
    mass_g: int
    lot: str = ""
    moisture_ppm: int = 0
    grade_ppm: int = 0
    head: str = ""
    said_by: int = 0
    tag: str | None = None
    site: Site | None = None
    last_g: int = 0

    @property
    def dry_g(self) -> float:
        return self.mass_g * (PPM - self.moisture_ppm) / PPM

    @property
    def contained_g(self) -> float:
        return self.dry_g * self.grade_ppm / PPM


@dataclass
class Consignment:
    """Lots on the road."""

    code: str
    sender: House
    to: House
    load: list[Ore]


@dataclass
class Known:
    """What was done, in sums: the checks hold the ledger against it."""

    dug_g: Counter[str] = field(default_factory=Counter)
    exported_g: Counter[str] = field(default_factory=Counter)
    lost_g: Counter[str] = field(default_factory=Counter)
    corrected_g: Counter[str] = field(default_factory=Counter)
    unexplained_g: int = 0
    tags_used: set[str] = field(default_factory=set)
    bags: set[str] = field(default_factory=set)
    export_lots: list[str] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    slips: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    box: str = ""
    label_sheets: list[tuple[int, int, bytes]] = field(default_factory=list)
    tags: int = 0
    spoilt_tags: int = 0
    bought: Counter[str] = field(default_factory=Counter)
    issues: list[str] = field(default_factory=list)


class Desk:
    """What every part of the month works with."""

    size: Size
    for_retagging: list[str]

    def __init__(self, cast: Cast, clock: Clock, background: Background) -> None:
        self.cast, self.clock, self.background = cast, clock, background
        self.random, self.known = Random(26), Known()
        self.stock: defaultdict[str, list[Ore]] = defaultdict(list)
        self.coming: defaultdict[str, list[Ore]] = defaultdict(list)
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the seconds of a part of the month."""
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += perf_counter() - started

    def by_mineral(self, house: House) -> dict[str, list[Ore]]:
        """Return what lies in a house, ore by ore."""
        found: dict[str, list[Ore]] = {}
        for ore in self.stock[house.place]:
            found.setdefault(ore.mineral, []).append(ore)
        return found

    def depot_of(self, site: Site) -> House:
        """Return the depot that buys the bags of a site."""
        return self.cast.depots[site.number % len(self.cast.depots)]

    def page_of(self, today: int) -> int:
        """Return the page of the day in the books of the sites: one page for each day of digging."""
        return self.size.digging.index(today) + 1

    def take(self, house: House, taken: list[Ore]) -> None:
        """Take ore out of a house's own list."""
        gone = {id(ore) for ore in taken}
        self.stock[house.place] = [ore for ore in self.stock[house.place] if id(ore) not in gone]


def chunks(ores: list[Ore], most: int) -> list[list[Ore]]:
    """Return ores in loads of about the same number, none above the most."""
    loads = -(-len(ores) // most)
    return [ores[number::loads] for number in range(loads)]
