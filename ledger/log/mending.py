"""What must hold before a frozen log may go on: all that the world was shown of it, and what the database lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from ledger.log.anchor import Frozen
from ledger.log.comparing import Promise, refuse_unless_kept, root_in_tree
from ledger.log.ended_models import EndedLog
from ledger.log.keyring import verifiers
from ledger.log.mirrors import Mirror, NotHeld
from ledger.log.models import LogState
from ledger.log.reading import tile_reader
from ledger.proofs.canonical import decode
from ledger.proofs.checkpoints import Checkpoint, open_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import leaf_hash


class CannotRecover(Exception):
    """The log stays frozen; the message says why, and what else could help."""


class Forked(CannotRecover):
    """The database holds other events than were published: no entry from outside can put that right."""


@dataclass(frozen=True)
class Signed:
    """A promise of which our own key's signature was checked."""

    promise: Promise
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Missing:
    """What a database lacks: the entries at positions [held, size of the target), of these keys, shown by a mirror."""

    held: int
    target: Signed
    mirror: Mirror | None
    keys: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return max(0, self.target.checkpoint.size - self.held)


def signed_promises(promises: Iterable[Promise]) -> list[Signed]:
    """Return the promises as read, the largest last. Raises CannotRecover for one that our key did not sign."""
    signed, keys = [], verifiers()
    for promise in promises:
        try:
            signed.append(Signed(promise, open_checkpoint(promise.note, keys, settings.LOG_ORIGIN)))
        except ProofError as fault:
            whose = promise.whose or "anchor"
            raise CannotRecover(f"the checkpoint of {whose} is not one of this log: {fault}") from None
    return sorted(signed, key=lambda each: each.checkpoint.size)


def look(promises: list[Signed], mirror: Mirror | None) -> Missing:
    """Return what is missing, all of it checked against all promises. Raises CannotRecover, or Forked."""
    held = LogState.objects.filter(id=1).values_list("size", flat=True).first() or 0
    reader = tile_reader()
    for each in promises:
        if each.checkpoint.size <= held:
            _refuse_fork(each, held)
    target = promises[-1]
    if target.checkpoint.size <= held:
        return Missing(held, target, mirror)
    if mirror is None:
        raise CannotRecover(
            f"the entries {held} to {target.checkpoint.size - 1} are missing: name a folder of bundles that holds them"
        )
    roots = {each.checkpoint.size: each.checkpoint.root for each in promises}
    roots_held = {held: root_in_tree(held, reader)}
    keys = _check_mirror(mirror, target.checkpoint.size, roots, roots_held, held)
    return Missing(held, target, mirror, tuple(keys))


def _refuse_fork(each: Signed, held: int) -> None:
    try:
        refuse_unless_kept(each.promise, held, tile_reader())
    except Frozen as frozen:
        raise Forked(str(frozen)) from None


def _check_mirror(mirror: Mirror, size: int, promised: dict[int, bytes], own: dict[int, bytes], held: int) -> list[str]:
    """Compute the tree of the mirror's entries, compare it at every known size, and return the keys beyond `held`."""
    edge, keys, ours, forked = RightEdge(), [], origins(), False
    try:
        for first, entries in _pieces(mirror, size, sorted({*promised, *own} - {0})):
            edge.extend([leaf_hash(entry) for entry in entries])
            if first >= held:
                keys += [str(read_leaf(entry, ours)["key"]) for entry in entries]
            if edge.size in promised and promised[edge.size] != edge.root():
                raise CannotRecover(f"the folder's entries do not lead to the root published at {edge.size}")
            if edge.size in own and own[edge.size] != edge.root():
                forked = True
    except NotHeld as fault:
        raise CannotRecover(str(fault)) from None
    if forked:
        # only now: the folder was shown to hold what was published
        raise Forked(f"the database holds other events below {held} than were published")
    return keys


def _pieces(mirror: Mirror, size: int, cuts: list[int]) -> Iterator[tuple[int, list[bytes]]]:
    """Yield entries with the position of the first, cut at every size whose root is known."""
    at = 0
    for cut in [*(each for each in cuts if each < size), size]:
        for entries in mirror.entries(at, cut):
            yield at, entries
            at += len(entries)


def read_leaf(entry: bytes, ours: Collection[str]) -> dict[str, Any]:
    """Return the envelope of a leaf of this log, or of one that it continues. Raises CannotRecover."""
    try:
        envelope = decode(entry)
    except ProofError as fault:
        raise CannotRecover(f"an entry is no leaf: {fault}") from None
    if not isinstance(envelope, dict) or envelope.get("log") not in ours:
        raise CannotRecover("an entry belongs to another log")
    return envelope


def origins() -> set[str]:
    """Return the origins whose leaves may stand in this log: its own, and those of the logs that it continues."""
    return {settings.LOG_ORIGIN, *EndedLog.objects.values_list("origin", flat=True)}
