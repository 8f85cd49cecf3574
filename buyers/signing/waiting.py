"""Which proposals wait for an actor: those that he may sign, and those that his party waits for others to sign."""

from __future__ import annotations

from typing import Any

from ledger.custody.signing import SIGNABLE, WAITING
from ledger.custody.stock_models import Proposal
from ledger.deeds.entries import Actor
from ledger.parties.access import may_sign_proposals
from ledger.parties.roles import KEEPERS

MOST = 200
"""The oldest come first; who has more than these to sign, signs these first."""


def near(actor: Actor) -> list[Proposal]:
    """Return the oldest waiting proposals that concern an actor's party; of a keeper, all."""
    waiting = Proposal.objects.filter(state=WAITING).order_by("event_id")
    if not actor.roles & KEEPERS:
        waiting = waiting.filter(party=actor.party)
    return list(waiting[:MOST])


def may_sign_one(actor: Actor, proposal: Any) -> bool:
    """Say whether an actor may sign this proposal now."""
    effect = SIGNABLE.get(proposal.kind)
    signed = actor.id in proposal.signed
    return may_sign_proposals(actor) and effect is not None and not signed and effect.may_sign(actor, proposal)


def may_drop_one(actor: Actor, proposal: Any) -> bool:
    """Say whether an actor may give this proposal up."""
    effect = SIGNABLE.get(proposal.kind)
    own = actor.id == proposal.actor
    return may_sign_proposals(actor) and effect is not None and (own or effect.may_sign(actor, proposal))


def to_sign(actor: Actor) -> list[Proposal]:
    """Return the proposals that an actor may sign, oldest first."""
    return [proposal for proposal in near(actor) if may_sign_one(actor, proposal)]
