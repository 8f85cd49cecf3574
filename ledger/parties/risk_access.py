"""The access layer, continued: who may look into risk, answer for it, and be told of it. Default: no."""

from __future__ import annotations

from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.parties.entering import may_enter
from ledger.parties.roles import BUYER, DEPOT_MANAGER, KEEPERS


def may_bring_conflict_events(actor: Actor) -> bool:
    """Say whether an actor may bring files of conflict events, and take them back."""
    return may_enter(actor, "conflict.events_brought.v1")


def may_determine_areas(actor: Actor) -> bool:
    """Say whether an actor may determine which areas are affected by conflict or of high risk."""
    return may_enter(actor, "cahra.determined.v1")


def may_note_roadblocks(actor: Actor) -> bool:
    """Say whether an actor may note roadblocks and their end."""
    return may_enter(actor, "roadblock.noted.v1")


def may_follow(actor: Actor) -> bool:
    """Say whether an actor may follow things and has an inbox; what they are told of, each subject's access decides."""
    return bool(actor.roles)


def may_keep_endpoints(actor: Actor) -> bool:
    """Say whether an actor may keep the endpoints to which their organisation's machine is told."""
    return bool(actor.roles & (KEEPERS | {DEPOT_MANAGER, BUYER}))


def may_write_letters(actor: Actor) -> bool:
    """Say whether an actor may draw letters to holders of ore that a finding touches."""
    return bool(actor.roles & KEEPERS)


def may_answer_flags(actor: Actor) -> bool:
    """Say whether an actor may say of a flag that it was a true or a false alarm."""
    return may_enter(actor, "flag.answered.v1")


def may_explain_flags(actor: Actor) -> bool:
    """Say whether an actor may explain a flag that it sees."""
    return may_enter(actor, "flag.explained.v1")


def may_read_screening(actor: Actor) -> bool:
    """Say whether an actor may read hits, lists and who shares what with whom."""
    return sees_everything(actor)


def may_decide_hits(actor: Actor) -> bool:
    """Say whether an actor may decide hits of screening."""
    return may_enter(actor, "hit.decided.v1")


def may_load_lists(actor: Actor) -> bool:
    """Say whether an actor may load editions of watch lists."""
    return bool(actor.roles & KEEPERS)
