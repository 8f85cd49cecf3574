"""The access layer's part about incidents, messages without a name, and holds. Default: no."""

from __future__ import annotations

from ledger.deeds.entries import Actor
from ledger.parties.entering import may_enter
from ledger.parties.roles import KEEPERS


def may_report_incidents(actor: Actor) -> bool:
    """Say whether an actor may report incidents under their own name; anybody may do so without one."""
    return may_enter(actor, "incident.reported.v1")


def may_read_incidents(actor: Actor) -> bool:
    """Say whether an actor may open the list of incidents; which, and how much, is `incidents.seeing`'s answer."""
    return bool(actor.roles)


def may_keep_incidents(actor: Actor) -> bool:
    """Say whether an actor may work on incidents; those that name the actor or its party are the deeds' answer."""
    return may_enter(actor, "incident.acknowledged.v1")


def may_close_incidents(actor: Actor) -> bool:
    """Say whether an actor may make findings and close incidents."""
    return may_enter(actor, "incident.closed.v1")


def may_reply_to_incidents(actor: Actor) -> bool:
    """Say whether an actor may reply to incidents at all; to which is the deed's answer."""
    return may_enter(actor, "incident.replied.v1")


def may_read_tips(actor: Actor) -> bool:
    """Say whether an actor may open the anonymous messages; which ones is `incidents.seeing`'s answer (WB-01)."""
    return bool(actor.roles & KEEPERS)


def may_decide_holds(actor: Actor) -> bool:
    """Say whether an actor may end holds or release lots under seal."""
    return may_enter(actor, "lot.released.v1")
