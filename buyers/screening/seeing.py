"""Loads hits with the words behind them, as far as an actor may see them; a fixed number of questions for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from buyers.screening.words import COLOURS, SOURCES, STATES
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.models import Party
from ledger.reports.disclosing import disclosed
from ledger.risk.screening.models import Hit, Screening
from ledger.risk.screening.tables import GONE, OPEN

PER_PAGE = 40
AGAIN = "again"


@dataclass(frozen=True)
class Seen:
    """A hit as an actor sees it; `words` is None where they are withheld or erased."""

    hit: Hit
    party: Party | None
    words: dict[str, Any] | None
    state: str

    @property
    def word(self) -> Any:
        return STATES[self.state]

    @property
    def source(self) -> Any:
        return SOURCES[self.hit.source]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def state_of(hit: Hit, today: date) -> str:
    """Return the state that holds today: what was decided until yesterday is open again."""
    return AGAIN if hit.state not in {OPEN, GONE} and hit.until and hit.until < today else hit.state


def waiting(today: date) -> QuerySet[Hit]:
    """Return the hits that somebody has to decide."""
    return Hit.objects.filter(Q(state=OPEN) | (Q(until__lt=today) & ~Q(state=GONE)))


def decided(today: date) -> QuerySet[Hit]:
    """Return the hits that are decided today."""
    return Hit.objects.exclude(state__in=(OPEN, GONE)).exclude(until__lt=today)


def seen(hits: Sequence[Hit], actor: Actor, today: date) -> list[Seen]:
    """Return hits with their party and words; four questions."""
    codes = {hit.party for hit in hits}
    parties = Party.objects.in_bulk(codes)
    words = words_of(codes, actor)
    return [Seen(hit, parties.get(hit.party), words.get(str(hit.key)), state_of(hit, today)) for hit in hits]


def words_of(parties: set[str], actor: Actor) -> dict[str, dict[str, Any]]:
    """Return the words behind the present hits of parties by the hit's key, of the groups that the actor sees."""
    last = Screening.objects.filter(party__in=parties).order_by("party", "-event_id").distinct("party")
    events = events_by_id(last.values_list("event_id", flat=True))
    openings = openings_of(event.key for event in events)
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        opened = disclosed(event, openings.get(event.key, ()), actor).opened
        for group, name in (("trade", "words"), ("people", "people_words")):
            for line in opened.get(group, {}).get(name, ()):
                found[line["hit"]] = line
    return found


def page(rows: QuerySet[Hit], after: tuple[int, str] | None) -> tuple[list[Hit], bool]:
    """Return the hits of one page, the best answered first, and whether there are further ones."""
    if after:
        score, key = after
        rows = rows.filter(Q(score__lt=score) | Q(score=score, key__gt=key))
    found = list(rows.order_by("-score", "key")[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE
