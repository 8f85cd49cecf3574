"""Load: what the shipped tables say and the rule book does not, yet, is stated by the system; loading twice is nothing.

Each row is compared with the last one that the system stated, not with what counts now: what a person has stated since
stays until the shipped row itself changes. The key of an entry follows from the row and from the system's statement
before it, so that A, then B, then A again are three entries, and two loaders at once make one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Exists, OuterRef

from ledger.deeds.batches import enter
from ledger.deeds.entries import SYSTEM
from ledger.deeds.system import system_entry
from ledger.log.models import EventKey
from ledger.proofs import canonical
from ledger.reference.files import DATA
from ledger.rulebook.declared import SHELVES, Declared
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.reading_files import BadFile, BadRow, facts_of_file
from ledger.rulebook.stating import KIND
from ledger.rulebook.tables import shelf

ROWS_IN_A_BATCH = 400
NAMES = uuid5(NAMESPACE_URL, "lodebook:reference")
Name = tuple[str, str]
"""Shelf and key."""


@dataclass(frozen=True)
class Stated:
    """What the system stated last of a row."""

    digest: str
    event_id: int


@dataclass(frozen=True)
class Outcome:
    """What a file holds against what was stated from it before. `gone` rows are no longer shipped; they stay."""

    table: str
    rows: int
    new: int
    changed: int
    gone: int


def load(folder: Path | None = None, *, check_only: bool = False) -> tuple[list[Outcome], list[BadRow]]:
    """State what the files of a folder say; return what was done, and the bad rows of files that were left out.

    Without a folder the shipped tables are loaded, and all must be there; another folder may hold some of them.
    """
    outcomes, bad = [], []
    stated = last_stated()
    for declared in SHELVES.values():
        path = (folder or DATA) / declared.file
        if folder and not path.exists():
            continue
        try:
            wanted = facts_of_file(path, declared)
        except BadFile as error:
            bad += error.bad
        except FileNotFoundError:
            bad.append(BadRow(path.name, 0, "file", "", "a file of this name"))
        else:
            outcomes.append(_load_table(declared, wanted, stated, check_only))
    return outcomes, bad


def _load_table(
    declared: Declared, wanted: Sequence[dict[str, Any]], stated: dict[Name, Stated], check_only: bool
) -> Outcome:
    names = [name_of(facts) for facts in wanted]
    differing = [
        (name, facts, stated.get(name))
        for name, facts in zip(names, wanted, strict=True)
        if name not in stated or stated[name].digest != digest_of(facts)
    ]
    if not check_only:
        _state((name, facts, before) for name, facts, before in differing)
    ours = {name for name in stated if name[0].split("/")[0] == declared.table}
    new = sum(before is None for _, _, before in differing)
    return Outcome(declared.table, len(wanted), new, len(differing) - new, len(ours - set(names)))


def _state(rows: Iterable[tuple[Name, dict[str, Any], Stated | None]]) -> None:
    entries = (system_entry(key_of(name, facts, before), KIND, facts) for name, facts, before in rows)
    for batch in _batches(entries):
        for answer in enter(batch):
            if answer.status not in {"recorded", "repeated"}:
                raise ValueError(f"{KIND} {answer.code} {answer.field}: {answer.facts}")


def _batches(entries: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(entries, ROWS_IN_A_BATCH)):
        yield batch


def last_stated() -> dict[Name, Stated]:
    """Return what the system stated last of every row; one question."""
    by_system = EventKey.objects.filter(event_id=OuterRef("event_id"), actor=SYSTEM.id)
    rows = ReferenceRow.objects.filter(Exists(by_system)).order_by("event_id")
    return {(row.shelf, row.key): Stated(digest_of(facts_of(row)), row.event_id) for row in rows}


def facts_of(row: ReferenceRow) -> dict[str, Any]:
    """Return a row of the rule book as the facts that stated it, but for its name."""
    said = {
        "in_force_from": row.in_force_from and row.in_force_from.isoformat(),
        "in_force_to": row.in_force_to and row.in_force_to.isoformat(),
        "confidence": row.confidence,
    }
    return {"row": row.row, "source": row.source, **{name: value for name, value in said.items() if value}}


def name_of(facts: dict[str, Any]) -> Name:
    """Return shelf and key of what facts state."""
    return shelf(facts["table"], facts.get("part", "")), facts["key"]


def digest_of(facts: dict[str, Any]) -> str:
    """Return a digest of what facts state about a row, its name left out."""
    said = {name: value for name, value in facts.items() if name not in {"table", "part", "key"}}
    return hashlib.sha256(canonical.encode(said)).hexdigest()


def key_of(name: Name, facts: dict[str, Any], before: Stated | None) -> str:
    """Return the key of an entry: it follows from the row, its words and the system's statement before it."""
    return str(uuid5(NAMES, f"{name[0]}\n{name[1]}\n{digest_of(facts)}\n{before.event_id if before else 0}"))
