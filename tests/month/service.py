"""Lodebook as it serves, in this process so that there is one clock: a web server on a socket, and the night's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler

from ledger import tasks
from ledger.log.anchor import Anchor
from ledger.log.keyring import signer
from ledger.log.sequence import Sequencer
from ledger.models import Pending
from sites.bringing.advancing import advance_once
from sites.tasks import follow_positions, run_the_clock
from tests.month.calling import Wire
from tests.served import publish


class Served(ThreadedWSGIServer):
    """Answers in threads, each with a database connection of its own; they are waited for at the end.

    A connection that stays open would keep the database from being emptied.
    """

    daemon_threads = False


@contextmanager
def web() -> Iterator[Wire]:
    """Serve on a free port of this machine; return a line to it."""
    server = Served(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    wire = Wire(int(server.server_address[1]))
    try:
        yield wire
    finally:
        wire.close()
        server.shutdown()
        server.server_close()
        thread.join(10)


class Background:
    """The programs that work beside the web server, run when the harness says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(folder / "anchor"))
        self.sequencer.load()

    def night(self) -> None:
        """Give what was entered its position, look for risk, and give the flags theirs."""
        if not Pending.objects.exists():
            return
        self.sequencer.finish()
        follow_positions()
        tasks.watch_for_risk()
        tasks.retry_waiting()
        self.sequencer.finish()
        publish(self.folder)

    def midnight(self) -> None:
        """Do what a day that has passed brings."""
        run_the_clock()
        tasks.watch_the_clock()
        self.night()

    def read_files(self) -> None:
        """Work on files that were brought in, until they rest."""
        while advance_once():
            pass

    def print(self) -> None:
        """Print what was ordered."""
        tasks.print_labels()
