"""Publish: what the anchor holds goes out as files that mirrors fetch, tiles and bundles first, the checkpoint last.

The anchor is written before anything is published, so nothing is ever shown that a restored backup could take back
unnoticed. A publisher that dies at any point leaves files that are whole and right, and the next one goes on from
them. Every so often the same checkpoint goes out again under a new line of the log's clock: silence can be told from
standstill.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from ledger.log import keyring, published
from ledger.log.anchor import Anchor, short
from ledger.log.halting import frozen
from ledger.log.published import CHECKPOINT
from ledger.log.publishing_files import Folder, PublishingStopped
from ledger.log.publishing_tree import bundle_files, outgrown, stored_root, tile_files
from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.notes import parse_note
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import entries_path, tile_path

AGAIN_AFTER = timedelta(minutes=5)
"""The promise is ten minutes: so it is kept even if one time is missed."""
PAUSE_S, PAUSE_AFTER_TROUBLE_S, PAUSE_WHILE_STOPPED_S = 0.25, 1.0, 30.0
logger = logging.getLogger(__name__)


class _Known(NamedTuple):
    """A note with what it says."""

    note: str
    checkpoint: Checkpoint

    @classmethod
    def read(cls, note: str, whose: str) -> _Known:
        try:
            return cls(note, parse_checkpoint(parse_note(note).text))
        except ProofError as fault:
            raise PublishingStopped(f"the checkpoint of {whose} cannot be read: {fault}") from None


class Publisher:
    """Keeps two folders at what the anchor holds: hash tiles and checkpoint for everybody, bundles for mirrors."""

    def __init__(self, public: Folder, bundles: Folder, anchor: Anchor, clock: Signer) -> None:
        self.public, self.bundles, self.anchor, self.clock = public, bundles, anchor, clock
        self._remembered = ""

    def publish(self, now: datetime | None = None, *, whole: bool = False) -> Checkpoint | None:
        """Publish the anchored checkpoint if it is new, or its last line of the clock is old; return it then.

        `whole` looks at every file from the first on, and puts back what is missing. Raises PublishingStopped where
        something published differs from what is to be published: then nothing goes out.
        """
        note = self.anchor.read()
        if note is None:
            return None
        with self._alone():
            return self._publish(_Known.read(note, "the anchor"), now or datetime.now(UTC), whole)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.anchor.path.parent.mkdir(parents=True, exist_ok=True)
        with self.anchor.path.with_name("publishing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _publish(self, wanted: _Known, now: datetime, whole: bool) -> Checkpoint | None:
        held, size = self._held(wanted.checkpoint), wanted.checkpoint.size
        if not whole and held and held.checkpoint.size == size and self._is_fresh(held, now):
            self._remember(held)
            return None
        if frozen():
            return None
        self.anchor.settle()
        for folder in (self.public, self.bundles):
            folder.prepare()
        done = held.checkpoint.size if held else 0
        self._write_tree(0 if whole else done, wanted.checkpoint, held)
        if frozen():
            return None
        line = self.clock.cosign(parse_note(wanted.note).text, int(now.timestamp()))
        shown = _Known(wanted.note + line, wanted.checkpoint)
        self.public.replace(CHECKPOINT, shown.note.encode("utf-8"))
        self._remember(shown)
        self._drop_outgrown(0 if whole else done, size)
        return wanted.checkpoint

    def _held(self, wanted: Checkpoint) -> _Known | None:
        """Return what was published last. Raises PublishingStopped if `wanted` cannot come after it."""
        file = self.public.read(CHECKPOINT)
        if file is None:
            return None
        held = _Known.read(file.decode("utf-8", "replace"), "the public folder")
        if held.checkpoint.origin != wanted.origin:
            self._set_aside(held.checkpoint.origin)
            return None
        if held.checkpoint.size > wanted.size:
            raise PublishingStopped(f"{held.checkpoint.size} events were published, but the anchor holds {wanted.size}")
        if held.checkpoint.size == wanted.size and held.checkpoint.root != wanted.root:
            raise PublishingStopped(f"another checkpoint of {wanted.size} events was published than the anchor holds")
        return held

    def _set_aside(self, origin: str) -> None:
        """Put away the folders of a log that has ended; the public one last: by its checkpoint this was found out."""
        for folder in (self.bundles, self.public):
            folder.set_aside(f"ended-{short(origin)}")
        logger.warning("publishing: the folders of the log that ended were set aside")

    def _is_fresh(self, held: _Known, now: datetime) -> bool:
        number = keyring.cosigner(self.clock).key_id
        for signature in parse_note(held.note).signatures:
            if (signature.name, signature.key_id) == (self.clock.name, number):
                time = int.from_bytes(signature.signature[:8], "big")
                # a clock that was set back must not stand still until it has caught up
                return abs(now.timestamp() - time) < AGAIN_AFTER.total_seconds()
        return False

    def _write_tree(self, done: int, wanted: Checkpoint, held: _Known | None) -> None:
        if done == wanted.size:
            return
        if held and stored_root(held.checkpoint.size) != held.checkpoint.root:
            sentence = f"the database holds other events below {held.checkpoint.size} than were published"
            raise PublishingStopped(sentence)
        for file in bundle_files(done, wanted.size):
            self.bundles.add(*file)
        for file in tile_files(done, wanted):
            self.public.add(*file)
        self.bundles.settle()

    def _remember(self, shown: _Known) -> None:
        """Let the database know; asked once for each note, since a publisher that died may have left that out."""
        if shown.note != self._remembered:
            if not published.is_remembered(shown.note):
                published.remember(shown.checkpoint.size, shown.note)
            self._remembered = shown.note

    def _drop_outgrown(self, done: int, size: int) -> None:
        """Remove the partial files of tiles and bundles that are full now: readers find the full ones."""
        for level, index, _ in outgrown(done, size):
            self.public.drop(tile_path(level, index, 1).rpartition("/")[0])
            if level == 0:
                self.bundles.drop(entries_path(index, 1).rpartition("/")[0])


def publisher() -> Publisher:
    """Return the publisher that the settings describe."""
    public, bundles = Folder(Path(settings.LOG_PUBLIC_FOLDER)), Folder(Path(settings.LOG_BUNDLES_FOLDER))
    return Publisher(public, bundles, Anchor(settings.LOG_FOLDER / "anchor"), keyring.clock())


def start_publishing(stop: Event) -> Thread:
    """Publish in a thread until told to stop; what was anchored by then goes out still."""
    thread = Thread(target=_keep_publishing, args=(stop,), name="publisher", daemon=True)
    thread.start()
    return thread


def publish_now() -> None:
    """Publish what is anchored; what goes wrong is logged, since the caller's own work is done."""
    _Rounds().publish()


def _keep_publishing(stop: Event) -> None:
    rounds = _Rounds()
    while not stop.wait(rounds.publish()):
        pass
    rounds.publish()
    connection.close()


class _Rounds:
    """Publishes again and again; whatever goes wrong is said, and tried anew after a while."""

    def __init__(self) -> None:
        self.publisher: Publisher | None = None

    def publish(self) -> float:
        """Publish if there is something to publish; return how many seconds to pause then."""
        try:
            self.publisher = self.publisher or publisher()
            self.publisher.publish()
            return PAUSE_S
        except (OperationalError, InterfaceError):
            logger.warning("publishing: the database is not there")
            pause = PAUSE_AFTER_TROUBLE_S
        except PublishingStopped as stopped:
            logger.error("publishing_stopped: %s", stopped)
            pause = PAUSE_WHILE_STOPPED_S
        except OSError as trouble:
            logger.error("publishing: a file could not be written: %s", trouble.strerror)
            pause = PAUSE_AFTER_TROUBLE_S
        except Exception:
            logger.exception("publishing: failed")
            pause = PAUSE_WHILE_STOPPED_S
        self.publisher = None
        connection.close()
        return pause
