"""Signs what goes to endpoints after Standard Webhooks 1.0.0 (symmetric, v1). Pure but for the server's key.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

PREFIX = "whsec_"


def secret_of(endpoint: UUID, generation: int) -> bytes:
    """Return an endpoint's secret: it follows from the server's key, so that the database holds none."""
    words = f"lodebook webhook v1:{endpoint}:{generation}"
    return hmac.new(settings.WEBHOOK_KEY.encode(), words.encode(), hashlib.sha256).digest()


def shown_secret(endpoint: UUID, generation: int) -> str:
    """Return the secret as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secret_of(endpoint, generation)).decode()


def signature(secrets: Sequence[bytes], message: str, timestamp: int, body: bytes) -> str:
    """Return the signature header: one signature for each secret that counts, the newest first."""
    signed = b".".join([message.encode(), str(timestamp).encode(), body])
    made = (hmac.new(secret, signed, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(each).decode()}" for each in made)


def headers(secrets: Sequence[bytes], message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a message."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secrets, message, timestamp, body),
    }
