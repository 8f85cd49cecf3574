"""The reference tables as they are shipped: CSV files, each with its origin in `data/SOURCES.md`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def shipped(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped file, as texts by column; read once."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))
