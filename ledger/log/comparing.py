"""Compares the log with what the world was shown of it: the anchor, and every witness (domain/proofs.md §4.3).

Whatever was shown must be in the tree: no larger than it, and under the same root at its size. What was compared once
stays true while the tree only grows, so before a signature it costs the reading of one small file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from django.db import ProgrammingError, connection, transaction

from ledger.log.anchor import BEHIND, BROKEN_TREE, GONE, OTHER_ROOT, OTHER_SERVER, UNREADABLE, Anchor, Frozen
from ledger.log.models import Checkpoint as CheckpointRow
from ledger.log.models import Tile
from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.notes import parse_note
from ledger.proofs.tiles import ReadTile, RightEdge, root_at

LOOKS, SECONDS_BETWEEN_LOOKS = 5, 0.1
"""Before an anchor counts as lost: whoever signed the first checkpoints may be writing it at this moment."""


class Promise(NamedTuple):
    """A checkpoint that somebody outside the database holds: `whose` is a witness's name, or empty for the anchor."""

    whose: str
    note: str

    def checkpoint(self) -> Checkpoint:
        """Read it; raises Unreadable."""
        return parse_checkpoint(parse_note(self.note).text)


class Holds(Protocol):
    """Whoever remembers what witnesses hold."""

    def promises(self) -> Iterable[Promise]: ...


class Comparing:
    """Remembers which promises the present tree has been shown to keep."""

    def __init__(self, anchor: Anchor, witnesses: Holds | None = None) -> None:
        self.anchor, self.witnesses = anchor, witnesses
        self.kept: set[str] = set()

    def forget(self) -> None:
        """Compare everything again: the tree was read anew, so it may be another."""
        self.kept.clear()

    def promises(self) -> list[Promise]:
        """Return what the anchor and the witnesses hold. Raises Frozen where the anchor is gone."""
        anchored = self.anchor.read() or self._written_meanwhile()
        first = [Promise("", anchored)] if anchored is not None else []
        return [*first, *(self.witnesses.promises() if self.witnesses else ())]

    def check(self, size: int, read_tile: Callable[[], ReadTile], promised: Sequence[Promise] | None = None) -> None:
        """Raise Frozen unless the tree of `size` keeps every promise; tiles are read for new promises alone.

        Whoever does not hold the sequencers' lock gathers what was promised before it reads the size: another one may
        sign and anchor more in between.
        """
        promised = self.promises() if promised is None else promised
        new = [promise for promise in promised if promise.note not in self.kept]
        if not new:
            return
        tiles = read_tile()
        for promise in new:
            refuse_unless_kept(promise, size, tiles)
        # old ones are only compared anew if they come back: the set never grows beyond what is held
        self.kept = {promise.note for promise in promised}

    def _written_meanwhile(self) -> str | None:
        """Return an anchor that another sequencer is just about to write. Raises Frozen where it is lost."""
        for _ in range(LOOKS):
            signed = CheckpointRow.objects.order_by("size")[:2].count()
            if not self.anchor.is_lost(signed):
                if not signed:
                    self.anchor.begin()
                return None
            if (note := self.anchor.read()) is not None:
                return note
            time.sleep(SECONDS_BETWEEN_LOOKS)
        sentence = "The file with the last published checkpoint, the anchor, is gone."
        raise Frozen(sentence, GONE, held=last_note())


def refuse_unless_kept(promise: Promise, size: int, read_tile: ReadTile) -> None:
    """Raise Frozen unless the tree of `size` leads to what somebody was promised."""
    try:
        promised = promise.checkpoint()
    except ProofError as fault:
        sentence = f"The checkpoint that {_who(promise)} holds cannot be read: {fault}."
        raise Frozen(sentence, UNREADABLE, promise.whose, promise.note, last_note()) from None
    if promised.size > size:
        sentence = (
            f"The log was published with {promised.size} events ({_who(promise)}), but the database holds {size}."
        )
        raise Frozen(sentence, BEHIND, promise.whose, promise.note, last_note())
    if root_in_tree(promised.size, read_tile) != promised.root:
        sentence = f"The database holds other events below {promised.size} than were published ({_who(promise)})."
        raise Frozen(sentence, OTHER_ROOT, promise.whose, promise.note, last_note())


def root_in_tree(size: int, read_tile: ReadTile) -> bytes:
    """Return the root that the stored tree has at a size. Raises Frozen for a tree with holes."""
    try:
        return root_at(size, read_tile)
    except (ProofError, Tile.DoesNotExist):
        raise _broken() from None


def load_edge(size: int, read_tile: ReadTile) -> RightEdge:
    """Take up the stored tree. Raises Frozen for a tree with holes."""
    try:
        return RightEdge.load(size, read_tile)
    except (ProofError, Tile.DoesNotExist):
        raise _broken() from None


def _broken() -> Frozen:
    return Frozen("The tree in the database has holes.", BROKEN_TREE, held=last_note())


def _who(promise: Promise) -> str:
    return f"the witness {promise.whose}" if promise.whose else "the anchor"


def last_note() -> str | None:
    """Return the database's newest checkpoint."""
    return CheckpointRow.objects.order_by("-size").values_list("note", flat=True).first()


def refuse_another_server(anchor: Anchor) -> None:
    """Raise Frozen where the database lies in another server than the one that was remembered; remember the first."""
    here, known = server_identifier(), anchor.server()
    if not here:
        return
    if known is None:
        anchor.keep_server(here)
    elif known != here:
        sentence = (
            f"The database lies in another server ({here}) than before ({known}): somebody has moved or restored it."
        )
        raise Frozen(sentence, OTHER_SERVER, published=anchor.read(), held=last_note())


def server_identifier() -> str:
    """Return the number that PostgreSQL gave its data folder when that was made.

    Every login may ask on PostgreSQL as it comes. A host that forbids it is answered with an empty text: there the
    anchor and the witnesses have to do.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
            return str(cursor.fetchone()[0])
    except ProgrammingError:
        return ""
