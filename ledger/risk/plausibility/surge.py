"""D8: one buyer's share of what a district yields leaps within two months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import BUYER_LEFT, NEW_PIT, PRICE_JUMP
from ledger.risk.rules import PartySeen, Worry, rule
from ledger.units import share_ppm

SHARES = "district_shares"
SENTENCES = {
    "warn": _(
        "Of the ore of %(district)s that buyers took in the %(window_days)s days until %(until)s, %(share_percent)s %% "
        "went here (%(kg)s kg); in as many days before it were %(before_percent)s %%."
    ),
}


@dataclass(frozen=True)
class Share:
    """What a buyer took of a district's ore, and what all took, in a window of days and in the one before."""

    district: str
    until: date
    own_g: int
    all_g: int
    own_before_g: int
    all_before_g: int

    @property
    def ppm(self) -> int:
        return share_ppm(self.own_g, self.all_g)

    @property
    def before_ppm(self) -> int:
        return share_ppm(self.own_before_g, self.all_before_g)


def is_surge(share: Share, points_ppm: int, least_g: int) -> bool:
    """Say whether a share rose by more than so many points, where enough was taken in both windows to say so."""
    if min(share.all_g, share.all_before_g) < least_g:
        return False
    return share.ppm - share.before_ppm > points_ppm


@rule(
    "D8",
    looks_at="party",
    version=1,
    sentences=SENTENCES,
    source="domain/beyond_the_peers.md C D8, BEY-04",
    innocent=(BUYER_LEFT, PRICE_JUMP, NEW_PIT),
    clears=_("Contracts and payments of those months, and what other buyers of the district say: the buyer has them."),
    parameters=("surge_days", "surge_points_ppm", "surge_least_g"),
    reads=(_("first purchases of ore, by district of its mine and buyer"),),
)
def share_leaps(party: PartySeen) -> Worry | None:
    """A buyer's share of a district's ore does not rise by more than 20 points within 60 days."""
    shares: Sequence[Share] = party.findings.get(SHARES, ())
    found = [
        each
        for each in shares
        if is_surge(
            each,
            parameter("surge_points_ppm", each.until, party.country),
            parameter("surge_least_g", each.until, party.country),
        )
    ]
    if not found:
        return None
    worst = max(found, key=lambda each: (each.ppm - each.before_ppm, each.district))
    evidence: dict[str, Any] = {
        "district": worst.district,
        "until": worst.until.isoformat(),
        "window_days": parameter("surge_days", worst.until),
        "grams": worst.own_g,
        "share_ppm": worst.ppm,
        "before_ppm": worst.before_ppm,
    }
    return Worry("warn", "operational", evidence)
