"""Red cards: one sentence, then what to do, for whoever stands there with the bag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.deeds.entries import Answer
from ledger.inbox.wording import sentence

READ_AGAIN = (_("Read the code aloud again."), _("The last sign checks the others."))
RED_ZONE = (_("Put the bag in the red zone."), _("Do not cut the tag."))
CALL = (_("Call the person in charge."), _("A typing mistake is possible. Do not accuse anybody."))
WITH_SELLER = (_("The bag stays with the seller."), _("Tell them why, and which office can change it."))
LOOK_AT_LOT = (_("Open the lot and look at what is new."), _("Somebody else may have acted on it."))
TRY_AGAIN = (_("Correct it and save again."), _("What you typed is kept."))
BAG = _("Do not receive this bag")
NOT_THIS_LOT = _("Do not go on with this lot")
NOT_RECORDED = _("Nothing was recorded")
CARDS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "tag_already_used": (BAG, (READ_AGAIN, RED_ZONE, CALL)),
    "tag_unknown": (BAG, (READ_AGAIN, RED_ZONE, CALL)),
    "tag_of_other_place": (BAG, (READ_AGAIN, RED_ZONE, CALL)),
    "site_may_not_produce": (BAG, (WITH_SELLER, CALL)),
    "lot_on_hold": (NOT_THIS_LOT, (RED_ZONE, CALL)),
    "lot_closed": (NOT_THIS_LOT, (READ_AGAIN, LOOK_AT_LOT)),
    "head_moved": (NOT_THIS_LOT, (LOOK_AT_LOT, TRY_AGAIN)),
    "not_holder": (NOT_THIS_LOT, (READ_AGAIN, CALL)),
    "not_from_producer": (NOT_THIS_LOT, (READ_AGAIN, CALL)),
    "not_consignee": (NOT_THIS_LOT, (READ_AGAIN, CALL)),
}


@dataclass(frozen=True)
class Card:
    """What the desk shows of a refusal or a wait."""

    title: Any
    sentence: str
    steps: tuple[Any, ...]


def card(answer: Answer) -> Card:
    """Return the card of an answer; a code without steps of its own says to correct it or to ask."""
    title, steps = CARDS.get(answer.code or "", (NOT_RECORDED, (TRY_AGAIN, CALL)))
    return Card(title, sentence(answer.code or "", answer.facts), steps)
