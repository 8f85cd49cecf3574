"""Keeps what waits and what was refused; wakes what waited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from ledger.deeds.entries import Actor, Answer, Entry, Signed
from ledger.deeds.kinds import KINDS
from ledger.deeds.sealing import openings_of, split_groups
from ledger.inbox.models import InboxEntry
from ledger.log.append import keep_openings
from ledger.log.erasing import is_erased
from ledger.log.models import Opening
from ledger.log.wire import Statement

NAMES = ("lot", "consignment", "device")
"""Facts whose arrival an entry may wait for."""
SIGNED = ("device", "seq", "alg", "signature", "commitments")
"""What is kept of a signature with its entry; its heads are the entry's, the keys lie with the openings."""

_KEEP = """
    INSERT INTO ledger_inboxentry (key, actor, party, roles, kind, happened_at, received_at, facts, heads,
                                   signed, words_hash, status, code, rule, reason, awaits)
    SELECT key, actor, party, string_to_array(roles, ' '), kind, happened_at, received_at, facts, heads, signed,
           words_hash, status, code, rule, reason, string_to_array(awaits, ' ')
    FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::timestamptz[],
                %b::text[]::jsonb[], %b::text[]::jsonb[], %b::text[]::jsonb[], %b::bytea[], %b::text[], %b::text[],
                %b::text[], %b::text[]::jsonb[], %b::text[])
         AS new (key, actor, party, roles, kind, happened_at, received_at, facts, heads, signed, words_hash, status,
                 code, rule, reason, awaits)
    ON CONFLICT (key) DO UPDATE SET status = EXCLUDED.status, code = EXCLUDED.code, rule = EXCLUDED.rule,
                                    reason = EXCLUDED.reason, awaits = EXCLUDED.awaits"""
_WAITING = "SELECT key FROM ledger_inboxentry WHERE status = 'waiting' AND awaits && %b::text[] LIMIT 1"
_FORGET = "UPDATE ledger_inboxentry SET status = 'recorded' WHERE key = ANY(%s::uuid[]) AND status = 'waiting'"


def keep(answered: Sequence[tuple[Entry, Answer]]) -> list[Statement]:
    """Return the statements that keep refused and waiting entries, openings apart from open facts (law 7)."""
    kept = [(entry, answer) for entry, answer in answered if answer.status in {"refused", "waiting"} and answer.kept]
    if not kept:
        return []
    rows, openings = [], []
    now = datetime.now(UTC)
    for entry, answer in sorted(kept, key=lambda pair: pair[0].key):
        open_facts, groups = split_groups(KINDS[entry.kind], entry.facts)
        rows.append(_row(entry, answer, open_facts, now))
        openings.append((entry.key, openings_of(entry, groups)))
    statements = [Statement(_KEEP, [list(column) for column in zip(*rows, strict=True)], answers=False)]
    return statements + keep_openings(openings)


def _row(entry: Entry, answer: Answer, open_facts: dict[str, Any], now: datetime) -> tuple[Any, ...]:
    actor = entry.actor
    about = (actor.id, actor.party, " ".join(sorted(actor.roles)), entry.kind, entry.happened_at, now)
    signed = entry.signed and json.dumps({name: getattr(entry.signed, name) for name in SIGNED})
    words = (json.dumps(open_facts), json.dumps(entry.heads), signed, entry.words_hash)
    outcome = (answer.status, answer.code, answer.rule, json.dumps(answer.facts), " ".join(answer.awaits))
    return (entry.key, *about, *words, *outcome)


class Keeper:
    """Keeps what a batch leaves over, and asks on the way whether anybody waits for what the batch may bring."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.names = {entry.key for entry in entries}
        self.names |= {entry[name] for entry in entries for name in NAMES if name in entry.facts}
        self.somebody_waits = False

    def statements(self, answered: Sequence[tuple[Entry, Answer]]) -> list[Statement]:
        """Return the statements that keep refused and waiting entries."""
        return keep(answered)

    def question(self) -> list[Statement]:
        """Ask in the transaction itself: saves a round trip; who begins to wait meanwhile is woken by the clock."""
        return [Statement(_WAITING, [sorted(self.names)])]

    def hear(self, rows: list[Any]) -> None:
        """Remember whether somebody waits."""
        self.somebody_waits = bool(rows)


def waiting_for(names: Iterable[str]) -> list[Entry]:
    """Return entries that wait for any of these lots, consignments or keys, oldest first."""
    return _entries(InboxEntry.objects.filter(status="waiting", awaits__overlap=sorted(names)))


def waiting_entries(most: int = 500) -> list[Entry]:
    """Return the entries that have waited longest."""
    return _entries(InboxEntry.objects.filter(status="waiting"), most)


def _entries(kept: Any, most: int = 500) -> list[Entry]:
    rows = list(kept.order_by("received_at", "key")[:most])
    openings: dict[Any, list[Opening]] = {}
    for opening in Opening.objects.filter(key__in=[row.key for row in rows]):
        openings.setdefault(opening.key, []).append(opening)
    # what was erased of an entry cannot be said again without it: `inbox.erased` refuses such an entry
    emptied = {key for key, held in openings.items() if any(map(is_erased, held))}
    return [_entry(row, openings.get(row.key, [])) for row in rows if row.key not in emptied]


def _entry(row: InboxEntry, openings: Sequence[Opening]) -> Entry:
    if row.signed is not None:
        # a signed entry has the groups that its device committed to, and no others
        openings = [opening for opening in openings if opening.group in row.signed["commitments"]]
    facts = dict(row.facts)
    for opening in openings:
        facts |= json.loads(bytes(opening.value))
    moment = datetime.fromisoformat(row.happened_at)
    actor = Actor(row.actor, row.party, frozenset(row.roles))
    key, words_hash = str(row.key), bytes(row.words_hash)
    entry = Entry(key, row.kind, row.happened_at, moment, facts, row.heads, actor, words_hash)
    if row.signed is not None:
        keys = {opening.group: bytes(opening.hmac_key) for opening in openings}
        entry.signed = Signed(**row.signed, heads=row.heads, keys=keys)
    return entry


def no_longer_waiting(keys: Sequence[str]) -> None:
    """Mark entries that waited as recorded."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [sorted(keys)])
