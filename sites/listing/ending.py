"""Which colours end next: the sites that somebody has to visit or decide about first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.reference.parameters import parameter
from sites.listing.filters import ON_THE_REGISTER
from sites.models import MineSite

MOST = 5
DAYS_BEHIND, DAYS_AHEAD = 30, 90


@dataclass(frozen=True)
class Ending:
    """A colour that ends on a day, or ended lately."""

    site: MineSite
    days_left: int
    due: bool = False

    @property
    def over(self) -> int:
        return -self.days_left

    @property
    def to_review(self) -> bool:
        """Whether it stays what it is, but is to be evaluated again."""
        return bool(self.site.state == self.site.state_then)

    @property
    def next_day(self) -> date:
        """The first day of what follows."""
        return self.site.state_until + timedelta(days=1)


def ending_soon(today: date) -> Sequence[Ending]:
    """Return the first few colours that ended within a month or will end within three: one step into an index."""
    rows = MineSite.objects.filter(
        ON_THE_REGISTER,
        state_until__gte=today - timedelta(days=DAYS_BEHIND),
        state_until__lte=today + timedelta(days=DAYS_AHEAD),
    )
    rows = rows.only("code", "name", "state", "state_until", "state_then").order_by("state_until", "name")
    red = parameter("days_left_red", today)
    left = [(site, (site.state_until - today).days) for site in rows[:MOST]]
    return [Ending(site, days, days <= red) for site, days in left]
