"""Completeness: what share of a lot's mass is traced to a mine site, what to a zone only, what to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from ledger import codes
from ledger.custody.models import Origin
from ledger.parties.models import Place
from ledger.units import share_ppm

MINE_SITE = "mine_site"


@dataclass(frozen=True)
class Traced:
    """Net wet grams of a lot by how far they are traced; together they are the lot."""

    site_g: int
    zone_g: int
    nothing_g: int

    @property
    def whole_g(self) -> int:
        return self.site_g + self.zone_g + self.nothing_g

    @property
    def site_ppm(self) -> int:
        return share_ppm(self.site_g, self.whole_g)

    @property
    def zone_ppm(self) -> int:
        return share_ppm(self.zone_g, self.whole_g)

    @property
    def nothing_ppm(self) -> int:
        return share_ppm(self.nothing_g, self.whole_g)


def traced(lot: str) -> Traced:
    """Return how far a lot is traced; two queries. A depot is no origin: ore that began there is traced to nothing."""
    found: dict[str, int] = {}
    for place, grams in Origin.objects.filter(lot=lot).values_list("place", "grams"):
        found[place] = found.get(place, 0) + grams
    sites = set(Place.objects.filter(code__in=found, kind=MINE_SITE).values_list("code", flat=True))
    site_g = sum(grams for place, grams in found.items() if place in sites)
    zone_g = sum(grams for place, grams in found.items() if codes.is_code(place, codes.ZONE))
    return Traced(site_g, zone_g, sum(found.values()) - site_g - zone_g)
