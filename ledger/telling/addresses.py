"""Which addresses an endpoint may have: public ones, by HTTPS, and the machine itself only where a setting allows it.

What a name resolves to is checked, and that very address is connected to: a name that changes its mind in between
reaches nothing. https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
TRANSLATED = IPv6Network("64:ff9b::/96")
MOST_SIGNS = 500


class AddressRefused(Exception):
    """Why nothing is sent there, as a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """An endpoint's address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, localhost: bool) -> Target:
    """Take an address apart. Raises AddressRefused: not_an_address, not_https."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("not_an_address") from None
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= MOST_SIGNS
    if not plain or parts.scheme not in PORTS or not host or parts.fragment or "@" in parts.netloc or port == 0:
        raise AddressRefused("not_an_address")
    if parts.scheme != "https" and not localhost:
        raise AddressRefused("not_https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def reachable(target: Target, *, localhost: bool) -> str:
    """Return the numeric address to connect to. Raises AddressRefused: name_unknown, not_public, not_https.

    One private address among several is enough to refuse: whoever runs the name might mean that one.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("name_unknown") from None
    addresses = [str(each[4][0]) for each in found]
    if localhost and all(_meant(address).is_loopback for address in addresses):
        return addresses[0]
    if not all(is_public(address) for address in addresses):
        raise AddressRefused("not_public")
    if target.scheme != "https":
        raise AddressRefused("not_https")
    return addresses[0]


def is_public(address: str) -> bool:
    """Say whether an address lies in the open internet, and not behind some way of writing an inner one."""
    meant = _meant(address)
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant(address: str) -> IPv4Address | IPv6Address:
    """Return the address that is really reached: IPv4 may be wrapped into IPv6 in several ways."""
    parsed = ip_address(address.split("%")[0])
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return parsed.ipv4_mapped
        if parsed.sixtofour:
            return parsed.sixtofour
        if parsed.teredo:
            return parsed.teredo[1]
        if parsed in TRANSLATED or int(parsed) >> 32 == 0 and not parsed.is_loopback:
            return IPv4Address(int(parsed) & 0xFFFFFFFF)
    return parsed
