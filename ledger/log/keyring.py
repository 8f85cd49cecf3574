"""The log's key: a file outside the database and the settings, made once, readable by its owner alone."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ledger.proofs.signing import Signer


def signer() -> Signer:
    """Return the signer of this log; makes its key if there is none yet."""
    return _signer(Path(settings.LOG_KEY_FILE), settings.LOG_ORIGIN)


@lru_cache(maxsize=4)
def _signer(path: Path, origin: str) -> Signer:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Signer.generate(origin)
        try:
            made.save(path)
            return made
        except FileExistsError:
            pass  # another process was first: its key is the key
    return Signer.load(path, origin)
