"""Search: a site by its code, by a number of any register, by an older code, or by a name as people remember it."""

from __future__ import annotations

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db.models import Q, TextField

from ledger import codes
from sites.likeness.models import SiteNumber
from sites.likeness.names import plain
from sites.likeness.numbers import bare
from sites.merging.showing import going_on
from sites.models import MineSite

# Django registers it only with its whole app for PostgreSQL, of which nothing else is used
TextField.register_lookup(TrigramWordSimilar)

FEWEST_SIGNS = 3
"""Fewer are taken for a whole name: they stand somewhere in every second one."""


def sought(typed: str) -> Q:
    """Return the condition for the sites that somebody means who types this.

    What is a code or a number exactly is that site, with the site that goes on for it if it was merged. Anything else
    is looked for in names, areas and numbers; if none has these words, small errors of spelling are allowed.
    """
    exact = sites_exactly(typed)
    if exact:
        return Q(code__in=exact)
    words = plain(typed)
    if not words:
        return Q(code="") if typed.strip() else Q()
    if len(words) < FEWEST_SIGNS:
        return Q(name__in={typed.strip(), words, words.capitalize(), words.upper()})
    as_written = Q(known_as__contains=words)
    # not one with the other: whether a word is similar costs much more to tell of each of many sites than whether
    # it is there
    return as_written if MineSite.objects.filter(as_written).exists() else Q(known_as__trigram_word_similar=words)


def sites_exactly(typed: str) -> list[str]:
    """Return the sites whose code or number this is, and those that go on for them."""
    code = codes.normal(typed)
    if codes.is_code(code, codes.PLACE):
        found = [code]
    else:
        number = bare(typed.split(":", 1)[-1] if typed.split(":", 1)[0].isupper() else typed)
        found = list(SiteNumber.objects.filter(bare=number).order_by("key").values_list("place", flat=True)[:50])
    return going_on(found) if found else []


def search(typed: str) -> list[MineSite]:
    """Return the first sites that somebody may mean, those named exactly so before the others."""
    return list(MineSite.objects.filter(sought(typed)).order_by("name", "code")[:50])
