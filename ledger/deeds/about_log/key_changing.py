"""The log's key is changed: the log itself says so, under the old key, and both keys sign the checkpoint that holds it.

Order, each step durable before the next, so that a command that was stopped is simply given again: the new key lies
beside the old one; the event is recorded; both keys sign a checkpoint over it; the old public key goes to the retired
ones with the size up to which it counts; the new key takes the old one's place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.conf import settings
from django.db import connection

from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows
from ledger.deeds.system import system_entry
from ledger.log.anchor import Anchor
from ledger.log.keyring import retire, signer
from ledger.log.models import Checkpoint, Leaf
from ledger.log.sequence import LOCK, Sequencer
from ledger.proofs.notes import parse_note
from ledger.proofs.signing import Signer

KIND = "log.key_changed.v1"


def needs(entry: Entry) -> Needs:
    return NOTHING


def apply(event: Event, rows: Rows) -> None:
    """Changes nothing: the keys are known from files outside the database, not from what the database says."""


deed(
    KIND,
    about="The log is signed by a new key from here on.",
    schema={
        "old_key": Words(about="The old public key, as a verifier's policy spells it."),
        "new_key": Words(about="The new public key, as a verifier's policy spells it."),
    },
    example={"old_key": "example.org/ledger+00000000+AQ==", "new_key": "example.org/ledger+00000001+AQ=="},
    needs=needs,
    apply=apply,
    by_hand=False,
)


class BothKeys:
    """Signs as the old and as the new key: who trusts either, follows over the change."""

    def __init__(self, old: Signer, new: Signer) -> None:
        self.name, self.old, self.new = old.name, old, new

    def sign_note(self, text: str) -> str:
        """Give a note with two signatures."""
        second = self.new.sign_note(text)[len(text) + 1 :]
        return self.old.sign_note(text) + second


def change_key(anchor: Anchor) -> tuple[str, str]:
    """Give the log a new key; return the old and the new public key. May be repeated after a crash at any point."""
    path = Path(settings.LOG_KEY_FILE)
    waiting = path.with_name(f"{path.name}.next")
    if not waiting.exists():
        Signer.generate(settings.LOG_ORIGIN).save(waiting)
    old, new = signer(), Signer.load(waiting, settings.LOG_ORIGIN)
    key = str(uuid5(NAMESPACE_URL, new.vkey))
    both = BothKeys(old, new)
    enter([system_entry(key, KIND, _said(both))])
    with _no_other_sequencer():
        retire(old.verifier, _signed_by_both(key, both, anchor))
        os.replace(waiting, path)
    return old.vkey, new.vkey


def _signed_by_both(key: str, both: BothKeys, anchor: Anchor) -> int:
    """Return the size of a checkpoint over the event that both keys signed; makes it unless it is there."""
    sequencer = Sequencer(settings.LOG_ORIGIN, both, anchor)
    sequencer.load()
    sequencer.finish()
    # another sequencer may have signed the event under the old key alone, before the lock was ours: it is said again
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_event WHERE key = %s", [key])
        (event_id,) = cursor.fetchone()
    position = Leaf.objects.values_list("position", flat=True).get(event_id=event_id)
    last = Checkpoint.objects.order_by("-size").first()
    if last is None or last.size <= position:
        raise AssertionError("the change of the key has a position and no checkpoint")
    if not _has_signed(last.note, both.new):
        enter([system_entry(str(uuid4()), KIND, _said(both))])
        sequencer.finish()
        last = Checkpoint.objects.order_by("-size")[0]
    return last.size


def _said(both: BothKeys) -> dict[str, str]:
    return {"old_key": both.old.vkey, "new_key": both.new.vkey}


def _has_signed(note: str, who: Signer) -> bool:
    return any(signature.key_id == who.verifier.key_id for signature in parse_note(note).signatures)


@contextmanager
def _no_other_sequencer() -> Iterator[None]:
    """Hold the sequencers' lock for this session: nobody else signs until the new key is in its place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
