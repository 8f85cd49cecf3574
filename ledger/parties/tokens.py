"""Bearer tokens for programs: made once, kept as SHA-256."""

from __future__ import annotations

import hashlib
import secrets

from ledger.parties.models import ApiToken, User


def digest_of(token: bytes) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token).digest()


def make_token(user: User) -> str:
    """Make a token for a user and return it: the only time that anybody sees it."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(digest=digest_of(token.encode()), user=user)
    return token
