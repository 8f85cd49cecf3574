"""Undo: all entries of a run are taken back, the newest first, by entries that say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef

from ledger.deeds.entries import Actor, Answer
from ledger.deeds.facts import MOST_LINES
from ledger.inbox.receiving import receive
from sites.bringing.models import UNDOING, UNDONE, ImportEntry, ImportProblem, ImportRun
from sites.models import Withdrawn
from sites.withdrawing.withdrawing import KIND


def take_back(run: ImportRun) -> None:
    """Take back the newest entries of the run that stand; when none is left, the run is undone."""
    made = list(standing(run)[:MOST_LINES])
    if not made:
        run.state, run.undone_at = UNDONE, datetime.now(UTC)
        return
    run.taken_back += _strike(run, made)


def standing(run: ImportRun) -> Any:
    """Return the entries of a run that nobody has taken back, and that the ledger has not refused to take back."""
    struck = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("subject"))
    of_run = ImportEntry.objects.filter(run=run.pk, kept_because__isnull=True)
    return of_run.filter(~Exists(struck)).order_by("-event_id")


def _strike(run: ImportRun, made: Sequence[ImportEntry]) -> int:
    """Take back entries in one entry; where one of them is refused, the halves apart, so that only it stays."""
    answer = _ask(run, made)
    if answer.status in {"recorded", "repeated"}:
        return len(made)
    if len(made) > 1:
        half = len(made) // 2
        return _strike(run, made[:half]) + _strike(run, made[half:])
    _keep(run, made[0], answer)
    return 0


def _ask(run: ImportRun, made: Sequence[ImportEntry]) -> Answer:
    """Enter the withdrawal; a refusal leaves nothing, so the same lines may be asked again apart."""
    lines = [{"subject": each.subject, "event": each.event_id} for each in made]
    key = uuid5(run.pk, f"undo {made[0].event_id} {made[-1].event_id}")
    facts = {"entries": lines, "reason": run.reason, "run": str(run.pk)}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction.atomic():
        envelope = {"key": str(key), "kind": KIND, "happened_at": now, "facts": facts}
        (answer,) = receive([envelope], Actor(run.actor, run.party, frozenset(run.roles)))
        if answer.status not in {"recorded", "repeated"}:
            transaction.set_rollback(True)
    return answer


def _keep(run: ImportRun, entry: ImportEntry, answer: Answer) -> None:
    code = answer.code or answer.status
    ImportEntry.objects.filter(pk=entry.pk).update(kept_because=code)
    problem = ImportProblem(
        run=run.pk,
        stage=UNDOING,
        row=entry.row,
        column=entry.kind,
        value=entry.subject,
        code=code,
        facts=answer.facts,
        suggestion="",
    )
    ImportProblem.objects.bulk_create([problem], ignore_conflicts=True)
