"""Import: the whole file, streamed twice, with a sum that adds up to its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.inbox.receiving import receive
from ledger.reference.spellings import Spellings
from ledger.rulebook.spellings import spellings
from sites.importing.cells import BadCell, plain, words
from sites.importing.entering import IMPORTED, REFUSED, REPEATED, Door, Outcome, enter_rows
from sites.importing.ipis_file import rows_of
from sites.importing.named_columns import Row
from sites.importing.reading import Told, read_row

LEFT_OUT = "left out"


@dataclass
class Summary:
    """How many rows ended how; `rows` is the sum of the rest."""

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Texts that no table of spellings knows, by column: their rows were entered, with the words as written."""

    def count(self, outcome: Outcome) -> None:
        """Take one row into the sums."""
        self.rows += 1
        self.statuses[outcome.status] += 1
        self.added.update(outcome.added)
        self.unmapped.update(outcome.unmapped)
        if outcome.bad:
            self.reasons[outcome.bad.reason, outcome.bad.column] += 1

    def leave_out(self) -> None:
        """Take a row of another project into the sums."""
        self.rows += 1
        self.statuses[LEFT_OUT] += 1

    def lines(self) -> Iterator[str]:
        """Yield the sums as lines to read."""
        yield f"{self.rows:>7,} rows"
        for status in (IMPORTED, REPEATED, REFUSED, LEFT_OUT):
            if status != LEFT_OUT or self.statuses[status]:
                yield f"{self.statuses[status]:>7,} {status}"
        for (reason, column), number in sorted(self.reasons.items()):
            yield f"{number:>11,} {reason}" + (f" in {column}" if column else "")
        for kind, number in sorted(self.added.items()):
            yield f"{number:>7,} entries {kind}"
        if self.unmapped:
            yield f"{self.unmapped.total():>7,} cells not mapped, kept as written:"
        for (column, text), number in sorted(self.unmapped.items()):
            yield f"{number:>11,} {column}: {text}"


def import_file(
    path: Path,
    project: str | None = None,
    door: Door = receive,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Summary:
    """Enter every row of the file and return the sums; `tell` hears each outcome. Raises UnreadableFile.

    Memory grows with the sites of the file, not with its rows.
    """
    today = datetime.now(UTC).date()
    summary = Summary()
    known = spellings()
    latest = latest_rows(path, today, known)
    for outcome in enter_rows(_wanted(path, project, summary), latest, door, today, known):
        summary.count(outcome)
        tell(outcome)
    return summary


def latest_rows(path: Path, today: date, known: Spellings) -> dict[str, Told]:
    """Return the newest readable row of each site by its number; of two of a day the later one in the file."""
    latest: dict[str, Told] = {}
    for row in rows_of(path):
        try:
            told = read_row(row, today, known)
        except BadCell:
            continue
        if told.pcode not in latest or told.on >= latest[told.pcode].on:
            told.said.clear()
            latest[told.pcode] = told
    return latest


def _wanted(path: Path, project: str | None, summary: Summary) -> Iterator[Row]:
    for row in rows_of(path):
        if project is None or plain(words(row.cells, "project")) == plain(project):
            yield row
        else:
            summary.leave_out()
