"""Try: what an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.deeds.entries import Actor, Answer
from ledger.errors import BadEntry
from ledger.inbox.envelopes import read_envelope
from ledger.log.models import EventKey


def try_out(envelopes: Sequence[dict[str, Any]], actor: Actor) -> list[Answer]:
    """Answer as the door would as far as words and keys tell; writes nothing."""
    keys = [envelope["key"] for envelope in envelopes]
    known = {str(each.key): each for each in EventKey.objects.filter(key__in=keys)}
    return [_answer(envelope, actor, known.get(envelope["key"])) for envelope in envelopes]


def _answer(envelope: dict[str, Any], actor: Actor, known: EventKey | None) -> Answer:
    try:
        entry = read_envelope(envelope, actor)
    except BadEntry as bad:
        return Answer(envelope["key"], "refused", bad.code, field=bad.field)
    if known is None:
        return Answer(entry.key, "recorded")
    same = known.actor == actor.id and bytes(known.words_hash) == entry.words_hash
    return Answer(entry.key, "repeated") if same else Answer(entry.key, "refused", "key_reused")
