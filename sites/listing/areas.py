"""Countries and provinces that the register knows: picked out of an index step by step, not counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

_PAIRS = """
WITH RECURSIVE area AS (
    (SELECT country, coalesce(province, '') AS province FROM mine_sites_minesite
     ORDER BY country, coalesce(province, '') LIMIT 1)
    UNION ALL
    SELECT later.country, later.province FROM area, LATERAL (
        SELECT site.country, coalesce(site.province, '') AS province FROM mine_sites_minesite site
        WHERE (site.country, coalesce(site.province, '')) > (area.country, area.province)
        ORDER BY site.country, coalesce(site.province, '') LIMIT 1) later
)
SELECT country, province FROM area LIMIT 1000"""
"""One step of the index for each pair: a hundred provinces are a hundred steps, however many sites they hold."""


@dataclass
class Country:
    """A country with the provinces that its sites name."""

    code: str
    provinces: list[str] = field(default_factory=list)


def areas() -> list[Country]:
    """Return the countries of the register with their provinces: one question."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        pairs = cursor.fetchall()
    found: dict[str, Country] = {}
    for country, province in pairs:
        held = found.setdefault(country, Country(country))
        if province:
            held.provinces.append(province)
    return list(found.values())


def in_area(asked: str) -> Q:
    """Return which sites lie in "CD", or in "CD:Sud-Kivu"."""
    country, _colon, province = asked.partition(":")
    return Q(country=country, province=province) if province else Q(country=country)
