"""Which sites have tags left, with the State's colour and its age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from ledger.custody.models import Tag
from ledger.custody.tables import ISSUED
from ledger.parties.models import Place
from ledger.risk.status_age import StatusAge, status_age
from ledger.standing.models import Standing
from ledger.standing.reading import OF_STATE

MOST_SITES, MOST_TAGS = 60, 30


@dataclass(frozen=True)
class SiteToTag:
    """A site where bags may be tagged."""

    place: Place
    tags: int
    status: StatusAge


def sites_with_tags(today: date) -> list[SiteToTag]:
    """Return the sites with tags left, by name."""
    counted = Tag.objects.filter(state=ISSUED).values("place").annotate(n=Count("code")).order_by("place")
    left = {each["place"]: each["n"] for each in counted}
    places = list(Place.objects.filter(code__in=left).order_by("name", "code")[:MOST_SITES])
    said: dict[str, list[Any]] = {}
    for each in Standing.objects.filter(subject__in=[place.code for place in places], topic__in=OF_STATE):
        said.setdefault(each.subject, []).append(each)
    return [
        SiteToTag(place, left[place.code], status_age(said.get(place.code, ()), today, country=place.country))
        for place in places
    ]


def tags_left(place: Place, today: date) -> dict[str, Any]:
    """Return what the form of a site shows beside its fields: some tags to choose from, and the State's colour."""
    unused = Tag.objects.filter(place=place.code, state=ISSUED).order_by("code")
    tags: Sequence[str] = unused.values_list("code", flat=True)
    statements = list(Standing.objects.filter(subject=place.code, topic__in=OF_STATE))
    return {"tags": list(tags[:MOST_TAGS]), "status": status_age(statements, today, country=place.country)}
