"""Reach: one POST to an endpoint, to the address that was checked, within a deadline, and never further than there."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from threading import Timer
from time import monotonic

from ledger.telling.addresses import AddressRefused, Target, reachable, target_of

DEADLINE_S = 20.0
"""Seconds for the whole of it; Standard Webhooks recommends 15 to 30."""
ANSWERED = range(200, 300)
GONE = 410


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or why none came as a code. `wait_s` is how long the receiver asks to be left alone."""

    status: int | None
    error: str
    ms: int
    wait_s: int = 0

    @property
    def arrived(self) -> bool:
        return self.status in ANSWERED


class _Connection(http.client.HTTPConnection):
    """Speaks to the checked address, and asks for the certificate of the name."""

    def __init__(self, target: Target, address: str, deadline_s: float) -> None:
        super().__init__(target.host, target.port, timeout=deadline_s)
        self.target, self.address = target, address
        # the port that Host may leave out
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)


def post(
    url: str, body: bytes, headers: dict[str, str], *, localhost: bool = False, deadline_s: float = DEADLINE_S
) -> Answer:
    """Send once. A redirect is no arrival and is not followed; the answer's body is not read."""
    begun = monotonic()
    try:
        target = target_of(url, localhost=localhost)
        connection = _Connection(target, reachable(target, localhost=localhost), deadline_s)
    except AddressRefused as refusal:
        return Answer(None, refusal.code, _ms(begun))
    return _exchange(connection, target.path, body, headers, begun)


def _exchange(connection: _Connection, path: str, body: bytes, headers: dict[str, str], begun: float) -> Answer:
    # a timeout of a socket starts anew with every byte: whoever drips is cut off by the clock on the wall
    timed_out: list[bool] = []

    def cut() -> None:
        timed_out.append(True)
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = Timer(float(connection.timeout or DEADLINE_S), cut)
    timer.start()
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        status, wait = response.status, response.getheader("Retry-After") or ""
        return Answer(status, _said_by(status), _ms(begun), int(wait) if wait.isascii() and wait.isdigit() else 0)
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, "timed_out" if timed_out else _why(error), _ms(begun))
    finally:
        timer.cancel()
        connection.close()


def _said_by(status: int) -> str:
    if status in ANSWERED:
        return ""
    return "redirects" if 300 <= status < 400 else "gone" if status == GONE else "answered_otherwise"


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate_refused"
    if isinstance(error, ssl.SSLError):
        return "not_secure"
    if isinstance(error, TimeoutError):
        return "timed_out"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "broken_off"


def _ms(begun: float) -> int:
    return round((monotonic() - begun) * 1000)
