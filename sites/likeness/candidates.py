"""Candidates for a form: registered sites that a newcomer may be, asked of the database before anything is entered.

They are more than the rule of likeness would refuse (DUP-01): alike by trigrams, near by kilometres, known by a
number. A person looks at them and decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest

from sites.likeness.models import SiteNumber
from sites.likeness.names import named, score
from sites.likeness.numbers import keys, told_apart
from sites.listing.filters import ON_THE_REGISTER
from sites.models import MineSite
from sites.positions.asking import current_positions, near

NEAR_KM = 32
"""As far as two points of neighbouring cells can lie apart."""
MOST = 8
LEAST_SCORE, LEAST_SCORE_FAR = 60, 90
"""Of 100: so alike a name must be within the distance, and beyond it or where no distance is known."""


@dataclass(frozen=True)
class Alike:
    """A registered site with what makes it look like the newcomer. `km` is None where either has no position."""

    site: MineSite
    score: int
    km: float | None
    same_number: bool


def candidates(
    name: str,
    country: str,
    point: tuple[int, int] | None = None,
    numbers: Sequence[Mapping[str, Any]] = (),
    aliases: Iterable[str] = (),
    leave_out: str = "",
) -> list[Alike]:
    """Return the sites that a newcomer may be, the likeliest first; `point` is in millionths of a degree."""
    names = [name, *aliases]
    numbered = SiteNumber.objects.filter(key__in=keys(numbers, country)).values_list("place", flat=True)
    known = set(numbered)
    far = {each.place: each.km for each in near(*point, NEAR_KM)} if point else {}
    rows = MineSite.objects.filter(ON_THE_REGISTER).filter(Q(code__in={*known, *far}) | _named(names, country))
    sites = list(rows.exclude(code=leave_out).annotate(likeness=_likeness(names)).order_by("-likeness", "code")[:200])
    placed = current_positions(site.code for site in sites) if point else {}
    found = [
        _alike(site, names, far.get(site.code), site.code in known)
        for site in sites
        if not told_apart(numbers, site.numbers or [])
    ]
    return sorted((each for each in found if _told(each, placed)), key=_likeliest)[:MOST]


def _named(names: Sequence[str], country: str) -> Q:
    words = [named(each).key for each in names]
    asked = Q(known_as__trigram_word_similar=words[0])
    for each in words[1:]:
        asked |= Q(known_as__trigram_word_similar=each)
    return Q(country=country) & asked


def _likeness(names: Sequence[str]) -> Any:
    each = [TrigramWordSimilarity(named(name).key, "known_as") for name in names]
    return Greatest(*each) if len(each) > 1 else each[0]


def _alike(site: MineSite, names: Sequence[str], km: float | None, same_number: bool) -> Alike:
    best = max(score(one, other) for one in names for other in (site.name, *(site.aliases or [])))
    return Alike(site, best, km, same_number)


def _told(each: Alike, placed: Mapping[str, Any]) -> bool:
    """Leave out what is only near, and what is alike but known to lie elsewhere."""
    if each.same_number:
        return True
    if each.km is not None:
        return each.score >= LEAST_SCORE
    return each.score >= LEAST_SCORE_FAR and each.site.code not in placed


def _likeliest(each: Alike) -> tuple[bool, int, float, str]:
    return (not each.same_number, -each.score, each.km if each.km is not None else NEAR_KM, each.site.code)
