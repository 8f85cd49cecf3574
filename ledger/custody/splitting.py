"""Split: one lot becomes several of the same ore. What it was, it stays: origins, claim, grade, sector, special."""

from __future__ import annotations

from typing import Any

from ledger import arithmetic
from ledger.custody.blending import CAUSES, CHANGE
from ledger.custody.finding import open_lot
from ledger.custody.making import Output, Recipe, apply_making
from ledger.custody.origins import unknown_grams
from ledger.custody.stopping import looked_at_before_use
from ledger.custody.tables import IDENTITY, LOT, ORIGIN
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Lines, Parts, Whole, Words, grams
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.reference.parameters import parameter
from ledger.standing.tables import STANDING

KIND = "lot.split.v1"
MOST_OUTPUTS = 100
PART = Parts(
    about="One lot that comes out.",
    of={
        "lot": Code(kind="P", about="Its code, made by the writer."),
        "mass_g": grams("Its net wet mass."),
        "bags": Whole(required=False, least=1, most=10_000, about="How many bags it is."),
    },
)
SCHEMA = {
    "lot": Code(kind="P", about="The lot that is split, whole."),
    "outputs": Lines(each=PART, least=2, most=MOST_OUTPUTS, about="The lots that come out."),
    "changes": Lines(each=CHANGE, required=False, most=len(CAUSES), about="What was lost or won, by cause."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}
KEPT = ("product", "sector", "special", "moisture_ppm", "grade_ppm", "grade_of")
"""Columns of a lot that its parts keep."""


def needs(entry: Entry) -> Needs:
    lot = [entry["lot"]]
    return Needs(
        change={LOT: lot},
        create={LOT: [each["lot"] for each in entry["outputs"]]},
        rely_on={PARTY: [entry.actor.party]},
        read={ORIGIN: lot, STANDING: [entry.actor.party], **looked_at_before_use(lot)},
    )


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses what open_lot refuses; resolves the tolerance for gain."""
    lot = open_lot(entry, rows, entry["lot"], holder=entry.actor.party)
    tolerance = parameter("gain_tolerance_ppm", entry.moment.date())
    unknown_g = unknown_grams(lot.mass_g, sum(each["mass_g"] for each in entry["outputs"]), tolerance)
    resolved = {"gain_tolerance_ppm": tolerance, "unknown_g": unknown_g, "apportioned_by": arithmetic.VERSION}
    return {"heads": {lot.code: lot.head}, **resolved}


def apply(event: Event, rows: Rows) -> None:
    """Consume the lot and open its parts: nothing is mixed, so a claim of identity is kept."""
    lot = rows.get(LOT, event["lot"])
    kept = {name: getattr(lot, name) for name in KEPT}
    apply_making(
        event,
        rows,
        Recipe(
            kind="split",
            inputs=[lot.code],
            outputs=[
                Output(each["lot"], each["mass_g"], lot.mineral, {**kept, "bags": each.get("bags")})
                for each in event["outputs"]
            ],
            changes=[(each["cause"], each["grams"]) for each in event.get("changes", [])],
            unknown_g=event.resolved["unknown_g"],
            model=IDENTITY,
        ),
    )


deed(
    KIND,
    about="A lot is split into several; gains and losses are signed lines.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "outputs": [{"lot": "P00000027", "mass_g": 30_000}, {"lot": "P00000035", "mass_g": 15_700}],
        "changes": [{"cause": "sampling", "grams": -100}],
    },
    needs=needs,
    check=check,
    apply=apply,
)
