"""How the text of one setting becomes a value; each function raises ValueError with the end of a sentence."""

import re
from pathlib import Path
from urllib.parse import urlsplit

BROKERS = ("redis", "rediss", "redis+socket", "amqp", "amqps", "pyamqp")
ANSWERS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def flag(text: str) -> bool:
    """`1 true yes on` and `0 false no off`, in any case; anything else is wrong."""
    if text.lower() not in ANSWERS:
        raise ValueError("must be 1 or 0")
    return ANSWERS[text.lower()]


def port(text: str) -> int:
    """A TCP port, 1 to 65535."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise ValueError("must be a whole number from 1 to 65535")
    return int(text)


def count(text: str) -> int:
    """A whole number from 1 to a thousand million."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= 1_000_000_000):
        raise ValueError("must be a whole number from 1 to 1000000000")
    return int(text)


def words(text: str) -> tuple[str, ...]:
    """A list with commas between; spaces around a word and empty words are dropped."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def path(text: str) -> Path:
    """An absolute path; `~` is the user's home."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise ValueError("starts with ~, but the home of the user is not known") from None


def secret(text: str) -> str:
    """A secret of at least 32 characters."""
    if len(text) < 32:
        raise ValueError("must have at least 32 characters (leave it out and one is made)")
    return text


def origin(text: str) -> str:
    """The name of a log as C2SP tlog-checkpoint has it: one line, no space, no plus sign."""
    if not re.fullmatch(r"[^\s+\x00-\x20]{1,200}", text):
        raise ValueError("must be a name without spaces or plus signs, such as example.org/ledger")
    return text


def web_address(text: str) -> str:
    """An http(s) address without query or fragment; a slash at its end is dropped."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("must be a web address such as https://lodebook.example.org")
    return text.rstrip("/")


def web_addresses(text: str) -> tuple[str, ...]:
    """Web addresses with commas between."""
    return tuple(web_address(word) for word in words(text))


def mail_address(text: str) -> str:
    """A bare mail address: no name, no second one, nothing that could become a further header."""
    if len(text) > 254 or not re.fullmatch(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\].]+", text):
        raise ValueError("must be a mail address such as lodebook@example.org")
    return text


def broker(text: str) -> str:
    """The URL of a broker that Celery speaks to."""
    if urlsplit(text).scheme not in BROKERS:
        raise ValueError("must start with one of " + ", ".join(f"{name}://" for name in BROKERS))
    return text


def login_name(text: str) -> str:
    """Which of the two database logins a process uses."""
    if text not in ("app", "owner"):
        raise ValueError("must be app or owner")
    return text


def log_lines(text: str) -> str:
    """In which form the programs write their lines."""
    if text not in ("plain", "json"):
        raise ValueError("must be plain or json")
    return text
