"""Who is told of a licence: those who follow its holder or its place, and the holder."""

from __future__ import annotations

from ledger.telling.looking import Around, lies_around
from sites.licensing.models import Licence


@lies_around("R")
def around_licences(codes: set[str]) -> dict[str, Around]:
    """Return what lies around licences."""
    return {
        each.code: Around(
            frozenset({each.code, each.holder, each.place, each.jurisdiction} - {None, ""}), frozenset({each.holder})
        )
        for each in Licence.objects.filter(code__in=codes)
    }
