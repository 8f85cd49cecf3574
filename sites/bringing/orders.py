"""What may be ordered: bring a file, enter its rows, undo the whole. Twice is once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from ledger.deeds.entries import Actor
from sites.bringing.advancing import begin
from sites.bringing.entitled import is_of_trade, may_bring, may_order
from sites.bringing.keeping import keep_sent
from sites.bringing.models import ENTERED, ENTERING, FAILED, READING, TRIED, UNDOING, UNDONE, ImportRun

MOST_REASON = 200


class OrderRefused(Exception):
    """An order that cannot be carried out; `code` is stable and has a sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def bring(sheet: str, file_name: str, chunks: Iterable[bytes], actor: Actor) -> ImportRun:
    """Keep a file and queue it: it is read and tried, and nothing is entered yet. Raises OrderRefused."""
    if not may_bring(actor, sheet):
        raise OrderRefused("unknown_sheet")
    run = uuid4()
    sha256, size = keep_sent(run, chunks)
    if not size:
        raise OrderRefused("empty_file")
    return ImportRun.objects.create(
        id=run,
        sheet=sheet,
        file_name="".join(sign for sign in file_name if sign.isprintable())[:200],
        sha256=sha256,
        size=size,
        state=READING,
        submitted_at=datetime.now(UTC),
        **_of(actor),
    )


def accept(run: UUID, actor: Actor, *, only_good: bool) -> ImportRun:
    """Begin to enter the rows of a tried run; without `only_good` only if no row is bad. Raises OrderRefused."""
    with transaction.atomic():
        found = _locked(run)
        if not may_order(actor, found):
            raise OrderRefused("not_yours")
        if found.state in {ENTERING, ENTERED}:
            return found
        if found.state != TRIED:
            raise OrderRefused("not_tried_yet" if found.state != UNDONE else "undone_already")
        if found.bad and not only_good:
            raise OrderRefused("has_bad_rows")
        if not found.good:
            raise OrderRefused("no_good_rows")
        begin(found, ENTERING)
        _save(found, actor)
        return found


def undo(run: UUID, actor: Actor, reason: str) -> ImportRun:
    """Begin to take back all that a run entered, also while it still enters. Raises OrderRefused."""
    reason = " ".join(reason.split())
    with transaction.atomic():
        found = _locked(run)
        if is_of_trade(found):
            raise OrderRefused("one_by_one")
        if not may_order(actor, found):
            raise OrderRefused("not_yours")
        if found.state in {UNDOING, UNDONE}:
            return found
        if found.state not in {ENTERING, ENTERED, FAILED} or not found.entries:
            raise OrderRefused("nothing_entered")
        if not 0 < len(reason) <= MOST_REASON or not reason.isprintable():
            raise OrderRefused("reason_needed")
        found.state, found.reason = UNDOING, reason
        _save(found, actor)
        return found


def _locked(run: UUID) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run)


def _save(run: ImportRun, actor: Actor) -> None:
    for name, value in _of(actor).items():
        setattr(run, name, value)
    run.save()


def _of(actor: Actor) -> dict[str, Any]:
    return {"actor": actor.id, "party": actor.party, "roles": sorted(actor.roles)}
