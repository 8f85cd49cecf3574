"""Before anything starts: this home and this port are ours alone."""

import contextlib
import errno
import socket
import time
from collections.abc import Iterator

from config.embedded.locking import Lock, Locked
from config.embedded.service import ServiceFailed
from config.home import Home

STOPPING = "stopping"
GRACE = 1.5  # seconds in which a runner that was just told to stop comes to say so
STOPPING_TAKES = 60.0


@contextlib.contextmanager
def claimed(home: Home, address: str) -> Iterator[Lock]:
    """Hold the home for one runner. Raises ServiceFailed when another one holds it and is not about to leave."""
    lock = Lock(home.run / "lock")
    started = time.monotonic()
    while True:
        try:
            lock.take()
            break
        except Locked:
            waited = time.monotonic() - started
            holder = lock.path.read_text()
            if waited > (STOPPING_TAKES if holder == STOPPING else GRACE):
                raise ServiceFailed(
                    f"LODEBOOK_HOME is in use by another Lodebook ({holder}); stop that one, "
                    "or give this one a LODEBOOK_HOME and a PORT of its own."
                ) from None
            time.sleep(0.1)
    try:
        lock.say(address)
        yield lock
    finally:
        lock.release()


def port_is_free(port: int) -> None:
    """Raises ServiceFailed when somebody listens there already, or the system does not allow it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be used here"
            raise ServiceFailed(f"PORT {port} {why}; choose another one, as in make run PORT=8001.") from None
