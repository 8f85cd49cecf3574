"""D6: tag numbers far from the agent's current booklet, and numbers of a booklet that were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import BOOKLETS, SPOILT
from ledger.risk.rules import PlaceSeen, Worry, rule

APPLIED, BOOKLETS_SEEN = "tags_applied", "booklets"
GAP = "gap"
SENTENCES = {
    "warn": _(
        "On %(day)s one person used tag %(tag)s, %(jump)s numbers away from the tag before, though the booklet was not "
        "finished; %(limit)s are allowed."
    ),
    f"warn.{GAP}": _(
        "In a booklet that goes on to tag %(tag)s, %(number)s earlier numbers are on no bag and were not reported; "
        "%(limit)s are allowed."
    ),
}


@dataclass(frozen=True)
class Applied:
    """A tag that an agent used: its number in its series, and the booklet it was issued in."""

    day: str
    tag: str
    agent: str
    series: str
    booklet: int
    number: int


@dataclass(frozen=True)
class Booklet:
    """Numbers that were issued together: the first, the furthest used one, and how many before it lie unused."""

    booklet: int
    first: int
    top: str
    left: int


def jump_of(applied: Sequence[Applied], firsts: dict[int, int], limit: int) -> tuple[Applied, int] | None:
    """Return the last tag that lies too far from the one before of the same series, and by how many numbers.

    Where a booklet is begun, or gone on with, its own numbers are near: that is no jump. None where there is none.
    """
    found = None
    before: dict[str, int] = {}
    reached: dict[int, int] = {}
    for each in applied:
        own = reached.get(each.booklet, firsts.get(each.booklet, each.number))
        far = abs(each.number - before.get(each.series, each.number))
        if far > limit and abs(each.number - own) > limit:
            found = (each, far)
        before[each.series] = each.number
        reached[each.booklet] = each.number
    return found


def gap_of(booklets: Sequence[Booklet], limit: int) -> Booklet | None:
    """Return the booklet with the most numbers left out, where they are more than allowed."""
    over = [each for each in booklets if each.left > limit]
    return max(over, key=lambda each: (each.left, each.booklet), default=None)


@rule(
    "D6",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D6",
    innocent=(BOOKLETS, SPOILT),
    clears=_("A count of the agent's booklets by two people, with torn and lost numbers reported."),
    parameters=("sequence_jump", "sequence_gap_most", "bags_months"),
    reads=(_("numbers of tags in the order in which agents used them"), _("numbers that were issued together")),
)
def out_of_sequence(place: PlaceSeen) -> Worry | None:
    """An agent uses the numbers of a booklet one after the other, and leaves none out."""
    limit = parameter("sequence_jump", place.today, place.country)
    booklets: Sequence[Booklet] = place.findings.get(BOOKLETS_SEEN, ())
    firsts = {each.booklet: each.first for each in booklets}
    by_agent: dict[str, list[Applied]] = {}
    for each in place.findings.get(APPLIED, ()):
        by_agent.setdefault(each.agent, []).append(each)
    jumps = [jump for used in by_agent.values() if (jump := jump_of(used, firsts, limit))]
    if jumps:
        tag, far = max(jumps, key=lambda each: (each[0].day, each[0].tag))
        said: dict[str, Any] = {"day": tag.day, "tag": tag.tag, "agent": tag.agent, "jump": far, "limit": limit}
        return Worry("warn", "operational", said)
    most = parameter("sequence_gap_most", place.today, place.country)
    gap = gap_of(booklets, most)
    if gap is None:
        return None
    return Worry("warn", "operational", {"why": GAP, "tag": gap.top, "number": gap.left, "limit": most})
