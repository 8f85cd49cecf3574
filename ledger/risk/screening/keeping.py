"""Keeps the files of watch lists, packed, under the SHA-256 of what they say: an edition can be read again."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from pathlib import Path
from secrets import token_hex

from django.conf import settings


def keep_file(content: bytes) -> str:
    """Keep a file and return its SHA-256; the same bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(gzip.compress(content, 6))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    return sha256


def read_file(sha256: str) -> bytes | None:
    """Return a kept file, or None where it is gone or no longer what its hash says."""
    try:
        content = gzip.decompress(path_of(sha256).read_bytes())
    except (FileNotFoundError, gzip.BadGzipFile, EOFError):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def path_of(sha256: str) -> Path:
    """Return where a file lies; nothing but a hash names it."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("a file is named by the SHA-256 of its bytes, in 64 hexadecimal digits")
    return Path(settings.PAPERS_FOLDER) / "watch_lists" / f"{sha256}.gz"
