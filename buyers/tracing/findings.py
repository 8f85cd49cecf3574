"""Loads a finding for a reader: its lots as far as he sees them, their sums, holders, and when each was taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger import codes
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tables import CONSUMED
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.parties.models import Party, Place
from ledger.risk.tainting.knowing import Taken, taken
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.reaching import touched_by
from ledger.risk.tainting.summing import Line, Sums, lines_of, sums_of

PER_PAGE = 40


@dataclass(frozen=True)
class Traced:
    """A finding with its lines and sums, as far as a reader sees them; nothing of others' lots."""

    taint: Taint
    name: str
    lines: Sequence[Line]
    sums: Sums
    whole: bool


def traced(taint: Taint, actor: Actor) -> Traced:
    """Return what a finding touches of the lots that the actor sees."""
    whole = sees_everything(actor)
    lines = lines_of(touched_by(taint), None if whole else lots_seen_by(actor))
    return Traced(taint, subject_name(taint.subject), lines, sums_of(lines), whole)


def subject_name(code: str) -> str:
    """Return the name of a place or party; of a lot its code."""
    if code.startswith(codes.PLACE):
        found = Place.objects.filter(code=code).values_list("name", flat=True).first()
    elif code.startswith(codes.PARTY):
        found = Party.objects.filter(code=code).values_list("name", flat=True).first()
    else:
        found = None
    return found or codes.shown(code)


def names_of(parties: Iterable[str]) -> dict[str, str]:
    """Return the names of parties; one query."""
    return dict(Party.objects.filter(code__in=set(parties)).values_list("code", "name"))


def page(found: Traced, start: int) -> tuple[list[Line], int | None]:
    """Return one page of lines and where the next begins; None on the last."""
    lines = list(found.lines[start : start + PER_PAGE])
    following = start + PER_PAGE if len(found.lines) > start + PER_PAGE else None
    return lines, following


def as_taken(taint: Taint, lines: Sequence[Line]) -> dict[str, list[Taken]]:
    """Return for the lots of a page how the finding was known at every hand-over."""
    return taken(taint, [line.lot.code for line in lines])


def of_holder(found: Traced, party: str) -> list[Line]:
    """Return the lines of what one party holds now, what it exported included, most grams first."""
    return [line for line in found.lines if line.lot.holder == party and line.lot.state != CONSUMED]
