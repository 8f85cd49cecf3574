"""A bag's tags: which number took the place of which, with its photo, for those who see the lot (TAG-09)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.custody.models import Tag
from ledger.custody.tags.retagging import KIND
from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned
from ledger.papers.models import Paper
from ledger.parties.access import sees_paper


@dataclass(frozen=True)
class Retagging:
    """One new tag for one bag. `photo` is the paper, "" where it is not kept here or not for this reader."""

    lot: str
    old_tag: str
    new_tag: str
    how: str
    photo: str = ""


def retaggings(events: Iterable[Positioned], actor: Actor) -> dict[int, Retagging]:
    """Return what the re-taggings among events say, by event; one query, and none where there is nothing to ask."""
    found = [event for event in events if event.kind == KIND]
    open_to = _open_to(actor, {str(event.facts["photo"]) for event in found}) if found else set()
    return {
        event.id: Retagging(
            event.facts["lot"],
            event.facts["old_tag"],
            event.facts["new_tag"],
            event.facts["how"],
            event.facts["photo"] if event.facts["photo"] in open_to else "",
        )
        for event in found
    }


def _open_to(actor: Actor, photos: set[str]) -> set[str]:
    kept = Paper.objects.filter(sha256__in=photos)
    return {paper.sha256 for paper in kept if sees_paper(actor, paper.group, paper.parties)}


def other_tags(code: str) -> dict[str, str | None]:
    """Return the number that took the place of a tag, and the one whose place it took."""
    own = Tag.objects.filter(code=code).first()
    before = Tag.objects.filter(replaced_by=code).values_list("code", flat=True).first()
    return {"replaced_by": own.replaced_by if own else None, "replaces": before}
