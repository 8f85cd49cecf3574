"""What the tests of this part do and read: corrections as envelopes, signatures, and the books of a lot."""

from __future__ import annotations

from ledger.deeds.entries import Actor
from ledger.models import Correction, Edge, Lot, LotChange, Making, Move, Origin
from ledger.parties.roles import DEPOT_CLERK
from tests.make import enter, entered, envelope


def said_by(code):
    """Return the number that stands beside a lot's values: of its last correction, or of its first entry."""
    numbers = Correction.objects.filter(lot=code).exclude(first="system").values_list("event_id", flat=True)
    return max(numbers, default=Lot.objects.get(code=code).event_id)


def correction(code, reason="Two digits changed places.", corrects=None, was=None, **now):
    """Return an envelope that corrects what stands."""
    lot = Lot.objects.get(code=code)
    stands = {"mass_g": lot.mass_g}
    if "dug_on" in now:
        stands["dug_on"] = Origin.objects.filter(lot=code).values_list("dug_on", flat=True)[0].isoformat()
    was = was or {name: stands[name] for name in now}
    return envelope("lot.corrected.v1", lot=code, corrects=corrects or said_by(code), was=was, now=now, reason=reason)


def second_clerk(organisation):
    """Return another clerk of an organisation."""
    return Actor(f"second-clerk-{organisation.party}", organisation.party, frozenset({DEPOT_CLERK}))


def sign(actor, proposal):
    """Let somebody sign what an envelope proposed; return the answer."""
    return enter(actor, envelope("proposal.signed.v1", proposal=proposal["key"]))[0]


def corrected_by_two(world, code, **now):
    """Correct a lot by our clerk and a second one; return the envelope."""
    sent = correction(code, **now)
    entered(world.ours.clerk, sent)
    assert sign(second_clerk(world.ours), sent).status == "recorded"
    return sent


def books_agree():
    """Say nothing if origins, edges, lines and postings agree for every lot and making; fail otherwise."""
    for lot in Lot.objects.all():
        origins = sum(Origin.objects.filter(lot=lot.code).values_list("grams", flat=True))
        posted = sum(Move.objects.filter(lot=lot.code).values_list("grams", flat=True))
        assert origins == (0 if lot.state == "voided" else lot.mass_g), lot.code
        assert posted == (lot.mass_g if lot.state in {"open", "in_transit"} else 0), lot.code
        edges = sum(Edge.objects.filter(child=lot.code).values_list("grams", flat=True))
        lines = sum(LotChange.objects.filter(lot=lot.code).values_list("grams", flat=True))
        assert not lot.made_by or edges + lines == lot.mass_g, lot.code
        used = sum(Edge.objects.filter(parent=lot.code).values_list("grams", flat=True))
        assert not lot.used_by or used == lot.mass_g, lot.code
    for making in Making.objects.all():
        masses = dict(Lot.objects.filter(code__in=[*making.inputs, *making.outputs]).values_list("code", "mass_g"))
        went_in = sum(masses[code] for code in making.inputs)
        came_out = sum(masses[code] for code in making.outputs)
        assert went_in + sum(grams for _, grams in making.changes) == came_out, making.key
