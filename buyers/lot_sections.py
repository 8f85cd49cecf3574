"""Sections of a lot's page, from loaded rows alone: weighings, lineage, balance, proof."""

from __future__ import annotations

from typing import Any

from buyers.lot_loading import LotFile
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.reports.disclosing import disclosed

MOST_LINES = 60
"""UX.md §5: at most 60 nodes at once, then "show more"."""


def weighings(loaded: LotFile) -> list[dict[str, Any]]:
    """Return the weighings of this very lot, each beside the book mass at the time."""
    found = []
    for event in loaded.events:
        if event.kind.startswith("lot.weighed.") and event.facts["lot"] == loaded.lot.code:
            resolved = event.envelope["resolved"]
            difference = resolved["net_g"] - resolved["book_g"]
            happened = event.envelope["happened_at"]
            party = loaded.party_name(event.party)
            found.append({**event.facts, **resolved, "difference_g": difference, "at": happened, "party": party})
    return found


def lineage(loaded: LotFile, actor: Actor, everything: bool) -> dict[str, Any]:
    """Return the edges to show. What came out of a lot is told only where the actor sees that lot too."""
    most = None if everything else MOST_LINES
    forth = [edge for edge in loaded.forth if sees_everything(actor) or edge.child in loaded.seen]
    return {
        "back": loaded.back[:most],
        "forth": forth[:most],
        "more_lines": max(0, len(loaded.back) - MOST_LINES) + max(0, len(forth) - MOST_LINES) if not everything else 0,
        "withheld_lines": len(loaded.forth) - len(forth),
        "seen": loaded.seen,
    }


def balance(loaded: LotFile) -> dict[str, Any]:
    """Return the lines of the lot's balance: inputs and signed changes make the output, to the gram."""
    inputs = loaded.parents
    return {
        "inputs": inputs,
        "inputs_g": sum(edge.grams for edge in inputs),
        "changes": loaded.changes,
        "changes_g": sum(change.grams for change in loaded.changes),
    }


def proof(loaded: LotFile, actor: Actor) -> dict[str, Any]:
    """Return how much of it is sealed, under which checkpoint, what is withheld from this actor, what was erased."""
    size = loaded.checkpoint.size if loaded.checkpoint else 0
    sealed = sum(1 for event in loaded.events if event.position is not None and event.position < size)
    hidden: dict[str, set[str]] = {}
    erased: dict[str, int] = {}
    for event in loaded.events:
        shown = disclosed(event, loaded.openings.get(event.key, ()), actor)
        for group in shown.withheld:
            hidden.setdefault(group, set()).add(loaded.party_name(event.party))
        for group in shown.erased:
            erased[group] = erased.get(group, 0) + 1
    return {
        "entries": len(loaded.events),
        "sealed": sealed,
        "unsealed": len(loaded.events) - sealed,
        "signed_at_source": sum(1 for event in loaded.events if event.envelope.get("signed")),
        "checkpoint": loaded.checkpoint,
        "erased": sorted(erased.items()),
        "withheld": [(group, ", ".join(sorted(by))) for group, by in sorted(hidden.items())],
    }
