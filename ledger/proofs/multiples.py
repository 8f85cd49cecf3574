"""Multiples of points, many at once: a curve's points are added pair by pair, all pairs with one division.

A pack holds thousands of signatures by a few keys. A table for each key spares the doublings, and dividing once for
all of them spares the rest: a signature costs a tenth of what it costs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

AddPairs = Callable[[Sequence[Any], Sequence[Any]], "list[Any]"]
"""Adds points of a curve: the first of the one list to the first of the other, and so on."""
Table = Sequence[Sequence[Any]]
"""Row n holds 0, 1, 2 ... times 2^(n * window) times a point."""

SCALAR_BITS = 256
WINDOWS = range(2, 11)
AT_ONCE = 250
"""So many sums go on together: enough to share a division, few enough to stay in the processor's cache."""


def add_multiples(add: AddPairs, neutral: Any, base: Any, asked: Sequence[tuple[int, int, Any]]) -> list[Any]:
    """Compute m * base + n * point for every (m, n, point) that is asked; m and n have at most 256 bits."""
    if not asked:
        return []
    points = list({base: None, **{point: None for _, _, point in asked}})
    window = best_window(len(points), len(asked))
    tables = dict(zip(points, _tables(add, neutral, points, window)))  # noqa: B905 (Python 3.9 has no strict=)
    found = []
    for start in range(0, len(asked), AT_ONCE):
        found += _sums(add, neutral, tables[base], tables, asked[start : start + AT_ONCE], window)
    return found


def _sums(
    add: AddPairs,
    neutral: Any,
    of_base: Table,
    tables: Mapping[Any, Table],
    asked: Sequence[tuple[int, int, Any]],
    window: int,
) -> list[Any]:
    of_points, totals, mask = [tables[point] for _, _, point in asked], [neutral] * len(asked), (1 << window) - 1
    for row in range(_rows(window)):
        shift = row * window
        totals = add(totals, [of_base[row][m >> shift & mask] for m, _, _ in asked])
        digits = (n >> shift & mask for _, n, _ in asked)
        totals = add(totals, [table[row][digit] for table, digit in zip(of_points, digits)])  # noqa: B905
    return totals


def best_window(points: int, multiples: int) -> int:
    """Choose the bits that a table takes at once, so that tables and sums together take the fewest additions."""
    return min(WINDOWS, key=lambda window: _rows(window) * (points * 2**window + 2 * multiples))


def _rows(window: int) -> int:
    return -(-SCALAR_BITS // window)


def _tables(add: AddPairs, neutral: Any, points: Sequence[Any], window: int) -> list[Table]:
    """Make the table of each point."""
    rows = [list(points)]
    while len(rows) < _rows(window):
        last = rows[-1]
        for _ in range(window):
            last = add(last, last)
        rows.append(last)
    ones = [point for row in rows for point in row]  # row by row, in each the points in turn
    columns = [[neutral] * len(ones), ones]
    while len(columns) < 1 << window:
        columns.append(add(columns[-1], ones))
    return [
        [[column[at] for column in columns] for at in range(number, len(ones), len(points))]
        for number in range(len(points))
    ]
