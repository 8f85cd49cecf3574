"""What somebody asks of the register: read from an address, and written back into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sites.listing.areas import in_area
from sites.listing.filters import FILTERS, ON_THE_REGISTER
from sites.models import MineSite
from sites.searching import sought

MOST_SIGNS = 120


@dataclass(frozen=True)
class Asked:
    """Words to look for, a country or province, and one value for each filter that is set."""

    q: str = ""
    area: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what a filter is set to; empty means any."""
        return self.chosen.get(name, "")

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it; nothing that is not set."""
        said = {"q": self.q, "area": self.area, **self.chosen}
        return {name: value for name, value in said.items() if value}

    def without(self, name: str) -> str:
        """Return the address of the same question with one part left out."""
        return urlencode({kept: value for kept, value in self.query.items() if kept != name})


def read(given: Mapping[str, str]) -> Asked:
    """Read an address; what no filter knows is left out."""
    chosen = {}
    for name, each in FILTERS.items():
        value = given.get(name, "")
        if value in {known for known, _text in each.choices()}:
            chosen[name] = value
    return Asked(typed(given, "q"), typed(given, "area"), chosen)


def typed(given: Mapping[str, str], name: str) -> str:
    """Return what somebody typed, without what no text of the database can hold."""
    return given.get(name, "").replace("\0", "").strip()[:MOST_SIGNS]


def found(asked: Asked, today: date) -> QuerySet[MineSite]:
    """Return the lines of the register that a question leaves."""
    rows = MineSite.objects.all()
    if "lines" not in asked.chosen:
        rows = rows.filter(ON_THE_REGISTER)
    for name, value in asked.chosen.items():
        rows = rows.filter(FILTERS[name].narrow(value, today))
    if asked.area:
        rows = rows.filter(in_area(asked.area))
    rows = rows.order_by("name", "code")
    return rows.filter(sought(asked.q)) if asked.q else rows


def spoken(asked: Asked) -> list[dict[str, Any]]:
    """Return what is asked for, one line each, with the address that leaves it out."""
    said = []
    if asked.q:
        said.append({"label": _("Name, code or place"), "value": asked.q, "without": asked.without("q")})
    if asked.area:
        said.append({"label": _("Where"), "area": asked.area, "without": asked.without("area")})
    for name, value in asked.chosen.items():
        each = FILTERS[name]
        text = dict(each.choices())[value]
        said.append({"label": each.label, "value": text or value, "table": each.table, "without": asked.without(name)})
    return said
