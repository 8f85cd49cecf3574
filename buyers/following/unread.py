"""How much waits in an inbox: asked on every page, so it counts no further than anybody reads."""

from __future__ import annotations

from ledger.deeds.entries import Actor
from ledger.telling.models import Notice

MOST = 100


def unread(actor: Actor) -> int:
    """Return the number of unread notices, no more than a hundred."""
    return Notice.objects.filter(user__public_id=actor.id, read_at=None)[:MOST].count()


def unread_in_words(actor: Actor) -> str:
    """Return what the masthead says of it; nothing where nothing is unread."""
    number = unread(actor)
    return f"{MOST - 1}+" if number >= MOST else str(number or "")
