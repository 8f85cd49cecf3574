"""Who and where: parties, sites and depots of a made world, growing with the number of lots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.parties import roles

COUNTRY, ZONE = "CD", "Africa/Lubumbashi"
MINERALS = ("cassiterite", "cassiterite", "cassiterite", "coltan")
"""Of four sites, three dig tin and one tantalum."""
FOR_MANY_YEARS = {"valid_from": "2024-01-01", "valid_to": "2059-12-31"}
Said = tuple[str, dict[str, Any], Actor]
"""Kind, facts and who says it."""


@dataclass(frozen=True)
class Keeper:
    """A trader, plant or exporter with its place."""

    party: str
    place: str

    @property
    def clerk(self) -> Actor:
        return Actor(f"clerk-{self.party}", self.party, frozenset({roles.DEPOT_CLERK}))

    @property
    def manager(self) -> Actor:
        return Actor(f"manager-{self.party}", self.party, frozenset({roles.DEPOT_MANAGER}))


@dataclass(frozen=True)
class Site:
    """A mine site, what is dug there, and the cooperative that digs."""

    place: str
    mineral: str
    cooperative: str


@dataclass(frozen=True)
class Cast:
    """Everybody in the world."""

    programme_party: str
    agency: str
    cooperatives: list[str]
    sites: list[Site]
    depots: list[Keeper]
    plants: list[Keeper]
    exporters: list[Keeper]

    @property
    def programme(self) -> Actor:
        return Actor("programme", self.programme_party, frozenset({roles.PROGRAMME_MANAGER}))

    @property
    def regulator(self) -> Actor:
        return Actor("regulator", self.agency, frozenset({roles.REGULATOR}))

    @property
    def tagger(self) -> Actor:
        return Actor("tagger", self.agency, frozenset({roles.TAGGING_AGENT}))


def cast_for(lots: int) -> Cast:
    """Return the cast of a world of so many lots: 20 sites and 5 depots at least, 500 and 50 for a million."""
    sites, depots = max(20, lots // 2_000), max(5, lots // 20_000)
    plants, exporters = max(1, depots // 10), max(1, depots // 25)
    party = (codes.numbered(codes.PARTY, number) for number in range(1, 10**6))
    place = (codes.numbered(codes.PLACE, number) for number in range(1, 10**6))
    programme, agency = next(party), next(party)
    cooperatives = [next(party) for _ in range(max(1, sites // 5))]
    dug = [Site(next(place), MINERALS[number % 4], cooperatives[number % len(cooperatives)]) for number in range(sites)]
    keepers = [Keeper(next(party), next(place)) for _ in range(depots + plants + exporters)]
    bounds = (depots, depots + plants)
    return Cast(
        programme,
        agency,
        cooperatives,
        dug,
        keepers[: bounds[0]],
        keepers[bounds[0] : bounds[1]],
        keepers[bounds[1] :],
    )


def founding(cast: Cast) -> Iterator[Said]:
    """Yield what registers everybody, every place and the status of every site."""
    named = [(cast.programme_party, "Programme", "programme"), (cast.agency, "Mines service", "agency")]
    named += [(party, f"Cooperative {number}", "cooperative") for number, party in enumerate(cast.cooperatives, 1)]
    named += [(keeper.party, f"Trader {number}", "trader") for number, keeper in enumerate(cast.depots, 1)]
    named += [(keeper.party, f"Plant {number}", "processor") for number, keeper in enumerate(cast.plants, 1)]
    named += [(keeper.party, f"Exporter {number}", "exporter") for number, keeper in enumerate(cast.exporters, 1)]
    for party, name, kind in named:
        yield "party.registered.v1", {"party": party, "name": name, "kind": kind, "country": COUNTRY}, cast.programme
    for number, keeper in enumerate([*cast.depots, *cast.plants, *cast.exporters], 1):
        facts = {"place": keeper.place, "name": f"Depot {number}", "kind": "depot", "party": keeper.party}
        yield "place.registered.v1", {**facts, "country": COUNTRY, "zone": ZONE}, cast.programme
    for number, site in enumerate(cast.sites, 1):
        facts = {"place": site.place, "name": f"Site {number}", "minerals": [site.mineral]}
        yield "site.registered.v1", {**facts, "country": COUNTRY, "zone": ZONE}, cast.programme
    for site in cast.sites:
        facts = {"place": site.place, "by": "state", "status": "green", **FOR_MANY_YEARS}
        yield "site.status_decided.v1", facts, cast.regulator
