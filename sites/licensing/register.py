"""The register of licences as a list: filters in SQL, a fixed number of questions for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ledger import codes
from ledger.parties.models import Party, Place
from ledger.reference.parameters import parameter
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.reading import latest
from ledger.standing.regimes import REGIMES
from sites.licensing.models import Licence
from sites.parties.ages import Aged, aged
from sites.withdrawing.models import Withdrawn

PER_PAGE = 40
WITHIN = (30, 60, 90)
NEWEST, BY_END = ("-event_id",), ("valid_to", "code")
MOST_HOLDERS = 500


@dataclass(frozen=True)
class Asked:
    """What somebody filters by; empty means any."""

    q: str = ""
    country: str = ""
    regime: str = ""
    within: str = ""


@dataclass(frozen=True)
class State:
    """How a licence stands on a day: a colour, a word's key, and its age."""

    colour: str
    word: str
    aged: Aged


@dataclass(frozen=True)
class Line:
    """One licence of the list."""

    licence: Licence
    holder: str
    place: str
    regime: str
    state: State


def today() -> date:
    """Return the day in UTC: licences age by whole days."""
    return datetime.now(UTC).date()


def order_of(asked: Asked) -> tuple[str, ...]:
    """Return the order of the list: newest first, or by the end where that is asked for."""
    return BY_END if asked.within else NEWEST


def found(asked: Asked, day: date) -> QuerySet[Licence]:
    """Return the licences that a filter leaves, without those taken back."""
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("holder"))
    rows = Licence.objects.filter(~Exists(taken_back))
    if asked.country:
        rows = rows.filter(jurisdiction=asked.country)
    if asked.regime:
        rows = rows.filter(regime=asked.regime)
    if asked.q:
        rows = rows.filter(_named(asked.q))
    if asked.within:
        ends = day + timedelta(days=int(asked.within))
        rows = rows.filter(valid_to__gte=day, valid_to__lte=ends).filter(
            Q(stopped_on=None) | Q(stopped_on__gt=day) | Q(stopped_until__lt=day)
        )
    return rows


def _named(typed: str) -> Q:
    code = codes.normal(typed)
    if codes.is_code(code, codes.LICENCE):
        return Q(code=code)
    if codes.is_code(code, codes.PARTY):
        return Q(holder=code)
    holders = Party.objects.filter(name__icontains=typed).order_by("name").values_list("code", flat=True)
    return Q(number=typed) | Q(holder__in=list(holders[:MOST_HOLDERS]))


def page(rows: QuerySet[Licence], order: Sequence[str], after: str, before: str) -> tuple[list[Licence], bool, bool]:
    """Return one page, whether there are earlier licences, and whether there are later ones."""
    backwards = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)
    if before and (here := _values(before, order)):
        held = list(rows.filter(_beyond(backwards, here)).order_by(*backwards)[: PER_PAGE + 1])
        return held[:PER_PAGE][::-1], len(held) > PER_PAGE, True
    beyond = _values(after, order) if after else None
    rows = rows.filter(_beyond(order, beyond)) if beyond else rows
    held = list(rows.order_by(*order)[: PER_PAGE + 1])
    return held[:PER_PAGE], beyond is not None, len(held) > PER_PAGE


def mark(licence: Licence, order: Sequence[str]) -> str:
    """Return where a licence stands in an order, for the address of the next page."""
    return ":".join(str(getattr(licence, name.lstrip("-"))) for name in order)


def _values(mark: str, order: Sequence[str]) -> list[Any] | None:
    parts = mark.split(":")
    if order == NEWEST:
        return [int(mark)] if mark.isascii() and mark.isdigit() and len(mark) < 19 else None
    try:
        return [date.fromisoformat(parts[0]), parts[1]] if len(parts) == 2 else None
    except ValueError:
        return None


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    condition, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        bare = name.lstrip("-")
        condition |= equal & Q(**{f"{bare}__lt" if name.startswith("-") else f"{bare}__gt": value})
        equal &= Q(**{bare: value})
    return condition


def lines(licences: Sequence[Licence], day: date) -> list[Line]:
    """Return the lines of licences: three questions, however many there are."""
    holders = dict(Party.objects.filter(code__in={each.holder for each in licences}).values_list("code", "name"))
    places = dict(Place.objects.filter(code__in={each.place for each in licences}).values_list("code", "name"))
    names = regime_names({(each.jurisdiction, each.regime) for each in licences})
    return [
        Line(
            each,
            holders.get(each.holder, each.holder),
            places.get(each.place or "", ""),
            names.get(each.regime, ""),
            state_on(each, day),
        )
        for each in licences
    ]


def regime_names(wanted: set[tuple[str, str]]) -> dict[str, str]:
    """Return the names of regimes by their keys."""
    rows = ReferenceRow.objects.filter(
        shelf__in={f"{REGIMES}/{country}" for country, _ in wanted}, key__in={key for _, key in wanted}
    )
    return {row.key: row.row.get("name_en", "") for row in latest(rows)}


def state_on(licence: Licence, day: date) -> State:
    """Return how a licence stands on a day, as its line tells."""
    ends = aged(licence.valid_from, licence.valid_to, day)
    stopped = licence.stopped_on and licence.stopped_on <= day
    if stopped and (licence.stopped_until is None or day <= licence.stopped_until):
        return State("red", licence.stopped_how or "", aged(licence.stopped_on, licence.stopped_until, day))
    if licence.valid_from > day:
        return State("none", "not_begun", aged(licence.valid_from, None, day))
    if ends.lapsed:
        return State("red", "expired", ends)
    near = ends.days_left is not None and ends.days_left <= parameter("licence_ends_first_days", day)
    return State("yellow" if near else "green", "ends_soon" if near else "valid", ends)
