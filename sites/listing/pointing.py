"""The few sites in view, by name: in their cell, or where they lie for those who may see that."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ledger.risk.status_age import NONE
from sites.listing.clustering import Box
from sites.listing.colouring import in_force
from sites.models import MineSite
from sites.positions.asking import current_positions
from sites.positions.models import SitePosition


def points(rows: QuerySet[MineSite], box: Box, today: date, *, most: int, exact: bool) -> list[dict[str, Any]]:
    """Return sites with the place to draw them at; with `exact`, the point itself where one is known."""
    listed = rows.filter(box.holds()).annotate(colour=in_force(today)).order_by("name", "code")
    sites = list(listed.only("code", "name", "cell_lat", "cell_lon")[:most])
    known = current_positions((site.code for site in sites), today) if exact else {}
    return [
        {
            "code": site.code,
            "name": site.name,
            "colour": site.colour or NONE,
            "at": _at(site, known.get(site.code)),
            "exact": site.code in known,
            "address": reverse("site", args=[site.code]),
        }
        for site in sites
    ]


def _at(site: MineSite, known: SitePosition | None) -> list[float]:
    if known is None:
        return [site.cell_lat / 10, site.cell_lon / 10]
    return [known.latitude_e6 / 1e6, known.longitude_e6 / 1e6]
