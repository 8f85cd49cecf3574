"""What the pages of the register show around their sites: the form of filters, and what a map says of itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from ledger.parties.access import may_see_exact_positions
from sites.listing.areas import areas
from sites.listing.asking import Asked, read, spoken
from sites.listing.clustering import COLOURS
from sites.listing.filters import FILTERS


def asked_of(request: HttpRequest) -> Asked:
    """Return what a request asks of the register."""
    return read(request.GET)


def form_of(asked: Asked) -> dict[str, Any]:
    """Return what the form of filters shows: one question, for the provinces."""
    fields = [{"filter": each, "value": asked.value(each.name), "choices": each.choices()} for each in FILTERS.values()]
    return {
        "asked": asked,
        "query": urlencode(asked.query),
        "spoken": spoken(asked),
        "areas": areas(),
        "first_fields": [each for each in fields if each["filter"].first],
        "more_fields": [each for each in fields if not each["filter"].first],
        "more_is_set": bool(asked.area) or any(not FILTERS[name].first for name in asked.chosen),
    }


def shown_on_map(request: HttpRequest) -> dict[str, Any]:
    """Return what every page with a map says about it."""
    return {"map_colours": COLOURS, "sees_points": may_see_exact_positions(request.actor)}
