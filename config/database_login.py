"""Who connects to which database, to and from a URL; pure."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit


@dataclass(frozen=True)
class DatabaseLogin:
    """A user of one PostgreSQL database; `host` is a name, an address or a socket's folder; `port` may be empty."""

    user: str
    password: str
    host: str
    port: str
    name: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """The login as a URL, which `database_login` reads back."""
        where = {"host": self.host, **({"port": self.port} if self.port else {}), **dict(self.options)}
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return f"postgresql://{who}@/{quote(self.name, safe='')}?{urlencode(where)}"

    @property
    def django(self) -> dict[str, Any]:
        """The part of Django's DATABASES that says who and where."""
        return {
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }


def database_login(text: str) -> DatabaseLogin:
    """Read postgresql://USER:PASSWORD@HOST:PORT/NAME?option=value, where `host` may be an option (a socket's folder).

    Raises ValueError with the end of a sentence.
    """
    try:
        parts = urlsplit(text)
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", "") or unquote(parts.hostname or "")
        port = options.pop("port", "") or str(parts.port or "")
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("postgres", "postgresql") or not (parts.username and host and parts.path.strip("/")):
        raise ValueError("must look like postgresql://USER:PASSWORD@HOST:5432/NAME")
    name = unquote(parts.path.removeprefix("/"))
    return DatabaseLogin(
        unquote(parts.username), unquote(parts.password or ""), host, port, name, tuple(sorted(options.items()))
    )
