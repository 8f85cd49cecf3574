"""Printed before: which numbers of a box are on paper, how often, when last. Pure, and the query that feeds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.labels.models import PrintedCode, PrintedRun

MOST_RUNS = 500


@dataclass(frozen=True)
class Printed:
    """Numbers from `first` to `last` that were printed so many times, copies counted; the last time at `last_at`."""

    first: int
    last: int
    times: int
    last_at: datetime


def printed_of(series: str, first: int, last: int) -> list[Printed]:
    """Return what is on paper of the numbers of a box, each by its place in the box, whatever it was printed from."""
    runs = PrintedRun.objects.filter(series=series, first__lte=last, last__gte=first).order_by("-printed_at")
    return laid_over(
        (max(run.first, first) - first + 1, min(run.last, last) - first + 1, run.copies, run.printed_at)
        for run in runs[:MOST_RUNS]
    )


def laid_over(runs: Iterable[tuple[int, int, int, datetime]]) -> list[Printed]:
    """Lay runs (first, last, copies, time) over each other; neighbours that say the same are one."""
    told = list(runs)
    edges = sorted({edge for first, last, _, _ in told for edge in (first, last + 1)})
    found: list[Printed] = []
    for first, behind in zip(edges, edges[1:], strict=False):
        over = [(copies, at) for start, last, copies, at in told if start <= first <= last]
        if not over:
            continue
        piece = Printed(first, behind - 1, sum(copies for copies, _ in over), max(at for _, at in over))
        before = found[-1] if found else None
        if before and (before.last + 1, before.times, before.last_at) == (piece.first, piece.times, piece.last_at):
            found[-1] = Printed(before.first, piece.last, piece.times, piece.last_at)
        else:
            found.append(piece)
    return found


def times_printed(codes: Iterable[str]) -> Mapping[str, int]:
    """Return how many labels of each of these codes are on paper, whatever they were ordered from; one query."""
    return dict(PrintedCode.objects.filter(code__in=list(codes)).values_list("code", "times"))
