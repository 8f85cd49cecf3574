"""Numbers of few people are not told: in a small group everybody knows who is meant (CAT-04). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.deeds.guards import works_out

Counts = Sequence[tuple[str, int]]


def told(counts: Counts, fewest: int) -> list[tuple[str, int | None]]:
    """Return each number, or None for one that is not told."""
    held_back = hidden(counts, fewest)
    return [(name, None if name in held_back else number) for name, number in counts]


@works_out("CAT-04", on="site", source="domain/licensing.md §3.2", otherwise=frozenset())
def hidden(counts: Counts, fewest: int) -> frozenset[str]:
    """Numbers of fewer than five people are suppressed, and a second one where the first could be worked out."""
    small = {name for name, number in counts if 0 < number < fewest}
    if len(small) == 1:
        # with the total known elsewhere, a single gap is no gap: the smallest of the others goes too
        others = sorted((number, name) for name, number in counts if name not in small and number)
        small |= {name for _number, name in others[:1]}
    return frozenset(small)
