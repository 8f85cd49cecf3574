"""The register of mine sites as a list: filters in SQL, a fixed number of questions for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from ledger import codes
from ledger.custody.models import Origin
from ledger.custody.tables import IDENTITY
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.reference.parameters import parameter
from ledger.risk.evidence_age import months_later
from ledger.risk.models import Flag
from ledger.risk.status_age import StatusAge, status_age
from ledger.standing.models import Standing
from ledger.standing.reading import PRESENCE, SCHEME, STATE, UNKNOWN, VISIT, YES, last_seen
from sites.models import MineSite

PER_PAGE = 40
SEVERITIES = ("stop", "warn", "unknown")
"""Worst first."""


@dataclass(frozen=True)
class Asked:
    """What somebody filters by; empty means any."""

    q: str = ""
    status: str = ""
    presence: str = ""
    visit: str = ""


@dataclass(frozen=True)
class Line:
    """One site of the list."""

    place: Place
    site: MineSite | None
    state: StatusAge
    scheme: StatusAge
    reading: str
    presence: str
    last_visit: date | None
    grams_30_days: int


def found(asked: Asked, today: date) -> QuerySet[Place]:
    """Return the mine sites that a filter leaves, in the order of their names."""
    rows = Place.objects.filter(kind=MINE_SITE).order_by("name", "code")
    if asked.q:
        rows = rows.filter(_named(asked.q))
    if asked.status:
        rows = rows.annotate(colour=_latest(STATE, today, "value"))
        rows = rows.filter(colour=None if asked.status == "none" else asked.status)
    if asked.presence:
        rows = rows.annotate(presence=_latest(PRESENCE, today, "value", known=True))
        rows = rows.filter(presence=None if asked.presence == UNKNOWN else asked.presence)
    return _visited(rows, asked.visit, today) if asked.visit else rows


def _named(typed: str) -> Q:
    code = codes.normal(typed)
    number = MineSite.objects.filter(code=OuterRef("code"), pcode__iexact=typed)
    named = Q(name__icontains=typed) | Q(area__icontains=typed) | Exists(number)
    return named | Q(code=code) if codes.is_code(code, codes.PLACE) else named


def _latest(topic: str, today: date, column: str, *, known: bool = False, value: str | None = None) -> Subquery:
    """Return the last statement about each place: for decisions the one that began last, for visits the last seen."""
    rows = Standing.objects.filter(subject=OuterRef("code"), topic=topic, valid_from__lte=today)
    rows = rows.exclude(value=UNKNOWN) if known else rows
    rows = rows.filter(value=value) if value else rows
    return Subquery(rows.order_by("-valid_from", "-event_id").values(column)[:1])


def _visited(rows: QuerySet[Place], asked: str, today: date) -> QuerySet[Place]:
    rows = rows.annotate(seen_on=_latest(VISIT, today, "valid_from", value=YES))
    warn, unknown = (parameter(f"no_visit_{word}_months", today) for word in ("warn", "unknown"))
    fresh, old = months_later(today, -warn), months_later(today, -unknown)
    chosen = {
        "fresh": Q(seen_on__gt=fresh),
        "old": Q(seen_on__lte=fresh, seen_on__gt=old),
        "unknown": Q(seen_on__lte=old),
        "never": Q(seen_on=None),
    }
    return rows.filter(chosen[asked]) if asked in chosen else rows


def page(
    rows: QuerySet[Place], after: tuple[str, str] | None, before: tuple[str, str] | None
) -> tuple[list[Place], bool, bool]:
    """Return the places of one page, whether there are earlier ones and whether there are later ones."""
    if before:
        name, code = before
        held = rows.filter(Q(name__lt=name) | Q(name=name, code__lt=code)).order_by(F("name").desc(), F("code").desc())
        places = list(held[: PER_PAGE + 1])
        return places[:PER_PAGE][::-1], len(places) > PER_PAGE, True
    if after:
        name, code = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, code__gt=code))
    places = list(rows[: PER_PAGE + 1])
    return places[:PER_PAGE], after is not None, len(places) > PER_PAGE


def lines(places: Sequence[Place], today: date) -> list[Line]:
    """Return the lines of places: four questions, however many there are."""
    names = [place.code for place in places]
    sites = MineSite.objects.in_bulk(names)
    statements = _by_subject(Standing.objects.filter(subject__in=names))
    flags = _by_subject(Flag.objects.filter(subject__in=names, cleared_on=None))
    since = today - timedelta(days=30)
    # every bag keeps the origin it was tagged with, whatever it went into later: so no gram is counted twice
    dug = Origin.objects.filter(place__in=names, dug_on__gt=since, dug_on__lte=today, custody_model=IDENTITY)
    grams = {each["place"]: each["grams"] for each in dug.values("place").annotate(grams=Sum("grams"))}
    return [
        _line(place, sites.get(place.code), statements.get(place.code, []), flags.get(place.code, []), grams, today)
        for place in places
    ]


def _line(place: Place, site: MineSite | None, said: list[Any], flags: list[Any], grams: Any, today: date) -> Line:
    presence = last_seen(said, PRESENCE, today)
    return Line(
        place,
        site,
        status_age(said, today),
        status_age(said, today, SCHEME),
        reading(flags),
        presence.value if presence else UNKNOWN,
        last_visit(said, today),
        grams.get(place.code, 0),
    )


def reading(flags: Sequence[Any]) -> str:
    """Return our own reading: the worst open flag, or clear."""
    severities = {flag.severity for flag in flags}
    return next((each for each in SEVERITIES if each in severities), "clear")


def last_visit(statements: Sequence[Any], today: date) -> date | None:
    """Return the day of the last visit by somebody who was really there."""
    days = [each.valid_from for each in statements if each.topic == VISIT and each.value == YES]
    return max((day for day in days if day <= today), default=None)


def _by_subject(rows: Any) -> dict[str, list[Any]]:
    by: dict[str, list[Any]] = {}
    for row in rows:
        by.setdefault(row.subject, []).append(row)
    return by
