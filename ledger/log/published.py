"""Which checkpoint the world was shown last: one row of the database, and the file that mirrors fetch."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from ledger.log.models import Published
from ledger.proofs.checkpoints import parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.notes import parse_note

CHECKPOINT = "checkpoint"
_REMEMBER = """
    INSERT INTO ledger_published (id, size, note, published_at) VALUES (1, %s, %s, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET size = EXCLUDED.size, note = EXCLUDED.note, published_at = EXCLUDED.published_at
    WHERE ledger_published.size <= EXCLUDED.size"""


class Shown(NamedTuple):
    """A checkpoint as published: its note carries the log's signature and the line of its clock."""

    size: int
    note: str


def remember(size: int, note: str) -> None:
    """Keep what was published, for all who show it; a smaller one never takes the place of a larger one."""
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [size, note])


def is_remembered(note: str) -> bool:
    """Say whether the database knows that this was published."""
    return Published.objects.filter(id=1, note=note).exists()


def published() -> Shown | None:
    """Return the checkpoint that was published last, as the database remembers it."""
    row = Published.objects.filter(id=1).values_list("size", "note").first()
    return Shown(*row) if row else None


def newest_published() -> Shown | None:
    """Return the newest of what the database and the public folder of this machine hold.

    After an old backup was put back the file is ahead; on a machine that no longer publishes the row is.
    """
    both = [each for each in (_in_folder(), published()) if each is not None]
    return max(both, key=lambda each: each.size, default=None)


def _in_folder() -> Shown | None:
    try:
        note = (Path(settings.LOG_PUBLIC_FOLDER) / CHECKPOINT).read_text(encoding="utf-8")
        checkpoint = parse_checkpoint(parse_note(note).text)
    except (OSError, UnicodeDecodeError, ProofError):
        return None
    return Shown(checkpoint.size, note) if checkpoint.origin == settings.LOG_ORIGIN else None
