"""An envelope is read: a client's JSON becomes an Entry, or a BadEntry that names the field."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from ledger import codes
from ledger.deeds.batches import too_far_ahead
from ledger.deeds.entries import Actor, Entry
from ledger.deeds.facts import read_all
from ledger.deeds.kinds import KINDS, Kind
from ledger.deeds.sealing import said_by_source
from ledger.errors import BadEntry
from ledger.inbox.signed_envelopes import SIGNED_FIELDS, as_sent, is_signed, read_facts, read_signed
from ledger.proofs import canonical
from ledger.proofs.source import signed_words

FIELDS = {"key", "kind", "happened_at", "facts", "heads"}
FARTHEST_ZONE = timedelta(hours=14)
FIRST_YEAR = 1900
"""Beyond these neither the database nor a local day could be computed; no clock that works shows them."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


def read_envelope(envelope: Any, actor: Actor, now: datetime | None = None, *, by_hand: bool = True) -> Entry:
    """Return the entry; raises BadEntry for anything that is not as `/api/v1/kinds/` says."""
    if not isinstance(envelope, dict):
        raise BadEntry("bad_entry", "", "a record with key, kind, happened_at and facts")
    key = _key(envelope.get("key"), "key")
    for name in envelope:
        if name not in FIELDS and name not in SIGNED_FIELDS:
            raise BadEntry("field_extra", name, f"only {', '.join([*sorted(FIELDS), *SIGNED_FIELDS])}")
    kind = _kind(envelope.get("kind"), by_hand)
    moment = _moment(envelope.get("happened_at"), now or datetime.now(UTC))
    if not isinstance(envelope.get("facts"), dict):
        raise BadEntry("facts_missing", "facts", "a record of facts")
    heads = _heads(envelope.get("heads") or {})
    happened_at = str(envelope["happened_at"])
    if is_signed(envelope):
        return _signed(envelope, Entry(key, kind.name, happened_at, moment, {}, heads, actor, b""), kind)
    facts = read_all(dict(kind.schema), envelope["facts"], "facts")
    words = {"kind": kind.name, "happened_at": happened_at, "facts": facts, "heads": heads}
    words_hash = hashlib.sha256(canonical.encode(words)).digest()
    return Entry(key, kind.name, happened_at, moment, facts, heads, actor, words_hash)


def _signed(envelope: dict[str, Any], entry: Entry, kind: Kind) -> Entry:
    """Return an entry that its device signed: what it said is kept as it was sent, or the entry is not read.

    The same words are those that were signed; a second signature of them changes nothing.
    """
    as_sent(envelope["key"], entry.key, "key")
    as_sent(envelope.get("heads") or {}, entry.heads, "heads")
    facts, groups = read_facts(kind, envelope)
    signed = read_signed(envelope, entry.heads, groups)
    open_facts = {name: value for name, value in facts.items() if kind.schema[name].group == "open"}
    said = said_by_source(settings.LOG_ORIGIN, entry.key, kind.name, entry.happened_at, open_facts, signed)
    return replace(entry, facts=facts, signed=signed, words_hash=hashlib.sha256(signed_words(said)).digest())


def _key(value: Any, path: str) -> str:
    try:
        if isinstance(value, str) and str(UUID(value)) == value.lower():
            return value.lower()
    except ValueError:
        pass
    raise BadEntry("key_not_uuid", path, "a UUID made by the writer")


def _kind(value: Any, by_hand: bool) -> Kind:
    kind = KINDS.get(value) if isinstance(value, str) else None
    if kind is None or (by_hand and not kind.by_hand):
        raise BadEntry("unknown_kind", "kind", "a kind that /api/v1/kinds/ lists")
    return kind


def _moment(value: Any, now: datetime) -> datetime:
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError
        moment = datetime.fromisoformat(value)
        if abs(moment.utcoffset() or timedelta()) > FARTHEST_ZONE or moment.year < FIRST_YEAR:
            raise ValueError
    except ValueError:
        raise BadEntry("time_not_aware", "happened_at", "a time with its offset: 2026-11-23T10:42:00+02:00") from None
    if too_far_ahead(moment, now):
        raise BadEntry("time_in_future", "happened_at", "a time at most 24 hours ahead of the server's clock")
    return moment


def _heads(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadEntry("heads_not_record", "heads", "a record of lot codes and the heads seen")
    heads = {}
    for lot, head in value.items():
        code = codes.normal(lot)
        if not codes.is_code(code, codes.LOT):
            raise BadEntry("head_of_no_lot", f"heads.{lot}", "the code of a lot")
        heads[code] = _key(head, f"heads.{code}")
    return heads
