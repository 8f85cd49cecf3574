"""Keeps papers: checks what they are, cleans photos, names the file by its hash, writes it whole or not at all."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import transaction

from ledger.errors import Refused
from ledger.papers.cleaning import UnreadablePhoto, without_traces
from ledger.papers.models import Paper
from ledger.papers.recognising import ALLOWED, PHOTOS, media_type_of

TRADE, PEOPLE = "trade", "people"
log = logging.getLogger(__name__)


class PaperTooLarge(Refused):
    code = "paper_too_large"


class PaperNotAccepted(Refused):
    code = "paper_not_accepted"


class PaperEmpty(Refused):
    code = "paper_empty"


def keep_paper(content: bytes, *, user: str, party: str, group: str = TRADE) -> Paper:
    """Keep a file and return its paper; the same bytes are kept once. Raises PaperTooLarge and the like.

    The hash is that of what is kept: a photo's position and other traces are taken out first.
    """
    if not content:
        raise PaperEmpty()
    if len(content) > settings.PAPER_MOST_BYTES:
        raise PaperTooLarge(most_bytes=settings.PAPER_MOST_BYTES, given_bytes=len(content))
    media_type = media_type_of(content)
    if media_type is None:
        raise PaperNotAccepted(allowed=list(ALLOWED))
    if media_type in PHOTOS:
        try:
            content = without_traces(content, media_type)
        except UnreadablePhoto:
            raise PaperNotAccepted(allowed=list(ALLOWED)) from None
    sha256 = hashlib.sha256(content).hexdigest()
    _write(path_of(sha256), content)
    return _record(sha256, media_type, len(content), user, party, group)


def _record(sha256: str, media_type: str, size: int, user: str, party: str, group: str) -> Paper:
    now = datetime.now(UTC)
    first = {"media_type": media_type, "size": size, "uploaded_by": user, "stored_at": now}
    with transaction.atomic():
        Paper.objects.get_or_create(sha256=sha256, defaults={**first, "group": group, "parties": []})
        paper = Paper.objects.select_for_update().get(sha256=sha256)
        if paper.erased_at is not None:
            paper.erased_at, paper.parties, paper.group = None, [], group
        paper.parties = sorted({*paper.parties, party} - {""})
        # of two uploads the one that hides more counts
        paper.group = PEOPLE if PEOPLE in {paper.group, group} else paper.group
        paper.save()
    return paper


def read_paper(paper: Paper) -> bytes | None:
    """Return a paper's bytes, or None where they were erased, are gone, or are no longer what their hash says."""
    if paper.erased_at is not None:
        return None
    try:
        content = path_of(paper.sha256).read_bytes()
    except FileNotFoundError:
        log.error("paper %s is gone from the papers' folder", paper.sha256)
        return None
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        log.error("paper %s is not what its hash says", paper.sha256)
        return None
    return content


def erase_paper(sha256: str) -> None:
    """Remove a paper's file; its row stays and says so."""
    path_of(sha256).unlink(missing_ok=True)
    Paper.objects.filter(sha256=sha256, erased_at=None).update(erased_at=datetime.now(UTC))


def path_of(sha256: str) -> Path:
    """Return where a paper lies; nothing but a hash names a file."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("a paper is named by the SHA-256 of its bytes, in 64 hexadecimal digits")
    return Path(settings.PAPERS_FOLDER) / sha256[:2] / sha256


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
