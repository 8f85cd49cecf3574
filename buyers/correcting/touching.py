"""What a correction would touch, or has touched: lots and grams, as far as the asker sees them."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.balance.lineage import offspring
from ledger.custody.correcting.walking import touched_lots
from ledger.custody.models import Lot
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor

MOST_SHOWN = 200


@dataclass(frozen=True)
class Touched:
    """Lots with their grams, and how many more there are that are not shown or not seen."""

    lots: list[Lot]
    more: int

    @property
    def number(self) -> int:
        return len(self.lots) + self.more


def would_touch(code: str, actor: Actor) -> Touched:
    """Return the lots that came of a lot: at most these flow again when it is corrected."""
    return _seen({edge.child for edge in offspring(code)}, actor)


def was_touched(correction: int, actor: Actor) -> Touched:
    """Return the lots that flowed again because of a correction."""
    return _seen(set(touched_lots(correction).values_list("lot", flat=True)), actor)


def _seen(codes: set[str], actor: Actor) -> Touched:
    found = list(lots_seen_by(actor).filter(code__in=codes).order_by("event_id")[:MOST_SHOWN]) if codes else []
    return Touched(found, len(codes) - len(found))
