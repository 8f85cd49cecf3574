"""Where a check of the log stands, in a file outside the database: an interrupted one goes on, a nightly has a slice.

The file says: so many events were checked, and the tree over them has this root. Who takes it up computes that root
again from today's tiles. If it differs, the file or a tile is not what it was, and the check begins anew at the first
event. What follows is built upon these tiles and must come out at signed roots, so a wrong file cannot make a false
tree true. It could make a check leave out events; so a check that was taken up never says more than from where it
looked itself, nightly ones begin anew after each pass, and `verify_log` without `--resume` reads no file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist

from ledger.log.reading import tile_reader
from ledger.log.verify import RANGE, Checked, LogKeys, check_beyond, log_size
from ledger.log.verify_jobs import in_order
from ledger.proofs.errors import ProofError
from ledger.proofs.tiles import root_at

Tell = Callable[[int, int], object]


@dataclass
class Progress:
    """How far a pass over the log has come, and when the last whole one ended."""

    origin: str
    size: int = 0
    root: str = ""
    began: str = ""
    whole_size: int = 0
    whole_began: str = ""
    whole_ended: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was checked from which position on, whether the pass reached the end, and when the pass had begun."""

    checked: Checked
    since: int
    size: int
    whole: bool
    began: str


def check(
    path: Path,
    keys: LogKeys,
    *,
    resume: bool,
    since: int = 0,
    jobs: int = 1,
    most: int | None = None,
    tell: Tell = lambda done, size: None,
) -> Outcome:
    """Check from the start, a position, or where the last one ended; at most so many events. Raises FalseLog.

    The caller holds one snapshot of the database. `path` keeps how far it came, range by range.
    """
    progress, size = _begun(path, keys.name, resume), log_size()
    start, began = progress.size if resume else since, progress.began
    checked, reach = Checked(), size if most is None else min(size, _whole_range(start + most))
    for end, part in in_order(start, reach, keys, jobs):
        checked.add(part)
        if since == 0:
            progress.size, progress.root = end, root_at(end, tile_reader()).hex()
            _write(path, progress)
        tell(end, size)
    whole = reach == size
    if whole:
        check_beyond(size)
        if since == 0:
            _end_pass(path, progress)
    return Outcome(checked, start, size, whole, began)


def read(path: Path, origin: str) -> Progress:
    """Return what the file says, or that nothing was checked: a file that cannot be read says nothing."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        progress = Progress(**said)
        fits = progress.origin == origin and isinstance(progress.size, int) and progress.size >= 0
        return progress if fits else Progress(origin)
    except (OSError, ValueError, TypeError):
        return Progress(origin)


def _begun(path: Path, origin: str, resume: bool) -> Progress:
    progress = read(path, origin)
    if not resume or not progress.size or not _still_holds(progress):
        progress.size, progress.root, progress.began = 0, "", _now()
    return progress


def _still_holds(progress: Progress) -> bool:
    try:
        return progress.size <= log_size() and root_at(progress.size, tile_reader()).hex() == progress.root
    except (ProofError, ObjectDoesNotExist):
        return False


def _whole_range(position: int) -> int:
    return -(-position // RANGE) * RANGE


def _end_pass(path: Path, progress: Progress) -> None:
    progress.whole_size, progress.whole_began, progress.whole_ended = progress.size, progress.began, _now()
    progress.size, progress.root, progress.began = 0, "", ""
    _write(path, progress)


def _write(path: Path, progress: Progress) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(progress), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
