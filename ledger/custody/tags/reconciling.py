"""The tag account of a series with a holder over a month. Pure, and the query that feeds it.

opening + in = applied + void + lost + stolen + returned + allocated on + closing. What was counted stands beside the
closing; the difference is the gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum

from ledger.custody.stock_models import TagCount, TagMove
from ledger.custody.tags.posting import CAME, WENT


@dataclass(frozen=True)
class Account:
    """The account of one book over some days, both included; `came` and `went` are by cause, all above 0."""

    opening: int
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    issued: int = 0
    counted: int | None = None
    counted_on: date | None = None
    in_book_then: int | None = None

    @property
    def closing(self) -> int:
        """What the book has at the end."""
        return self.opening + sum(self.came.values()) - sum(self.went.values())

    @property
    def gap(self) -> int | None:
        """How many tags the book had and nobody found; None: nobody counted."""
        return None if self.counted is None or self.in_book_then is None else self.in_book_then - self.counted


def reconciled(
    moves: Iterable[tuple[str, int, date]], first: date, last: date, count: Any | None = None, late: int = 0
) -> Account:
    """Return the account from postings (cause, signed number, day) of one book, beside the last count of these days.

    `late` is the sum of what was recorded since the count and happened before it: it is no longer missing.
    """
    came, went, opening, issued = dict.fromkeys(CAME, 0), dict.fromkeys(WENT, 0), 0, 0
    for cause, number, on_day in moves:
        if on_day < first:
            opening += number
        elif on_day <= last and cause in came:
            came[cause] += number
        elif on_day <= last and cause in went:
            went[cause] -= number
        elif on_day <= last and number > 0:
            issued += number
    if count is None:
        return Account(opening, came, went, issued)
    return Account(opening, came, went, issued, count.counted, count.on_day, count.book + late)


def account_of(series: str, holder: str, first: date, last: date) -> Account:
    """Return the account of a series with a holder; sums are made by the database."""
    of_book = TagMove.objects.filter(series=series, holder=holder)
    before = of_book.filter(on_day__lt=first).aggregate(total=Sum("number"))["total"] or 0
    within = of_book.filter(on_day__gte=first, on_day__lte=last).values_list("cause", "on_day").annotate(Sum("number"))
    moves = [("opening", before, date.min), *((cause, number, day) for cause, day, number in within)]
    counts = TagCount.objects.filter(series=series, holder=holder, on_day__gte=first, on_day__lte=last)
    count = counts.order_by("-event_id").first()
    return reconciled(moves, first, last, count, entered_late(count) if count else 0)


def entered_late(count: Any) -> int:
    """Return what the book of a count was still to learn: recorded since, happened on a day before."""
    of_book = TagMove.objects.filter(series=count.series, holder=count.holder)
    since = of_book.filter(event_id__gt=count.as_of, on_day__lt=count.on_day)
    return since.aggregate(total=Sum("number"))["total"] or 0
