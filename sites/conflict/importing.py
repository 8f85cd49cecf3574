"""Import conflict events: the whole file, streamed, with a sum that adds up to its rows; a second run adds nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import receive
from ledger.parties.roles import PROGRAMME_MANAGER
from ledger.risk.conflict.bringing import KEPT, KIND, code_of
from ledger.risk.conflict.models import ConflictBatch, ConflictEvent
from ledger.risk.conflict.taking_back import KIND as TAKEN_BACK
from sites.conflict.ucdp_file import event_of, rows_of
from sites.importing.cells import BadCell
from sites.importing.named_columns import Row

SOURCE = "ucdp"
IMPORTER = Actor("import.ucdp", "", frozenset({PROGRAMME_MANAGER}))
"""One name for all runs, whoever starts them: a key belongs to the actor that used it first."""
BATCH = 150
"""Lines in an entry: a leaf of the log holds 64 KB, and a line may have 300 bytes."""
READ_AT_ONCE = 1_500
BATCHES = uuid5(NAMESPACE_URL, "lodebook conflict events")
NEW, CHANGED, REPEATED, REFUSED = "new", "changed", "repeated", "refused"
Door = Callable[[Sequence[dict[str, Any]], Actor], list[Answer]]


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    row: Row
    status: str
    bad: BadCell | None = None


@dataclass
class Summary:
    """How many rows ended how; `rows` is the sum of the rest."""

    file: str = ""
    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    areas: int = 0
    """Rows of which only an area is known: they count for their province and have no distance."""
    not_mapped: Counter[str] = field(default_factory=Counter)
    """Names of countries that no list knows: their rows were entered without one."""
    batches: int = 0

    def lines(self) -> Iterator[str]:
        """Yield the sums as lines to read."""
        yield f"{self.rows:>7,} rows"
        for status in (NEW, CHANGED, REPEATED, REFUSED):
            yield f"{self.statuses[status]:>7,} {status}"
        for (reason, column), number in sorted(self.reasons.items()):
            yield f"{number:>11,} {reason}" + (f" in {column}" if column else "")
        yield f"{self.areas:>7,} are areas and no points: counted for their province alone"
        for country, number in sorted(self.not_mapped.items()):
            yield f"{number:>11,} of a country that no list knows: {country}"
        yield f"{self.batches:>7,} entries"


def import_events(
    path: Path,
    edition: str,
    *,
    dry_run: bool = False,
    door: Door = receive,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Summary:
    """Enter what is new or changed in a file and return the sums. Raises UnreadableFile.

    A row is the same when every fact is: its edition alone changes nothing. A number that comes twice in a file with
    two contents is refused the second time.
    """
    summary = Summary(file=sha256_of(path))
    said: dict[str, str] = {}
    waiting: list[dict[str, Any]] = []
    rows = rows_of(path)
    while chunk := list(islice(rows, READ_AT_ONCE)):
        for outcome, line in _judged(chunk, said, summary):
            summary.rows += 1
            summary.statuses[outcome.status] += 1
            if outcome.bad:
                summary.reasons[outcome.bad.reason, outcome.bad.column] += 1
            if line and outcome.status in (NEW, CHANGED):
                waiting.append(line)
            tell(outcome)
        while len(waiting) >= BATCH:
            _enter(waiting[:BATCH], edition, summary, dry_run, door)
            del waiting[:BATCH]
    _enter(waiting, edition, summary, dry_run, door)
    return summary


def sha256_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judged(
    chunk: Sequence[Row], said: dict[str, str], summary: Summary
) -> Iterator[tuple[Outcome, dict[str, Any] | None]]:
    """Yield what becomes of each row, and the line that it enters if it is new or changed."""
    read = [(row, _read(row)) for row in chunk]
    lines = [line for _row, line in read if not isinstance(line, BadCell)]
    held = ConflictEvent.objects.in_bulk([code_of(SOURCE, line["id"]) for line in lines])
    for row, line in read:
        if isinstance(line, BadCell):
            yield Outcome(row, REFUSED, line), None
            continue
        spelled = json.dumps(line, sort_keys=True)
        if line["id"] in said:
            same = said[line["id"]] == spelled
            bad = None if same else BadCell("id", line["id"], "number_twice")
            yield Outcome(row, REPEATED if same else REFUSED, bad), None
            continue
        said[line["id"]] = spelled
        summary.areas += line["where_prec"] >= 4
        if "country" not in line:
            summary.not_mapped[row.cells["country"]] += 1
        yield Outcome(row, _status(line, held.get(code_of(SOURCE, line["id"])))), line


def _read(row: Row) -> dict[str, Any] | BadCell:
    try:
        return event_of(row)
    except BadCell as bad:
        return bad


def _status(line: dict[str, Any], held: ConflictEvent | None) -> str:
    if held is None or held.gone_by is not None:
        return NEW
    return REPEATED if line == line_of(held) else CHANGED


def line_of(held: ConflictEvent) -> dict[str, Any]:
    """Return what is held of an event as a line says it."""
    said = {name: getattr(held, name) for name in KEPT}
    days = {"from": held.began_on.isoformat(), "to": held.ended_on.isoformat()}
    told = {"id": held.code.partition(":")[2], **days, **said}
    return {name: value for name, value in told.items() if value is not None}


def _enter(lines: list[dict[str, Any]], edition: str, summary: Summary, dry_run: bool, door: Door) -> None:
    if not lines:
        return
    summary.batches += 1
    if dry_run:
        return
    (answer,) = door([_envelope(lines, edition, summary.file)], IMPORTER)
    if answer.status not in ("recorded", "repeated"):
        raise RuntimeError(f"a batch of conflict events was refused: {answer.code} {answer.field} {answer.facts}")


def _envelope(lines: list[dict[str, Any]], edition: str, file: str) -> dict[str, Any]:
    facts = {"source": SOURCE, "edition": edition, "file": file, "events": lines}
    held = ConflictEvent.objects.filter(code__in=[code_of(SOURCE, line["id"]) for line in lines])
    # brought again after it was taken back it is another entry, sent twice by a lost answer the same
    stood = sorted(held.values_list("code", "event_id", "gone_by"))
    key = uuid5(BATCHES, json.dumps([facts, stood], sort_keys=True))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"key": str(key), "kind": KIND, "happened_at": now, "facts": facts, "heads": {}}


def take_back(file: str, reason: str, actor: Actor = IMPORTER, door: Door = receive) -> int:
    """Take back all batches of a file, the last first; return how many. What stood before counts again."""
    batches = ConflictBatch.objects.filter(source=SOURCE, file=file, taken_back_by=None).order_by("-event_id")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    taken = 0
    for batch in batches:
        facts = {"batch": batch.key, "reason": reason}
        key = str(uuid5(BATCHES, f"back:{batch.key}"))
        (answer,) = door([{"key": key, "kind": TAKEN_BACK, "happened_at": now, "facts": facts, "heads": {}}], actor)
        if answer.status not in ("recorded", "repeated"):
            raise RuntimeError(f"a batch could not be taken back: {answer.code} {answer.facts}")
        taken += 1
    return taken
