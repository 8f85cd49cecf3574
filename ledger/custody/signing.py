"""Signing: a deed that takes more than one person. The first says it, the last signature puts it in force.

A kind that may need it hands its effect to `signable`, and its own apply calls `apply_or_propose`. How many must sign
is resolved in the kind's check (`signers`), from dated parameters. Rule SIG-01 is ours, after the three padlocks of
Masisi (domain/custody_3t.md §1.2): nobody signs twice, nor for what he proposed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.custody.refusals import ProposalClosed, SignedBefore
from ledger.custody.stock_tables import PROPOSAL
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows
from ledger.errors import NotAllowed, Waits

SIGNED, DROPPED = "proposal.signed.v1", "proposal.dropped.v1"
WAITING, IN_FORCE, GIVEN_UP = "waiting", "in_force", "dropped"
PROPOSAL_FACT = Words(most=36, pattern="[0-9a-f-]{36}", about="Key of the entry that proposed it.")


@dataclass(frozen=True)
class Said:
    """What was proposed, as an effect sees it: facts of the first entry, resolved inputs and number of the last."""

    id: int
    key: str
    kind: str
    actor: str
    party: str
    local_date: str
    facts: dict[str, Any]
    resolved: dict[str, Any]
    signers: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)


@dataclass(frozen=True)
class Signable:
    """The effect of a kind: the rows it needs, what refuses it, what it changes; `may_sign` says who may sign."""

    kind: str
    needs: Callable[[Any], Needs]
    check: Callable[[Any, Rows], dict[str, Any]]
    apply: Callable[[Any, Rows], None]
    may_sign: Callable[[Actor, Any], bool]


SIGNABLE: dict[str, Signable] = {}


def signable(kind: str, **parts: Any) -> Signable:
    """Register the effect of a kind. `check` may be asked with an Entry or a proposal: it reads facts alone."""
    SIGNABLE[kind] = Signable(kind=kind, **parts)
    return SIGNABLE[kind]


def apply_or_propose(event: Event, rows: Rows, *, subject: str) -> None:
    """Put the effect in force, or keep the proposal where others must sign; needs PROPOSAL created under the key."""
    needed = event.resolved.get("signers", 1)
    if needed <= 1:
        SIGNABLE[event.kind].apply(event, rows)
        return
    rows.add(
        PROPOSAL,
        key=event.key,
        kind=event.kind,
        party=event.party,
        actor=event.actor,
        facts=event.facts,
        subject=subject,
        needed=needed,
        signed=[event.actor],
        state=WAITING,
        on_day=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


def needs(entry: Entry) -> Needs:
    return Needs(change={PROPOSAL: [entry["proposal"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    proposal = rows.get(PROPOSAL, entry["proposal"])
    return SIGNABLE[proposal.kind].needs(said(proposal)) if proposal else NOTHING


def said(proposal: Any, event: Event | None = None) -> Said:
    """Return a proposal as its effect sees it, with the number and resolved inputs of the event that completes it."""
    return Said(
        id=event.id if event else proposal.event_id,
        key=proposal.key,
        kind=proposal.kind,
        actor=proposal.actor,
        party=proposal.party,
        local_date=proposal.on_day.isoformat(),
        facts=proposal.facts,
        resolved=event.resolved if event else {},
        signers=tuple(proposal.signed),
    )


def signers_of(said: Any) -> tuple[str, ...]:
    """Return all who signed, the first who said it first: of an event that was in force at once, its actor alone."""
    return getattr(said, "signers", ()) or (said.actor,)


def second_signer(said: Any) -> str | None:
    """Return who signed after the actor, the last of them; None where nobody had to."""
    others = [each for each in signers_of(said) if each != said.actor]
    return others[-1] if others else None


def waiting_proposal(entry: Entry, rows: Rows) -> Any:
    """Return the proposal that an entry names; waits for one not known yet, refuses proposal_closed."""
    proposal = rows.get(PROPOSAL, entry["proposal"])
    if proposal is None:
        raise Waits("unknown_proposal", [entry["proposal"]], proposal=entry["proposal"])
    if proposal.state != WAITING:
        raise ProposalClosed(proposal=proposal.key, state=proposal.state)
    return proposal


@guard("SIG-01", on=SIGNED, source="ours, after domain/custody_3t.md §1.2 (three padlocks) and TAG-07")
def nobody_signs_twice(entry: Entry, rows: Rows) -> None:
    """Every signature under a deed of several people is another person's; the one who proposed it has signed."""
    proposal = rows.get(PROPOSAL, entry["proposal"])
    if proposal is not None and entry.actor.id in proposal.signed:
        raise SignedBefore(proposal=proposal.key)


def check_signed(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses proposal_closed, not_allowed; the last signature refuses what the effect refuses."""
    proposal = waiting_proposal(entry, rows)
    effect = SIGNABLE[proposal.kind]
    if not effect.may_sign(entry.actor, proposal):
        raise NotAllowed(kind=proposal.kind)
    return effect.check(said(proposal), rows) if completes(proposal) else {}


def completes(proposal: Any) -> bool:
    """Say whether one more signature puts a proposal in force."""
    return len(proposal.signed) + 1 >= int(proposal.needed)


def apply_signed(event: Event, rows: Rows) -> None:
    """Keep the signature; the last one puts the effect in force, as of the day that was proposed."""
    proposal = rows.get(PROPOSAL, event["proposal"])
    last = completes(proposal)
    signed = [*proposal.signed, event.actor]
    rows.change(PROPOSAL, proposal.key, signed=signed, state=IN_FORCE if last else WAITING)
    if last:
        SIGNABLE[proposal.kind].apply(said(rows.get(PROPOSAL, proposal.key), event), rows)


def check_dropped(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses proposal_closed, not_allowed: it is given up by who proposed it or by who may sign it."""
    proposal = waiting_proposal(entry, rows)
    if entry.actor.id != proposal.actor and not SIGNABLE[proposal.kind].may_sign(entry.actor, proposal):
        raise NotAllowed(kind=proposal.kind)
    return {}


def apply_dropped(event: Event, rows: Rows) -> None:
    """Close the proposal; it never was in force."""
    rows.change(PROPOSAL, event["proposal"], state=GIVEN_UP)


deed(
    SIGNED,
    about="One more person signs what another proposed; the last signature puts it in force.",
    schema={"proposal": PROPOSAL_FACT, "note": Words(group="notes", required=False, most=500, about="A remark.")},
    example={"proposal": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11"},
    needs=needs,
    needs_more=needs_more,
    check=check_signed,
    apply=apply_signed,
)
deed(
    DROPPED,
    about="What was proposed is given up before all have signed.",
    schema={"proposal": PROPOSAL_FACT, "reason": Words(most=200, about="Why, in words that anybody may read.")},
    example={"proposal": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11", "reason": "Counted the wrong shelf."},
    needs=needs,
    check=check_dropped,
    apply=apply_dropped,
)
