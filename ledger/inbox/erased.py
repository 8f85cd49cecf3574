"""What waits and was erased can never be recorded as it was said: it is refused, and kept with the code `erased`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from ledger.errors import Refused
from ledger.inbox.models import InboxEntry
from ledger.log.append import KeyOutcome, append
from ledger.log.wire import ask


class Erased(Refused):
    """The answer to an entry whose words were erased while it waited."""

    code = "erased"


_EMPTIED = """
    SELECT held.key::text, held.actor FROM ledger_inboxentry held
    WHERE held.status = 'waiting' AND EXISTS (
        SELECT FROM ledger_opening opening WHERE opening.key = held.key AND octet_length(opening.value) = 0)
    ORDER BY held.key"""
_WAITING = """
    SELECT held.key::text, held.actor FROM ledger_inboxentry held
    WHERE held.status = 'waiting' AND held.key = ANY(%s::uuid[]) ORDER BY held.key"""


def refuse_waiting(keys: Iterable[str]) -> int:
    """Refuse those of these entries that still wait, for good; return how many.

    The answer is taken under the entry's own key. Raises IntegrityError if the entry is being recorded just now:
    whoever erases then comes again, and finds an event.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [sorted(keys)])
        return _refuse(cursor.fetchall())


def refuse_emptied() -> int:
    """Refuse whatever waits although its openings are empty; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTIED)
        return _refuse(cursor.fetchall())


def _refuse(waiting: list[tuple[str, str]]) -> int:
    if waiting:
        said: dict[str, Any] = {"code": Erased.code, "facts": {}, "rule": None}
        ask(append([], [KeyOutcome(key, actor, b"", "refused", None, said) for key, actor in waiting]))
        keys = [key for key, _ in waiting]
        InboxEntry.objects.filter(key__in=keys).update(
            status="refused", code=Erased.code, rule=None, reason={}, awaits=[]
        )
    return len(waiting)


def blank_words(keys: Iterable[str]) -> None:
    """Take away the hash of the words of kept entries: whoever has it could try names until one fits."""
    InboxEntry.objects.filter(key__in=list(keys)).update(words_hash=b"")
