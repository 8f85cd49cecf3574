"""Prints: an order becomes a PDF, at once or by a worker that tells how far it is. What was printed before says so."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language, override

from ledger.deeds.entries import Actor
from ledger.labels.layouts import LAYOUTS
from ledger.labels.models import DONE, FAILED, WAITING, PrintedCode, PrintedRun, PrintJob
from ledger.labels.sheets import Label, sheet

MOST_LABELS = 10_000
AT_ONCE = 200
"""Labels that are drawn while the reader waits; more are a job with progress."""
KEPT = timedelta(days=7)
TOLD_EVERY = 250
log = logging.getLogger(__name__)


def order(
    actor: Actor,
    source: str,
    labels: Sequence[Label],
    layout: str,
    *,
    series: str = "",
    first: int = 1,
    right_tenths: int = 0,
    down_tenths: int = 0,
    copies: int = 1,
) -> PrintJob:
    """Keep an order and, if it is small, print it at once."""
    job = PrintJob.objects.create(
        actor=actor.id,
        party=actor.party,
        source=source,
        labels=[[label.code, list(label.lines)] for label in labels],
        series=series,
        first=first,
        layout=layout,
        right_tenths=right_tenths,
        down_tenths=down_tenths,
        copies=copies,
        language=get_language() or settings.LANGUAGE_CODE,
        total=len(labels),
        ordered_at=datetime.now(UTC),
    )
    if len(labels) * copies <= AT_ONCE:
        print_job(job)
    return job


def advance() -> int:
    """Print what waits, the oldest first; return how many orders were printed. Two workers share the orders."""
    printed = 0
    while True:
        with transaction.atomic():
            waiting = PrintJob.objects.filter(state=WAITING).order_by("ordered_at")
            job = waiting.select_for_update(skip_locked=True).first()
            if job is None:
                return printed
            print_job(job)
        printed += 1


def print_job(job: PrintJob) -> None:
    """Draw the labels of an order and keep the PDF; one that cannot be drawn is marked failed and blocks no other."""
    try:
        labels = _with_reprints(job.labels)
        with override(job.language):
            content = sheet(
                labels,
                LAYOUTS[job.layout],
                right_mm=job.right_tenths / 10,
                down_mm=job.down_tenths / 10,
                copies=job.copies,
                told=lambda number: _tell(job, number),
            )
        _write(path_of(job), content)
    except Exception:
        log.exception("print job %s failed", job.pk)
        job.state = FAILED
    else:
        _remember((label.code for label in labels), job.copies)
        _remember_run(job)
        job.state, job.done = DONE, job.total
    job.finished_at = datetime.now(UTC)
    job.save()


def _tell(job: PrintJob, number: int) -> None:
    if number % TOLD_EVERY == 0:
        _progress(job).write_text(str(number), encoding="ascii")


def done_of(job: PrintJob) -> int:
    """Return how many labels are drawn; while it prints, its own transaction keeps the row from saying so."""
    try:
        return max(job.done, int(_progress(job).read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError):
        return job.done


def _with_reprints(said: Iterable[tuple[str, list[str]]]) -> list[Label]:
    told = [(code, tuple(lines)) for code, lines in said]
    before = set(PrintedCode.objects.filter(code__in=[code for code, _ in told]).values_list("code", flat=True))
    return [Label(code, lines, reprint=code in before) for code, lines in told]


def _remember(codes: Iterable[str], copies: int) -> None:
    now = datetime.now(UTC)
    wanted = sorted(set(codes))
    PrintedCode.objects.filter(code__in=wanted).update(times=F("times") + copies, last_at=now)
    PrintedCode.objects.bulk_create(
        [PrintedCode(code=code, times=copies, last_at=now) for code in wanted], ignore_conflicts=True, batch_size=2_000
    )


def _remember_run(job: PrintJob) -> None:
    if not job.series:
        return
    PrintedRun.objects.create(
        series=job.series,
        first=job.first,
        last=job.first + job.total - 1,
        copies=job.copies,
        printed_at=datetime.now(UTC),
    )


def _folder() -> Path:
    folder: Path = settings.LODEBOOK_HOME / "prints"
    folder.mkdir(exist_ok=True)
    return folder


def path_of(job: PrintJob) -> Path:
    """Return where the PDF of an order is kept."""
    return _folder() / f"{job.pk}.pdf"


def _progress(job: PrintJob) -> Path:
    return _folder() / f"{job.pk}.progress"


def _write(path: Path, content: bytes) -> None:
    # whole or not at all: a reader never sees half a PDF
    half = path.with_suffix(f".{token_hex(4)}.half")
    half.write_bytes(content)
    os.replace(half, path)


def forget_old() -> int:
    """Remove PDFs and orders older than a week; what was printed before stays known. Return how many went."""
    old = list(PrintJob.objects.filter(ordered_at__lt=datetime.now(UTC) - KEPT))
    for job in old:
        path_of(job).unlink(missing_ok=True)
        _progress(job).unlink(missing_ok=True)
        job.delete()
    return len(old)
