"""Which parties share an owner, telephone, card or account: counts by kind, never what is shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count

from ledger.risk.screening.models import PartyMark

Pair = tuple[str, str]
MOST_SHARING = 8
"""A telephone that more parties name than these is a programme's or a shop's: it ties nobody to anybody."""


def pair_of(one: str, other: str) -> Pair:
    """Return two parties in one order."""
    return (one, other) if one < other else (other, one)


def shared_between(pairs: Iterable[Pair]) -> dict[Pair, dict[str, int]]:
    """Return for each of these pairs how many marks of each kind both have; two queries."""
    wanted = {pair_of(*pair) for pair in pairs}
    codes = {code for pair in wanted for code in pair}
    held: dict[tuple[str, str], set[str]] = {}
    for party, kind, mark in PartyMark.objects.filter(party__in=codes).values_list("party", "kind", "mark"):
        held.setdefault((kind, mark), set()).add(party)
    wide = _wide({mark for (_kind, mark), parties in held.items() if len(parties) > 1})
    found: dict[Pair, Counter[str]] = {}
    for (kind, mark), parties in held.items():
        if len(parties) < 2 or mark in wide:
            continue
        for one, other in wanted:
            if one in parties and other in parties:
                found.setdefault((one, other), Counter())[kind] += 1
    return {pair: dict(counts) for pair, counts in found.items()}


def _wide(marks: Iterable[str]) -> set[str]:
    """Return the marks that too many parties have."""
    counted = PartyMark.objects.filter(mark__in=list(marks)).values("mark").annotate(n=Count("party", distinct=True))
    return set(counted.filter(n__gt=MOST_SHARING).values_list("mark", flat=True))


def sharing_with(codes: Iterable[str]) -> dict[str, set[str]]:
    """Return for each of these parties who shares a mark with it."""
    marks = PartyMark.objects.filter(party__in=list(codes)).values("mark")
    by_mark: dict[tuple[str, str], set[str]] = {}
    for party, kind, mark in PartyMark.objects.filter(mark__in=marks).values_list("party", "kind", "mark"):
        by_mark.setdefault((kind, mark), set()).add(party)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for parties in by_mark.values():
        if len(parties) <= MOST_SHARING:
            for code in parties & found.keys():
                found[code] |= parties - {code}
    return found


def page_of_pairs(after: Pair | None, most: int) -> list[tuple[Pair, Mapping[str, int]]]:
    """Return pairs of parties that share something, in the order of their codes, behind a pair."""
    first = after[0] if after else ""
    found: list[tuple[Pair, Mapping[str, int]]] = []
    while len(found) < most:
        codes = _next_sharing(first, most)
        if not codes:
            break
        with_whom = sharing_with(codes)
        pairs = sorted((code, other) for code in codes for other in with_whom[code] if code < other)
        counts = shared_between(pairs)
        found += [(pair, counts[pair]) for pair in pairs if pair in counts and (after is None or pair > after)]
        first = codes[-1] + "~"
    return found[:most]


def _next_sharing(first: str, most: int) -> list[str]:
    shared = PartyMark.objects.values("mark").annotate(n=Count("party", distinct=True)).filter(n__gt=1).values("mark")
    held = PartyMark.objects.filter(party__gte=first, mark__in=shared).order_by("party")
    return list(held.values_list("party", flat=True).distinct()[:most])
