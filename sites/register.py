"""Lines of the register of mine sites: what each site is today, from its standing; a fixed number of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from ledger.custody.models import Origin
from ledger.custody.tables import IDENTITY
from ledger.risk.models import Flag
from ledger.risk.status_age import StatusAge, status_age
from ledger.standing.models import Standing
from ledger.standing.reading import PRESENCE, SCHEME, UNKNOWN, VISIT, YES, last_seen, live
from sites.listing.asking import Asked, found  # noqa: F401  (whoever lists sites asks here)
from sites.listing.filters import SEVERITIES
from sites.models import MineSite

OUTPUT_DAYS = 30


@dataclass(frozen=True)
class Line:
    """One site of the list."""

    site: MineSite
    state: StatusAge
    scheme: StatusAge
    reading: str
    presence: str
    last_visit: date | None
    grams_30_days: int


def lines(names: Sequence[str], today: date) -> list[Line]:
    """Return the lines of sites in this order: four questions, however many there are."""
    sites = MineSite.objects.in_bulk(names)
    statements = _by_subject(Standing.objects.filter(subject__in=names))
    flags = _by_subject(Flag.objects.filter(subject__in=names, cleared_on=None))
    since = today - timedelta(days=OUTPUT_DAYS)
    # every bag keeps the origin it was tagged with, whatever it went into later: so no gram is counted twice
    dug = Origin.objects.filter(place__in=names, dug_on__gt=since, dug_on__lte=today, custody_model=IDENTITY)
    grams = {each["place"]: each["grams"] for each in dug.values("place").annotate(grams=Sum("grams"))}
    return [_line(sites[name], statements.get(name, []), flags.get(name, []), grams, today) for name in names]


def _line(site: MineSite, said: list[Any], flags: list[Any], grams: dict[str, int], today: date) -> Line:
    presence = last_seen(said, PRESENCE, today)
    return Line(
        site,
        status_age(said, today, country=site.country),
        status_age(said, today, SCHEME),
        reading(flags),
        presence.value if presence else UNKNOWN,
        last_visit(said, today),
        grams.get(site.code, 0),
    )


def reading(flags: Sequence[Any]) -> str:
    """Return our own reading: the worst open flag, or clear."""
    severities = {flag.severity for flag in flags}
    return next((each for each in SEVERITIES if each in severities), "clear")


def last_visit(statements: Sequence[Any], today: date) -> date | None:
    """Return the day of the last visit by somebody who was really there."""
    days = [each.valid_from for each in live(statements) if each.topic == VISIT and each.value == YES]
    return max((day for day in days if day <= today), default=None)


def _by_subject(rows: Any) -> dict[str, list[Any]]:
    by: dict[str, list[Any]] = {}
    for row in rows:
        by.setdefault(row.subject, []).append(row)
    return by
