"""Discloses: of an event's committed groups, which an actor is shown, which are withheld, which were erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.deeds.entries import Actor
from ledger.log.erasing import is_erased
from ledger.log.models import Opening
from ledger.log.reading import Positioned
from ledger.parties.disclosure import PAGE, Asked, sees


@dataclass
class Disclosed:
    """The groups of one event: values by group, and the openings they came from; names of the other groups."""

    opened: dict[str, Any] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


def disclosed(
    event: Positioned, openings: Iterable[Opening], actor: Actor, sides: Sequence[str] = (), where: str = PAGE
) -> Disclosed:
    """Return what an actor is shown of an event's groups in this place; the table of disclosure decides on each.

    `sides` are the two parties of a hand-over: what one enters about it the other is told too, but for its remarks.
    """
    shown = Disclosed()
    kept = {opening.group: opening for opening in openings}
    for group in sorted(event.envelope["commitments"]):
        if group not in kept or is_erased(kept[group]):
            shown.erased.append(group)
            continue
        value = json.loads(bytes(kept[group].value))
        # the open facts may name the party too: then it sees what is said of it
        asked = Asked(actor, event.party, {**event.facts, **value}, sides)
        if sees(asked, group, event.kind, where):
            shown.opened[group] = value
            shown.openings.append(kept[group])
        else:
            shown.withheld.append(group)
    return shown
