"""Trade: blends with losses by cause, consignments, and in the end one blend of blends on its way to the buyer."""

from __future__ import annotations

from typing import Any

from buyers.demo import cast
from buyers.demo.script import Bag, Script
from ledger import codes

FINISHED = "finished"
Input = tuple[str, int]
"""Lot and grams."""


def trade(script: Script) -> None:
    """Blend and send: two depots, one buyer."""
    _tin(script)
    _tantalum(script)
    _rivals(script)
    _finish(script)


def _tin(script: Script) -> None:
    first = script.take(cast.MILLE, 30) + script.take(cast.KABOMBO, 30)
    blend(script, "manager", "tin 1", 28, inputs(first), drying=9, sampling=600)
    second = script.take(cast.FONDERIE, 27) + script.take(cast.MILEMBWE, 27)
    blend(script, "manager", "tin 2", 25, inputs(second), drying=7, handling=1_150)
    third = script.take(cast.MILLE, 16, 12) + script.take(cast.FONDERIE, 16, 8)
    blend(script, "manager", "tin 3", 14, inputs(third), sampling=450)


def _tantalum(script: Script) -> None:
    blend(script, "manager", "tantalum 1", 24, inputs(script.take(cast.LUBA, 27)), drying=4, sampling=300)
    send(script, "tantalum 1", "clerk", 22, [script.made["tantalum 1"][0]], cast.SMELTER, cast.STORE)
    receive(script, "tantalum 1", "buyer", 14, cast.STORE, script.made["tantalum 1"][1] - 420)


def _rivals(script: Script) -> None:
    lwela = script.take(cast.LWELA, 36)
    send(script, "Lwela", "rival-clerk", 34, [bag.lot for bag in lwela], cast.COMPTOIR, cast.DEPOT)
    receive(script, "Lwela", "clerk", 32, cast.DEPOT, sum(bag.mass_g for bag in lwela) - 200)
    red = script.take(cast.SENGWE, 29) + script.take(cast.KAHUNGWE, 30)
    # more comes out than went in, beyond what scales explain: the excess is of unknown origin
    blend(script, "rival-manager", "rival 1", 26, inputs(red), gain=16, sampling=500)
    send(script, "rival 1", "rival-clerk", 20, [script.made["rival 1"][0]], cast.SMELTER, cast.STORE)
    unknown = script.take(cast.LULA, 14)
    blend(script, "rival-manager", "rival 2", 11, inputs(unknown), drying=11, sampling=300)


def _finish(script: Script) -> None:
    parts = [script.made[name] for name in ("tin 1", "tin 2", "tin 3")]
    blend(script, "manager", FINISHED, 6, parts, drying=2, handling=900)
    send(script, FINISHED, "clerk", 4, [script.made[FINISHED][0]], cast.SMELTER, cast.STORE)


def inputs(bags: list[Bag]) -> list[Input]:
    """Return bags as inputs of a blend."""
    return [(bag.lot, bag.mass_g) for bag in bags]


def blend(script: Script, who: str, name: str, days_ago: int, parts: list[Input], **causes: int) -> None:
    """Blend parts; `drying` and `gain` are permille of the mass, other causes grams lost."""
    whole = sum(grams for _, grams in parts)
    changes = changes_of(whole, causes)
    mass_g = whole + sum(change["grams"] for change in changes)
    lot = script.lot_of(name)
    script.made[name] = (lot, mass_g)
    facts = {"lot": lot, "inputs": [code for code, _ in parts], "mass_g": mass_g, "changes": changes}
    script.say(who, "lot.blended.v1", name, script.at(days_ago, "11:20"), **facts)


def changes_of(whole_g: int, causes: dict[str, int]) -> list[dict[str, Any]]:
    """Return the signed lines of a blend."""
    lines = []
    for cause, number in causes.items():
        if cause == "gain":
            lines.append({"cause": "unexplained", "grams": whole_g * number // 1_000})
        elif cause == "drying":
            lines.append({"cause": cause, "grams": -(whole_g * number // 1_000)})
        else:
            lines.append({"cause": cause, "grams": -number})
    return lines


def send(script: Script, name: str, who: str, days_ago: int, lots: list[str], to: str, destination: str) -> None:
    """Dispatch lots to another party."""
    consignment = cast.code(codes.CONSIGNMENT, name)
    facts = {"consignment": consignment, "lots": lots, "to": to, "destination": destination}
    waybill = f"LV-{script.chance.randrange(1_000, 10_000)}"
    script.say(who, "consignment.dispatched.v1", name, script.at(days_ago, "07:45"), waybill=waybill, **facts)


def receive(script: Script, name: str, who: str, days_ago: int, place: str, weighed_g: int) -> None:
    """Receive a consignment; the receiver's scale is an observation."""
    consignment = cast.code(codes.CONSIGNMENT, name)
    when = script.at(days_ago, "16:10")
    script.say(who, "consignment.received.v1", name, when, consignment=consignment, place=place, weighed_g=weighed_g)
