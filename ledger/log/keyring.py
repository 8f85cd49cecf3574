"""The log's key: a file outside the database and the settings, made once, readable by its owner alone."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from ledger.log.models import Checkpoint
from ledger.proofs.signing import Signer


class KeyLost(Exception):
    """The log was signed before, but its key is not there: a new one would be another log's."""


def signer() -> Signer:
    """Return the signer of this log; makes its key if there is none yet. Raises KeyLost."""
    return _signer(Path(settings.LOG_KEY_FILE), settings.LOG_ORIGIN)


@lru_cache(maxsize=4)
def _signer(path: Path, origin: str) -> Signer:
    if not path.exists():
        if Checkpoint.objects.exists():
            raise KeyLost("LOG_KEY_FILE is gone, but this log has signed checkpoints: put the key back.")
        _make(path, origin)
    return Signer.load(path, origin)


def _make(path: Path, origin: str) -> None:
    """Write a new key and give it its name only when it is whole; of two processes the first one's counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{token_hex(4)}")
    Signer.generate(origin).save(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
