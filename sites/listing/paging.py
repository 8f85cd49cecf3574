"""Pages by key: a page begins after a name and a code, so the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sites.models import MineSite

PER_PAGE = 40
Key = tuple[str, str]
"""Name and code of a site."""


@dataclass(frozen=True)
class Page:
    """The keys of one page, and whether there are earlier and later ones."""

    keys: Sequence[Key]
    earlier: bool
    later: bool


def page(rows: QuerySet[MineSite], after: Key | None, before: Key | None) -> Page:
    """Return one page of keys in the order of names: one question, answered from the index alone."""
    keys = rows.values_list("name", "code")
    if before:
        # the bound on the name alone leads into the index; the rest decides between namesakes
        held = keys.filter(name__lte=before[0]).filter(Q(name__lt=before[0]) | Q(code__lt=before[1]))
        found = list(held.order_by("-name", "-code")[: PER_PAGE + 1])
        return Page(found[:PER_PAGE][::-1], len(found) > PER_PAGE, True)
    if after:
        keys = keys.filter(name__gte=after[0]).filter(Q(name__gt=after[0]) | Q(code__gt=after[1]))
    found = list(keys.order_by("name", "code")[: PER_PAGE + 1])
    return Page(found[:PER_PAGE], after is not None, len(found) > PER_PAGE)
