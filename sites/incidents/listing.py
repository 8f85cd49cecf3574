"""The list of cases: filters and keyset pages; the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.models import Place
from ledger.risk.incidents.clocks import over
from ledger.risk.incidents.late import is_over
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.seeing import incidents_seen_by
from ledger.risk.incidents.tables import CLOSED, OPEN

PER_PAGE = 40
SHOWN = ("open", "over", "closed", "all")


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the list."""

    show: str = "open"
    level: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Line:
    """A case in the list, with the name of its place and the clocks that are over."""

    row: Incident
    place: str
    over: list[Any]
    days: int


def asked_for(given: Any) -> Asked:
    """Return what an address asks for; what is none of the choices asks for nothing."""
    show, level, place = given.get("show", "open"), given.get("level", ""), given.get("place", "")
    return Asked(show if show in SHOWN else "open", int(level) if level in {"1", "2", "3"} else None, place[:9])


def found(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Incident]:
    """Return the cases that an actor sees and asks for."""
    rows = incidents_seen_by(actor)
    if asked.show == "closed":
        rows = rows.filter(state=CLOSED)
    elif asked.show != "all":
        rows = rows.filter(state=OPEN)
    if asked.show == "over":
        rows = rows.filter(is_over(now))
    if asked.level:
        rows = rows.filter(level=asked.level)
    return rows.filter(place=asked.place) if asked.place else rows


def page(actor: Actor, asked: Asked, after: int | None, now: datetime) -> tuple[list[Line], int | None]:
    """Return a page of cases and where the next one begins; two queries."""
    rows = found(actor, asked, now).order_by("-event_id")
    some = list((rows.filter(event_id__lt=after) if after else rows)[: PER_PAGE + 1])
    places = Place.objects.filter(code__in={row.place for row in some if row.place})
    names = dict(places.values_list("code", "name"))
    lines = [
        Line(
            row,
            names.get(row.place or "", ""),
            over(row, now),
            ((row.closed_on or now.date()) - row.opened_on).days,
        )
        for row in some[:PER_PAGE]
    ]
    return lines, some[PER_PAGE - 1].event_id if len(some) > PER_PAGE else None
