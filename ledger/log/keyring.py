"""The log's key: a file outside the database and the settings, made once, readable by its owner alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from ledger.log.models import Checkpoint
from ledger.proofs.keys import COSIGNATURE, Verifier
from ledger.proofs.signing import Signer


class KeyLost(Exception):
    """The log was signed before, but its key is not there: a new one would be another log's."""


def signer() -> Signer:
    """Return the signer of this log; makes its key if there is none yet. Raises KeyLost."""
    path, origin = Path(settings.LOG_KEY_FILE), settings.LOG_ORIGIN
    if not path.exists():
        if Checkpoint.objects.exists():
            raise KeyLost("LOG_KEY_FILE is gone, but this log has signed checkpoints: put the key back.")
        _make(path, origin)
    state = path.stat()
    return _signer(path, origin, (state.st_ino, state.st_mtime_ns))


@lru_cache(maxsize=4)
def _signer(path: Path, origin: str, state: tuple[int, int]) -> Signer:
    """Read the key once for as long as its file is the same: a key that was changed counts from the next note on."""
    return Signer.load(path, origin)


def clock() -> Signer:
    """Return the key by which this log says when it published; makes it if there is none yet.

    It is the log's own word about the time: it proves that a checkpoint is fresh, never that anybody else saw it.
    """
    path, name = Path(settings.LOG_CLOCK_KEY_FILE), f"{settings.LOG_ORIGIN}/clock"
    if not path.exists():
        _make(path, name)
    state = path.stat()
    return _signer(path, name, (state.st_ino, state.st_mtime_ns))


def clock_verifier() -> Verifier:
    """Return the public half of the clock's key, of the kind that checks cosignatures."""
    return cosigner(clock())


def cosigner(signing: Signer) -> Verifier:
    """Return the public half of a key that cosigns."""
    return Verifier(signing.name, signing.verifier.public, COSIGNATURE)


class CurrentKey:
    """Signs by the key that is in force at that moment, for programs that run while the key is changed."""

    def __init__(self) -> None:
        self.name = str(settings.LOG_ORIGIN)

    def sign_note(self, text: str) -> str:
        """Give the note that holds this text and the signature of the key in force."""
        return signer().sign_note(text)


@dataclass(frozen=True)
class RetiredKey:
    """A public key that signed this log up to a size, and nothing beyond it."""

    verifier: Verifier
    until: int


def verifiers() -> list[Verifier]:
    """Return every key that signed this log, the one in force first."""
    return [signer().verifier, *(key.verifier for key in retired())]


def retired() -> list[RetiredKey]:
    """Return the keys that were changed, the last one first; they lie in a file beside the key, not in the database."""
    path = _retired_file()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [RetiredKey(Verifier.parse(key), int(until)) for until, key in (line.split(" ", 1) for line in lines[::-1])]


def retire(verifier: Verifier, until: int) -> None:
    """Keep a public key as one that counts up to a size; a second time changes nothing."""
    if verifier in [key.verifier for key in retired()]:
        return
    with _retired_file().open("a", encoding="utf-8") as file:
        file.write(f"{until} {verifier.vkey}\n")
        file.flush()
        os.fsync(file.fileno())


def _retired_file() -> Path:
    path = Path(settings.LOG_KEY_FILE)
    return path.with_name(f"{path.name}.retired")


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
