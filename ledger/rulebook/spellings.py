"""Spellings as the rule book has them now: what somebody stated wins over what is shipped."""

from __future__ import annotations

from ledger.reference.spellings import (
    FREQUENCIES,
    GROUPS,
    Spellings,
    read_frequencies,
    read_groups,
    shipped_spellings,
)
from ledger.rulebook.models import ReferenceRow


def spellings() -> Spellings:
    """Return the spellings of groups and frequencies; two questions: ask once for a whole import."""
    shipped = shipped_spellings()
    return Spellings(
        {**shipped.groups, **read_groups(_stated(GROUPS))},
        {**shipped.frequencies, **read_frequencies(_stated(FREQUENCIES))},
    )


def _stated(table: str) -> list[tuple[str, dict[str, str]]]:
    rows = ReferenceRow.objects.filter(shelf=table).order_by("event_id").values_list("key", "row")
    return list(rows)
