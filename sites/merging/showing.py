"""Shows what was merged: the codes that are one site, and the words with which they became it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.standing.merging import MERGED
from ledger.standing.models import Standing
from ledger.standing.reading import live
from sites.models import MineSite


@dataclass(frozen=True)
class Merging:
    """What the page of a site says of merging: where it went, with the reason, and who came to it."""

    into: MineSite | None
    reason: str
    since: date | None
    aliases: list[MineSite]

    def __bool__(self) -> bool:
        return bool(self.into or self.aliases)


def codes_of(place: str) -> list[str]:
    """Return a site's code and the codes that it carries on: for sums over the site."""
    return codes_of_each([place])[place]


def codes_of_each(places: Iterable[str]) -> dict[str, list[str]]:
    """Return the same for several sites in one question."""
    found = {place: [place] for place in places}
    older = MineSite.objects.filter(merged_into__in=list(found)).order_by("code")
    for code, survivor in older.values_list("code", "merged_into"):
        found[survivor].append(code)
    return found


def going_on(places: Sequence[str]) -> list[str]:
    """Return these sites, and after them those under which merged ones of them go on."""
    merged = MineSite.objects.filter(code__in=places, merged_into__isnull=False).values_list("merged_into", flat=True)
    return list(dict.fromkeys([*places, *sorted(filter(None, merged))]))


def merging_of(site: MineSite | None) -> Merging:
    """Return what was merged into a site, and what it was merged into."""
    if site is None:
        return Merging(None, "", None, [])
    aliases = list(MineSite.objects.filter(merged_into=site.code).order_by("name", "code"))
    if not site.merged_into:
        return Merging(None, "", None, aliases)
    said = live(Standing.objects.filter(subject=site.code))
    last = max((each for each in said if each.topic == MERGED), key=lambda each: each.event_id)
    return Merging(MineSite.objects.get(code=site.merged_into), last.source, last.valid_from, aliases)
