"""Runs advance batch by batch: rows, counters and cursor are one transaction, so a killed worker loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from django.db import InterfaceError, OperationalError, transaction

from ledger.errors import LogUnavailable
from ledger.inbox.receiving import MOST_ENTRIES
from ledger.spreadsheets import UnreadableTable
from sites.bringing.judging import Judged, judge
from sites.bringing.keeping import lines_from, strike_personal, unfold
from sites.bringing.models import (
    AT_WORK,
    ENTERED,
    ENTERING,
    FAILED,
    READING,
    TRIED,
    TRYING,
    UNDOING,
    ImportEntry,
    ImportProblem,
    ImportRun,
)
from sites.bringing.sheets import SHEETS
from sites.bringing.taking_back import take_back

log = logging.getLogger(__name__)
LONGEST_VALUE = 200


def advance(seconds: float = 4.0) -> bool:
    """Work on runs for so long; say whether something is left to do."""
    until = monotonic() + seconds
    try:
        while monotonic() < until:
            if not advance_once():
                return False
    except LogUnavailable:
        return False  # the batch was rolled back; the clock calls again
    return True


def advance_once(run: object | None = None) -> bool:
    """Take one batch of the run that has waited longest, or of this one; say whether there was one.

    A run that another worker has in hand is passed over. Raises LogUnavailable where the log takes nothing now: the
    run stays where it was.
    """
    at_work = ImportRun.objects.filter(state__in=AT_WORK, **({"id": run} if run else {})).order_by("submitted_at")
    found = None
    try:
        with transaction.atomic():
            found = at_work.select_for_update(skip_locked=True).first()
            if found is not None:
                STEPS[found.state](found)
                found.save()
    except (OperationalError, InterfaceError, LogUnavailable):
        raise
    except Exception as error:
        if found is None:
            raise
        log.exception("import %s stopped at row %s", found.pk, found.rows_done)
        ImportRun.objects.filter(pk=found.pk).update(
            state=FAILED, trouble="unexpected", trouble_facts={"said": type(error).__name__}
        )
    return found is not None


def _read(run: ImportRun) -> None:
    """Unfold the file; one that cannot be read fails the run with one sentence."""
    try:
        found = unfold(run.pk, SHEETS[run.sheet])
    except UnreadableTable as error:
        run.state, run.trouble, run.trouble_facts = FAILED, error.code, error.facts
        return
    run.headers, run.columns, run.form, run.rows_total = found.headers, found.columns, found.form, found.rows
    begin(run, TRYING)


def begin(run: ImportRun, state: str) -> None:
    """Begin a pass over all rows."""
    run.state, run.offset = state, 0
    run.rows_done = run.good = run.repeated = run.bad = 0


def _try(run: ImportRun) -> None:
    _judge_batch(run, for_good=False)
    if run.state == TRYING and run.rows_done >= run.rows_total:
        run.state, run.tried_at = TRIED, datetime.now(UTC)


def _enter(run: ImportRun) -> None:
    _judge_batch(run, for_good=True)
    if run.rows_done >= run.rows_total:
        run.state, run.entered_at = ENTERED, datetime.now(UTC)
        sheet, columns = SHEETS[run.sheet], run.columns
        if sheet.has_personal:
            # behind the commit: cut off before it, the rows are read once more
            transaction.on_commit(lambda: strike_personal(run.pk, sheet, columns), robust=True)


def _judge_batch(run: ImportRun, *, for_good: bool) -> None:
    sheet, stage = SHEETS[run.sheet], run.state
    lines, offset = lines_from(run.pk, run.columns, run.offset, MOST_ENTRIES // sheet.most_entries)
    judged = judge(run, sheet, lines, for_good=for_good)
    _keep_problems(run, stage, judged)
    if for_good:
        ImportEntry.objects.bulk_create(judged.made, ignore_conflicts=True)
        run.entries += len(judged.made)
    run.good += judged.good
    run.repeated += judged.repeated
    run.bad += len(judged.bad)
    run.rows_done += len(lines)
    run.offset = offset


def _keep_problems(run: ImportRun, stage: str, judged: Judged) -> None:
    problems = [
        ImportProblem(
            run=run.pk,
            stage=stage,
            row=row,
            column=bad.column,
            value=bad.value[:LONGEST_VALUE],
            code=bad.reason,
            facts=bad.facts,
            suggestion=bad.suggestion,
        )
        for row, bads in judged.bad.items()
        for bad in bads
    ]
    ImportProblem.objects.bulk_create(problems, ignore_conflicts=True)


STEPS: dict[str, Callable[[ImportRun], None]] = {READING: _read, TRYING: _try, ENTERING: _enter, UNDOING: take_back}
