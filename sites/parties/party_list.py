"""The register of parties as a list: filters in SQL, a fixed number of questions for a page, pages by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.parties.models import Party
from ledger.standing.models import Standing
from ledger.standing.party_status import BLOCKING
from ledger.standing.reading import PARTY_STATUS, WITHDRAWN
from sites.models import Withdrawn
from sites.parties.ages import Decision, overall
from sites.parties.models import PartyNumber
from sites.parties.names import names_of

PER_PAGE = 40


@dataclass(frozen=True)
class Asked:
    """What somebody filters by; empty means any."""

    q: str = ""
    kind: str = ""
    country: str = ""
    status: str = ""


@dataclass(frozen=True)
class Line:
    """One party of the list; `person` is the name behind a code, for those who may read it."""

    party: Party
    status: Decision
    person: str


def found(asked: Asked, today: date) -> QuerySet[Party]:
    """Return the parties that a filter leaves, in the order of their names."""
    rows = Party.objects.order_by("name", "code")
    if asked.q:
        rows = rows.filter(_named(asked.q))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.country:
        rows = rows.filter(country=asked.country.upper())
    if asked.status in BLOCKING:
        rows = rows.filter(code__in=stopped(today, (asked.status,)).values("subject"))
    elif asked.status:
        rows = rows.exclude(code__in=stopped(today, BLOCKING).values("subject"))
    return rows


def _named(typed: str) -> Q:
    named = Q(name__icontains=typed)
    code = codes.normal(typed)
    if codes.is_code(code, codes.PARTY):
        return named | Q(code=code)
    number = re.sub(r"[\s./-]", "", typed).upper()
    spellings = [number, f"{number[:-1]}-{number[-1:]}"] if number.isalnum() else []
    if len(number) < 5 or not spellings:
        return named
    # the key is country:register:number; whoever searches knows the number already
    bearing = Q()
    for each in spellings:
        bearing |= Q(number__endswith=f":{each}")
    return named | Q(code__in=PartyNumber.objects.filter(bearing).values("party"))


def stopped(today: date, statuses: Sequence[str]) -> QuerySet[Standing]:
    """Return the decisions in force that keep parties from acting: of every authority the last one counts."""
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("subject"))
    said = Standing.objects.filter(topic=PARTY_STATUS, valid_from__lte=today).annotate(
        by=KeyTextTransform("by", "terms")
    )
    later = said.filter(
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), event_id__gt=OuterRef("event_id")),
        ~Exists(taken_back),
        subject=OuterRef("subject"),
        by=OuterRef("by"),
    )
    in_force = Q(valid_to=None) | Q(valid_to__gte=today)
    return said.filter(in_force, ~Exists(taken_back), ~Exists(later), value__in=list(statuses))


def page(
    rows: QuerySet[Party], after: tuple[str, str] | None, before: tuple[str, str] | None
) -> tuple[list[Party], bool, bool]:
    """Return the parties of one page, whether there are earlier ones and whether there are later ones."""
    if before:
        name, code = before
        held = rows.filter(Q(name__lt=name) | Q(name=name, code__lt=code)).order_by(F("name").desc(), F("code").desc())
        parties = list(held[: PER_PAGE + 1])
        return parties[:PER_PAGE][::-1], len(parties) > PER_PAGE, True
    if after:
        name, code = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, code__gt=code))
    parties = list(rows[: PER_PAGE + 1])
    return parties[:PER_PAGE], after is not None, len(parties) > PER_PAGE


def lines(parties: Sequence[Party], actor: Actor, today: date) -> list[Line]:
    """Return the lines of parties: four questions at most, however many there are."""
    names = names_of(parties, actor)
    said: dict[str, list[Any]] = {}
    topics = (PARTY_STATUS, WITHDRAWN)
    for each in Standing.objects.filter(subject__in=[party.code for party in parties], topic__in=topics):
        said.setdefault(each.subject, []).append(each)
    return [Line(each, overall(said.get(each.code, []), today), names.get(each.code, "")) for each in parties]
