"""Shelves of the rule book, for pages: what stands on one, how a row came to say what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ledger.reference.files import shipped
from ledger.rulebook.declared import SHELVES
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.reading import latest


@dataclass(frozen=True)
class Summary:
    """How many rows a table has, over all its parts, and when one was stated last."""

    table: str
    rows: int
    changed_on: date


def summaries() -> list[Summary]:
    """Return all tables that have rows, in the order of their names; one question."""
    found: dict[str, tuple[int, date]] = {}
    counted = ReferenceRow.objects.values("shelf").annotate(rows=Count("key", distinct=True), day=Max("stated_on"))
    for each in counted:
        table = each["shelf"].split("/", 1)[0]
        rows, day = found.get(table, (0, each["day"]))
        found[table] = rows + each["rows"], max(day, each["day"])
    return [Summary(table, *found[table]) for table in sorted(found)]


def on_table(table: str, part: str | None = None) -> QuerySet[ReferenceRow]:
    """Return all statements of a table, or of one part of it."""
    if part:
        return ReferenceRow.objects.filter(shelf=f"{table}/{part}")
    return ReferenceRow.objects.filter(Q(shelf=table) | Q(shelf__startswith=f"{table}/"))


def latest_of(rows: QuerySet[ReferenceRow]) -> QuerySet[ReferenceRow]:
    """Return of these the statements that no later one of the same row has followed."""
    later = ReferenceRow.objects.filter(shelf=OuterRef("shelf"), key=OuterRef("key"), event_id__gt=OuterRef("event_id"))
    return rows.filter(~Exists(later))


def tables_now(*tables: str) -> dict[str, dict[str, ReferenceRow]]:
    """Return whole tables without parts as they stand now, by table and key; one question."""
    found: dict[str, dict[str, ReferenceRow]] = {table: {} for table in tables}
    for row in latest(ReferenceRow.objects.filter(shelf__in=tables)):
        found[row.shelf][row.key] = row
    return found


def history(shelf: str, key: str) -> list[ReferenceRow]:
    """Return every statement of a row, the newest first."""
    return list(ReferenceRow.objects.filter(shelf=shelf, key=key).order_by("-event_id"))


def parts_of(table: str) -> list[str]:
    """Return the parts that a table has."""
    shelves = ReferenceRow.objects.filter(shelf__startswith=f"{table}/").values_list("shelf", flat=True).distinct()
    return sorted(shelf.split("/", 1)[1] for shelf in shelves)


def columns_of(table: str, rows: Iterable[Any]) -> list[str]:
    """Return the columns that rows of a table have: as the shipped file orders them, others behind."""
    there = {column for row in rows for column in row.row}
    ordered = [column for column in header_of(table) if column in there]
    return ordered + sorted(there - set(ordered))


@cache
def header_of(table: str) -> tuple[str, ...]:
    """Return the columns of the shipped file; none for a table that is not shipped."""
    return tuple(shipped(table)[0]) if table in SHELVES else ()
