"""A socket between the programs and PostgreSQL that cuts the line at COMMIT: before it arrives, or after it is done.

It stands in a folder of its own under the server's name for a socket, and is read by nobody but the drill's processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
COMMIT = b"COMMIT\x00"
DONE = b"C\x00\x00\x00\x0bCOMMIT\x00"
"""The server's word that it has committed: CommandComplete, and the length of its words."""


class Cutter:
    """Passes everything on, and cuts a share of the lines at COMMIT."""

    def __init__(self, server: Path, folder: Path, share: float = 0.25, seed: int = 5) -> None:
        self.server, self.folder, self.share = server, folder, share
        self.dice = random.Random(seed)
        self.before, self.after = 0, 0
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Cutter:
        self.folder.mkdir(mode=0o700)
        self.thread.start()
        assert self.ready.wait(300)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        listening = asyncio.start_unix_server(self._line, str(self.folder / SOCKET))
        self.loop.run_until_complete(listening)
        self.ready.set()
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()

    async def _line(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """One connection, both ways, until one side ends or it is cut."""
        try:
            server, ask = await asyncio.open_unix_connection(str(self.server / SOCKET))
        except OSError:
            answer.close()
            return
        cut = asyncio.Event()
        ways = [self._asked(client, ask, cut), self._answered(server, answer, cut)]
        tasks = [asyncio.ensure_future(way) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for end in (ask, answer):
            with contextlib.suppress(OSError):
                end.close()
        for task in tasks:
            task.cancel()

    async def _asked(self, client: asyncio.StreamReader, ask: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        while words := await client.read(65_536):
            if words.endswith(COMMIT) and self.dice.random() < self.share:
                if self.dice.random() < 0.5:
                    self.before += 1
                    return
                cut.set()
            ask.write(words)
            await ask.drain()

    async def _answered(self, server: asyncio.StreamReader, answer: asyncio.StreamWriter, cut: asyncio.Event) -> None:
        while words := await server.read(65_536):
            if cut.is_set() and DONE in words:
                self.after += 1
                return
            answer.write(words)
            await answer.drain()
