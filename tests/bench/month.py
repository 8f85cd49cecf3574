"""The trade of a month, through API, sheets and pages, and what must hold at its end.

LODEBOOK_BENCH_MONTH says how large it is, as sites,depots,bags of a site and day: 20,5,25 unless told otherwise.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from django.core.management import call_command

from tests.month import documents  # noqa: F401  (registers its checks)
from tests.month.cast import FULL, Size
from tests.month.checking import CHECKS
from tests.month.clock import Clock
from tests.month.playing import Month, play
from tests.month.service import Background, web


def size() -> Size:
    """Return how large the month is."""
    asked = os.environ.get("LODEBOOK_BENCH_MONTH")
    return Size(*map(int, asked.split(","))) if asked else FULL


def tell(word: str) -> None:
    """Say how far a long month is."""
    print(f"  {word}", flush=True)


def played() -> Iterator[tuple[str, float, str, bool | None]]:
    """Play the month and check it; yield what was done, the seconds that it took, what was found, and if it holds."""
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their style by its hash
    with tempfile.TemporaryDirectory() as folder, Clock() as clock, web() as wire:
        started = perf_counter()
        month: Month = play(size(), wire, clock, Background(Path(folder)), tell)
        for name, seconds in month.seconds.items():
            yield name, seconds, "", None
        known, taken = month.known, perf_counter() - started
        said = f"{len(known.bags):,} bags, {wire.entries:,} entries, {wire.entries / taken:,.0f}/s"
        yield "the whole month", taken, said, None
        for name, function in CHECKS.items():
            started = perf_counter()
            try:
                said, holds = function(month, Path(folder)), True
            except AssertionError as broken:
                said, holds = str(broken)[:2_000], False
            yield name, perf_counter() - started, said, holds
