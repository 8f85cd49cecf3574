"""A hundred thousand names of parties against a list of twenty thousand, on all cores; and how many are told right."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context

from ledger.reference.parameters import parameter
from ledger.risk.screening.matching import NameIndex
from tests.bench.figures import stopwatch
from tests.screening.labelled import Case, listed_names, measure, negatives, positives

PARTIES = int(os.environ.get("LODEBOOK_BENCH_PARTIES", 100_000))
LISTED = int(os.environ.get("LODEBOOK_BENCH_LISTED", 20_000))
PROCESSES = os.cpu_count() or 1
ON_THE_LIST = 20
"""One party of so many is on the list; a real list finds far fewer."""
AT_ONCE = 500
_INDEX: list[NameIndex] = []
"""The index of this process; children share its memory until they write."""


def measured() -> Iterator[tuple[str, str, str, bool | None]]:
    """Yield what was measured, its value, what to know about it, and whether its goal holds."""
    entries = listed_names(LISTED)
    with stopwatch() as indexing:
        _INDEX[:] = [NameIndex(entry.listed for entry in entries)]
    yield f"{LISTED:,} entries ({len(_INDEX[0]):,} names) are indexed", f"{indexing[0]:,.1f} s", "", None
    cases = _cases(entries)
    with stopwatch() as seconds:
        found = _asked(cases)
    rate = len(cases) / seconds[0]
    said = f"{rate:,.0f} names/s on {PROCESSES} processes, {_memory()} MB at most in one"
    yield f"{len(cases):,} names of parties are asked", f"{seconds[0]:,.1f} s", said, seconds[0] <= 600
    told = measure(cases, found)
    yield "recall: listed people and firms that are found", f"{told.recall:.3f}", "", told.recall >= 0.95
    yield "precision: hits that are the right ones", f"{told.precision:.3f}", _mixture(cases), None
    for variant, (asked, well) in sorted(told.by_variant.items()):
        yield f"  {variant}", f"{well / asked:.3f}", f"{asked:,} names", None


def _cases(entries: list) -> list[Case]:
    """Return names of parties: some of the list, written otherwise, the others of nobody."""
    known = list(positives(entries))[: PARTIES // ON_THE_LIST]
    return [*known, *negatives(entries, PARTIES - len(known))]


def _mixture(cases: list[Case]) -> str:
    on_the_list = sum(case.listed is not None for case in cases)
    return f"{on_the_list:,} on the list, {len(cases) - on_the_list:,} not, all made to be mistaken"


def _asked(cases: list[Case]) -> list[list[str]]:
    chunks = [cases[start : start + AT_ONCE] for start in range(0, len(cases), AT_ONCE)]
    with get_context("fork").Pool(PROCESSES) as pool:
        return [ids for answered in pool.imap(_ask, chunks) for ids in answered]


def _ask(cases: list[Case]) -> list[list[str]]:
    least = parameter("screening_least_thousandths", date(2026, 11, 23))
    return [[match.listed.id for match in _INDEX[0].matches(case.subject, least)] for case in cases]


def _memory() -> int:
    """Return the largest memory of a child, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
