"""The server that takes mail, read out of one setting."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

STARTTLS, TLS, PLAIN = "smtp", "smtps", "smtp+plain"
PORTS = {STARTTLS: 587, TLS: 465, PLAIN: 25}


@dataclass(frozen=True)
class MailServer:
    """Where mail goes: encrypted from the first byte, after a greeting, or not at all."""

    host: str
    port: int
    user: str
    password: str
    scheme: str


NOWHERE = MailServer("localhost", PORTS[PLAIN], "", "", PLAIN)
"""Stands where no server is named; nothing is sent to it."""


def mail_server(text: str) -> MailServer:
    """Read `smtp://user:password@host:587`. Raises ValueError; the text is not repeated, it holds a password."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("must look like smtp://USER:PASSWORD@HOST:587 (smtps:// or smtp+plain:// likewise)")
    return MailServer(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme,
    )
