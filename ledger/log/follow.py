"""Follow: work through the log from one's own cursor; nothing is skipped, nothing is done twice at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from ledger.log.models import Cursor
from ledger.log.reading import Positioned, events_from

Look = Callable[[Sequence[Positioned]], None]


def follow(name: str, look: Look, batch: int = 500, most_batches: int = 200) -> int:
    """Give new events to `look` in batches and move the cursor; return how many were looked at.

    The cursor's row is locked while a batch is worked on: a second follower of the same name waits its turn. If
    look fails, the cursor stays, and the batch comes again: look must be idempotent.
    """
    done = 0
    for _ in range(most_batches):
        seen = _follow_batch(name, look, batch)
        done += seen
        if seen < batch:
            break
    return done


def _follow_batch(name: str, look: Look, batch: int) -> int:
    with transaction.atomic():
        Cursor.objects.get_or_create(name=name)
        cursor = Cursor.objects.select_for_update().get(name=name)
        events = events_from(cursor.position, batch)
        if events:
            look(events)
            cursor.position += len(events)
            cursor.save(update_fields=["position"])
    return len(events)


def position_of(name: str) -> int:
    """Return how many positions a follower has passed."""
    return Cursor.objects.filter(name=name).values_list("position", flat=True).first() or 0
