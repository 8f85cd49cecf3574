"""The embedded server for as long as a command needs it, where nobody runs it already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from config.embedded.postgres import answers, make_logins, postgres
from config.running.claiming import claimed
from config.wiring import Wiring


@contextlib.contextmanager
def served(wiring: Wiring) -> Iterator[None]:
    """Start this home's own PostgreSQL and make its logins, unless it answers or another is named.

    Raises ServiceFailed. The home is ours meanwhile: nobody starts Lodebook on a database that is half there.
    """
    home = wiring.home
    if wiring.environment.database is not None or answers(home):
        yield
        return
    with claimed(home, "restoring"):
        server = postgres(home)
        server.start()
        try:
            server.wait_until_ready()
            make_logins(home)
            yield
        finally:
            server.stop()
