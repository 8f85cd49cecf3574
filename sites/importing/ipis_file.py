"""The IPIS file: what it must have; the rest is read by the names of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sites.importing import named_columns
from sites.importing.named_columns import Row

NEEDED = ("pcode", "visit_date")


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the rows of a file. Raises UnreadableFile."""
    return named_columns.rows_of(path, NEEDED)
