"""The State's colour in force on a day, in SQL: the colour of the line while it holds, then what the clock makes of it.

One step is enough: every day the clock moves on the lines whose colour ran out (sites.statuses), so none is two behind.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Expression, F, Q, TextField, When

from ledger.risk.status_age import NONE


def in_force(today: date) -> Expression:
    """Return the colour in force today as an expression; NULL where there is none."""
    return Case(When(state_until__lt=today, then=F("state_then")), default=F("state"), output_field=TextField())


def has_colour(colour: str, today: date) -> Q:
    """Return which lines of the register have a colour today; "none" for those that have none."""
    wanted = None if colour == NONE else colour
    holds = Q(state_until=None) | Q(state_until__gte=today)
    return Q(holds, state=wanted) | Q(state_until__lt=today, state_then=wanted)
