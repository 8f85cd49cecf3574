"""Sums of diggers by country and cooperative: how many, why they dig, who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When

from ledger.inbox.forgetting.models import Forgotten
from ledger.parties.kinds import MINER
from ledger.parties.models import Party
from ledger.reference.parameters import parameter
from sites.parties.enrolling import GENDERS, TYPOLOGY
from sites.parties.models import Membership, Person
from sites.parties.suppressing import Cell, untold

UNSTATED, WHOLE, NO_COOPERATIVE = "unstated", "whole", ""
PEOPLE = "people"
TYPOLOGIES = tuple(f"typology:{word}" for word in (*TYPOLOGY, UNSTATED))
GENDER_COLUMNS = tuple(f"gender:{word}" for word in (*GENDERS, UNSTATED))
COLUMNS = (PEOPLE, *TYPOLOGIES, *GENDER_COLUMNS)


@dataclass(frozen=True)
class Row:
    """One line: a country as a whole, a cooperative in it, or those without one. An untold number is None."""

    code: str
    name: str
    numbers: tuple[int | None, ...]

    @property
    def people(self) -> int | None:
        return self.numbers[0]

    @property
    def typology(self) -> list[tuple[str, int | None]]:
        """The words why they dig, each with its number."""
        return list(zip((*TYPOLOGY, UNSTATED), self.numbers[1:], strict=False))

    @property
    def gender(self) -> list[tuple[str, int | None]]:
        """The genders, each with its number."""
        return list(zip((*GENDERS, UNSTATED), self.numbers[1 + len(TYPOLOGIES) :], strict=True))


@dataclass(frozen=True)
class Country:
    """The lines of one country, the country's own first."""

    code: str
    rows: tuple[Row, ...]


Counts = dict[Cell, int]


def countries(today: date) -> list[Country]:
    """Return the sums of every country; two questions, however many diggers there are."""
    by_country: dict[str, Counts] = {}
    for country, cooperative, typology, gender, people in _counted(today):
        counts = by_country.setdefault(country, {})
        columns = (PEOPLE, f"typology:{typology or UNSTATED}", f"gender:{gender or UNSTATED}")
        for row in (cooperative or NO_COOPERATIVE, WHOLE):
            for column in columns:
                counts[row, column] = counts.get((row, column), 0) + people
    codes = {row for counts in by_country.values() for row, _ in counts}
    names = dict(Party.objects.filter(code__in=codes).values_list("code", "name"))
    fewest = parameter("fewest_in_group", today)
    return [Country(code, _rows(by_country[code], names, fewest)) for code in sorted(by_country)]


def _counted(today: date) -> list[tuple[str, str | None, str | None, str | None, int]]:
    """Count diggers by country, cooperative on a day, typology and gender."""
    ends = Q(valid_to=None) | Q(valid_to__gte=today)
    member = Membership.objects.filter(ends, subject=OuterRef("code"), body__startswith="Q", valid_from__lte=today)
    body = Subquery(member.order_by("-valid_from", "body").values("body")[:1])
    forgotten = Exists(Forgotten.objects.filter(party=OuterRef("code")))
    told = {each: Case(When(forgotten, then=None), default=F(each)) for each in ("typology", "gender")}
    diggers = Person.objects.filter(kind=MINER).annotate(
        body=body, told_typology=told["typology"], told_gender=told["gender"]
    )
    counted = diggers.values_list("country", "body", "told_typology", "told_gender").annotate(people=Count("code"))
    return list(counted.order_by())


def _rows(counts: Counts, names: Mapping[str, str], fewest: int) -> tuple[Row, ...]:
    codes = sorted(
        {row for row, _ in counts} - {WHOLE}, key=lambda code: (code == NO_COOPERATIVE, names.get(code, ""), code)
    )
    full = {(row, column): counts.get((row, column), 0) for row in (WHOLE, *codes) for column in COLUMNS}
    across = [
        [(row, each) for each in (*kind, PEOPLE)] for row in (WHOLE, *codes) for kind in (TYPOLOGIES, GENDER_COLUMNS)
    ]
    down = [[(row, column) for row in (*codes, WHOLE)] for column in COLUMNS]
    hidden = untold(full, across + down, fewest)
    return tuple(
        Row(row, names.get(row, ""), tuple(None if (row, each) in hidden else full[row, each] for each in COLUMNS))
        for row in (WHOLE, *codes)
    )
