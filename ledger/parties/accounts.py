"""Seals account numbers before they enter: the ledger keeps ciphertext, a fingerprint and nothing that reads as one.

The key is a file outside the database (ACCOUNT_KEY_FILE), made at its first use where the setting names none.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_hex

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

SEALED = r"gAAAA[A-Za-z0-9_-]{90,250}={0,2}"
"""What a sealed number looks like: a Fernet token. No account number has this form."""
SIGNS = re.compile(r"[A-Z0-9]{4,34}")
SHOWN_SIGNS = 4
_PADDED = 40


class NoAccountNumber(ValueError):
    """What was typed cannot be an account number; the error does not repeat it."""


class CannotUnseal(Exception):
    """The key that sealed this number is not the one that is there."""


@dataclass(frozen=True)
class SealedAccount:
    """What enters the ledger of a number: ciphertext, and a fingerprint under which the same number is found."""

    sealed: str
    fingerprint: str


def seal_account(number: str) -> SealedAccount:
    """Seal an account or wallet number as typed. Raises NoAccountNumber."""
    plain = _normal(number)
    if not SIGNS.fullmatch(plain):
        raise NoAccountNumber
    key = _key()
    # padded: the length of the ciphertext shall not tell the bank
    sealed = Fernet(key).encrypt(plain.ljust(_PADDED).encode()).decode()
    return SealedAccount(sealed, hmac.new(_fingerprint_key(key), plain.encode(), hashlib.sha256).hexdigest())


def unseal_account(sealed: str) -> str:
    """Return the number behind a sealed one. Raises CannotUnseal."""
    try:
        return Fernet(_key()).decrypt(sealed.encode()).decode().strip()
    except InvalidToken:
        raise CannotUnseal from None


def masked(sealed: str) -> str:
    """Return the last signs of a sealed number, as pages show it to those who keep the register."""
    plain = unseal_account(sealed)
    return f"•••• {plain[-min(SHOWN_SIGNS, len(plain) // 2) :]}"


def _normal(number: str) -> str:
    return re.sub(r"[\s.\-/+]", "", number).upper()


def secret_of(purpose: str) -> bytes:
    """Return a key of its own for further fingerprints that must not be tried out by whoever reads the database."""
    return hmac.new(_key(), f"lodebook {purpose} v1".encode(), hashlib.sha256).digest()


def _fingerprint_key(key: bytes) -> bytes:
    return hmac.new(key, b"lodebook account fingerprint v1", hashlib.sha256).digest()


def _key() -> bytes:
    return _key_in(Path(settings.ACCOUNT_KEY_FILE))


@lru_cache(maxsize=4)
def _key_in(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    return path.read_bytes().strip()


def _make(path: Path) -> None:
    """Write a new key under its name only when it is whole; of two processes the first one's counts."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
