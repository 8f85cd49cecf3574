"""The follower of screening: keeps marks, screens who changed, begins runs for new editions; and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ledger.log.erasing import after_erasing
from ledger.log.follow import follow
from ledger.log.reading import Positioned
from ledger.risk.engine import look_at_parties
from ledger.risk.screening.finding import parties_by_clock
from ledger.risk.screening.marks import forget_erased, keep_marks
from ledger.risk.screening.models import Hit
from ledger.risk.screening.related import look_between
from ledger.risk.screening.running import look, screen
from ledger.risk.screening.tables import GONE

NAME = "screening"
FORGOTTEN = "person.forgotten."


def follow_screening() -> int:
    """Look over what is new in the log; resumes at its own cursor."""
    return follow(NAME, look_over)


def look_over(events: Sequence[Positioned]) -> None:
    """Do what new events ask for; the same events again change nothing."""
    changed = keep_marks(events)
    if any(event.kind.startswith(FORGOTTEN) for event in events):
        forget_erased()
    look(events)
    if changed:
        look_between(changed)


@after_erasing
def let_go(party: str, cause: str) -> None:
    """Take away the marks of a party whose openings were emptied, and hits that no name answers any more."""
    forget_erased()
    if Hit.objects.filter(party=party).exclude(state=GONE).exists():
        screen([party], cause)


def look_at_clock(day: date | None = None) -> int:
    """Look at the parties for whom a day that has passed changes something."""
    forget_erased()
    today = day or datetime.now(UTC).date()
    return look_at_parties(parties_by_clock(today), today)
