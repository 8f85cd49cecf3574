"""If nobody inspects: what the clock makes of every site by a day, from the lines of the register alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from ledger.custody.models import Origin
from ledger.custody.tables import IDENTITY
from ledger.standing.clock import FOLLOWS, NONE, ONE_DAY
from ledger.standing.lengths import Lengths, lengths_of
from ledger.standing.months import last_of_months
from sites.models import MineSite

PER_PAGE = 40
COLOURS = ("green", "blue", "yellow", "red", NONE)
DAYS_OF_OUTPUT = 90


@dataclass(frozen=True)
class Change:
    """A site whose colour will have changed by the day, from when, and what it gave lately."""

    code: str
    name: str
    now: str
    then: str
    since: date | None
    grams: int = 0


@dataclass(frozen=True)
class Simulated:
    """Sites by colour today and on the day, as (colour, today, then)."""

    counts: list[tuple[str, int, int]]
    changing: int


def followed(line: Any, day: date, lengths: Lengths) -> tuple[str, date | None]:
    """Return a site's colour on a day if nobody acts, and since when it has changed from what its line says. Pure."""
    colour, until, then = line.state or NONE, line.state_until, line.state_then or NONE
    changed: date | None = None
    while until is not None and until < day:
        start = until + ONE_DAY
        if then == colour:
            break
        colour, changed = then, start
        until = last_of_months(start, lengths.months(colour, start)) if colour in FOLLOWS else None
        then = FOLLOWS.get(colour, colour)
    return colour, changed


def count(lines: Iterable[Any], today: date, day: date, of: Callable[[str], Lengths] = lengths_of) -> Simulated:
    """Return how many sites have each colour today and on a day; lines carry `sites`, how many are alike. Pure."""
    now, later, changing = Counter[str](), Counter[str](), 0
    for line in lines:
        before, after = (followed(line, each, of(line.country))[0] for each in (today, day))
        now[before] += line.sites
        later[after] += line.sites
        changing += line.sites if before != after else 0
    return Simulated([(colour, now[colour], later[colour]) for colour in COLOURS], changing)


def simulate(today: date, day: date) -> Simulated:
    """Return the counts over the whole register; one query that groups what is alike."""
    alike = _standing().values("country", "state", "state_until", "state_then").order_by().annotate(sites=Count("code"))
    lines = alike.values_list("country", "state", "state_until", "state_then", "sites", named=True)
    return count(lines, today, day)


def _standing() -> QuerySet[MineSite]:
    return MineSite.objects.filter(withdrawn_by=None, merged_into=None)


def changing(today: date, day: date) -> QuerySet[MineSite]:
    """Return the sites whose colour ends between today and a day, the next first."""
    other = Q(state=None) | Q(state_then=None) | ~Q(state_then=F("state"))
    return _standing().filter(other, state_until__gte=today, state_until__lt=day).order_by("state_until", "code")


def page(today: date, day: date, after: str = "") -> tuple[list[Change], str]:
    """Return one page of sites that change, with their last 90 days in grams, and where the next begins."""
    sites = changing(today, day)
    if cursor := _cursor(after):
        last, code = cursor
        sites = sites.filter(Q(state_until__gt=last) | Q(state_until=last, code__gt=code))
    found = list(sites[: PER_PAGE + 1])
    rows = found[:PER_PAGE]
    grams = dict(_dug(today).filter(place__in=[site.code for site in rows]).values_list("place").annotate(Sum("grams")))
    lines = [_change(site, day, grams.get(site.code, 0)) for site in rows]
    last_one = rows[-1] if len(found) > PER_PAGE else None
    return lines, f"{last_one.state_until.isoformat()}:{last_one.code}" if last_one else ""


def grams_of_changing(today: date, day: date) -> int:
    """Return what all sites that change gave in the last 90 days."""
    dug = _dug(today).filter(place__in=changing(today, day).order_by().values("code"))
    return dug.aggregate(grams=Sum("grams"))["grams"] or 0


def _dug(today: date) -> QuerySet[Origin]:
    first = today - timedelta(days=DAYS_OF_OUTPUT)
    return Origin.objects.filter(custody_model=IDENTITY, dug_on__gt=first, dug_on__lte=today)


def _change(site: MineSite, day: date, grams: int) -> Change:
    then, since = followed(site, day, lengths_of(site.country))
    return Change(site.code, site.name, site.state or NONE, then, since, grams)


def _cursor(after: str) -> tuple[date, str] | None:
    last, _, code = after.partition(":")
    try:
        return date.fromisoformat(last), code[:9]
    except ValueError:
        return None
