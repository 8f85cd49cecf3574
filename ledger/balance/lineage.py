"""Lineage: all lots that went into a lot, or that came out of it, by one recursive query over the edges."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# UNION, not UNION ALL: over shared ancestors the paths explode, the edges do not (domain/proofs.md §6)
_WALK = """
    WITH RECURSIVE walked(child, parent, grams, basis) AS (
        SELECT child, parent, grams, basis FROM ledger_edge WHERE {near} = %s
        UNION
        SELECT edge.child, edge.parent, edge.grams, edge.basis
        FROM walked JOIN ledger_edge edge ON edge.{near} = walked.{far})
    SELECT child, parent, grams, basis FROM walked ORDER BY child, parent LIMIT %s"""


@dataclass(frozen=True)
class EdgeLine:
    """Grams of a parent lot in a child lot."""

    child: str
    parent: str
    grams: int
    basis: str


def ancestry(lot: str, most: int = 20_000) -> list[EdgeLine]:
    """Return the edges of everything that went into a lot."""
    return _walk(_WALK.format(near="child", far="parent"), lot, most)


def offspring(lot: str, most: int = 20_000) -> list[EdgeLine]:
    """Return the edges of everything that came out of a lot."""
    return _walk(_WALK.format(near="parent", far="child"), lot, most)


def ancestors(lot: str) -> set[str]:
    """Return the codes of a lot and of all lots that went into it."""
    return {lot} | {edge.parent for edge in ancestry(lot)}


def _walk(sql: str, lot: str, most: int) -> list[EdgeLine]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [lot, most])
        return [EdgeLine(*record) for record in cursor.fetchall()]
