"""D14: an agent whose bags go to one buyer alone and weigh nearly the same: of all pairs, the most striking ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.risk.plausibility.innocent import COARSE_SCALE, ONE_BUYER
from ledger.risk.rules import PartySeen, Worry, rule
from ledger.units import PPM, share_ppm

STRIKING = "striking_pairs"
SENTENCES = {
    "warn": _(
        "Since %(since)s, %(share_percent)s %% of the bags that one person tagged (%(number)s of %(of_agent)s) came "
        "here, and their weights differ by %(spread_percent)s %% alone. Of %(pairs)s pairs of agent and buyer, hardly "
        "any stands out more."
    ),
}


@dataclass(frozen=True)
class Pair:
    """Bags of one agent that one buyer took: how many, of how many, and sums of their grams and of their squares."""

    agent: str
    buyer: str
    number: int
    of_agent: int
    grams: int
    squares: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.number, self.of_agent)

    @property
    def spread(self) -> Fraction:
        """The square of the standard deviation over the mean: exact, so that equal rows are equal."""
        return Fraction(self.number * self.squares, self.grams * self.grams) - 1


def striking(pairs: Sequence[Pair], least: int, top_ppm: int, most_pairs: int, spread_ppm: int) -> list[Pair]:
    """Return the pairs with the highest shares, the evenest weights first among equals: a part of all that are judged.

    Judged are pairs of so many bags; fewer pairs than there must be have no such part. Of the part, those whose weights
    spread more than usual are left out.
    """
    judged = [each for each in pairs if each.number >= least]
    if len(judged) < most_pairs:
        return []
    ordered = sorted(judged, key=lambda each: (-each.share, each.spread, each.agent, each.buyer))
    top = ordered[: len(judged) * top_ppm // PPM]
    return [each for each in top if each.spread * PPM * PPM < spread_ppm * spread_ppm]


@rule(
    "D14",
    looks_at="party",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D14",
    innocent=(ONE_BUYER, COARSE_SCALE),
    clears=_("Bags that somebody else weighs again, and an agent who is sent to another place for some weeks."),
    parameters=("pair_months", "pair_least_bags", "pair_least_pairs", "pair_top_ppm", "pair_spread_ppm"),
    reads=(_("first purchases of bags, by who tagged them and who bought them, with their weights"),),
)
def agent_and_buyer_stand_out(party: PartySeen) -> Worry | None:
    """No agent's bags go to one buyer nearly alone with nearly equal weights, as in the top hundredth of all pairs."""
    found: Sequence[tuple[Pair, int, str]] = party.findings.get(STRIKING, ())
    if not found:
        return None
    pair, pairs, since = max(found, key=lambda each: (each[0].share, -each[0].spread, each[0].agent))
    evidence: dict[str, Any] = {
        "since": since,
        "agent": pair.agent,
        "number": pair.number,
        "of_agent": pair.of_agent,
        "share_ppm": share_ppm(pair.number, pair.of_agent),
        "spread_ppm": _root_ppm(pair.spread),
        "pairs": pairs,
    }
    return Worry("warn", "operational", evidence)


def _root_ppm(square: Fraction) -> int:
    """Return the square root of a fraction in parts per million, in steps of a thousand so that it reads well."""
    low = 0
    while Fraction(low + 1_000, PPM) ** 2 <= square:
        low += 1_000
    return low
