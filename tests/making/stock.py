"""Stock that is brought in by two people."""

from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties import roles
from tests import make
from tests.make import World, entered, envelope


def bringing_in(world: World, *lots: dict, **changed: Any) -> dict:
    """Return an envelope by which a depot brings in what it has."""
    facts = {"place": world.ours.depot, "stock": "opening", "lots": list(lots), "counted_on": "2026-11-02"}
    return envelope("stock.brought_in.v1", **{**facts, **changed})


def counted(mass_g: int = 60_000, mineral: str = "cassiterite", **more: Any) -> dict[str, Any]:
    """Return a lot as it was counted."""
    return {"lot": make.code("P"), "mineral": mineral, "mass_g": mass_g, **more}


def second(world: World) -> Actor:
    """Return another person of the same depot."""
    return Actor("second-person", world.ours.party, frozenset({roles.DEPOT_CLERK}))


def signature(said: dict) -> dict:
    """Return an envelope that signs what another envelope proposed."""
    return envelope("proposal.signed.v1", proposal=said["key"])


def brought_in(world: World, *lots: dict, stock: str = "opening", **more: Any) -> list[str]:
    """Bring in lots (or one, said by its mass and more) with two people, and return their codes."""
    said = bringing_in(world, *(lots or [counted(**more)]), stock=stock)
    entered(world.ours.manager, said)
    entered(second(world), signature(said))
    return [each["lot"] for each in said["facts"]["lots"]]
