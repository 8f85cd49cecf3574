"""Blend: several lots of one mineral become one, with every gram of difference on a signed line."""

from __future__ import annotations

from typing import Any

from ledger import arithmetic
from ledger.custody.contained import mixed
from ledger.custody.finding import open_lot
from ledger.custody.making import Output, Recipe, apply_making
from ledger.custody.origins import unknown_grams
from ledger.custody.refusals import CodeTaken, MassMismatch, MineralsDiffer
from ledger.custody.sectors import sector_of_all
from ledger.custody.stopping import looked_at_before_use
from ledger.custody.tables import LOT, ORIGIN
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Parts, Whole, Words, grams
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.reference.parameters import parameter
from ledger.standing.tables import STANDING

KIND = "lot.blended.v1"
CAUSES = ("drying", "wetting", "sampling", "handling", "scale", "unexplained")
CHANGE = Parts(
    about="One line of difference.",
    of={
        "cause": Choice(of=CAUSES, about="Why."),
        "grams": Whole(least=-100_000_000, most=100_000_000, about="Signed grams: less than 0 is a loss."),
    },
)
SCHEMA = {
    "lot": Code(kind="P", about="The code of the new lot, made by the writer."),
    "inputs": Lines(each=Code(kind="P", about="A lot."), least=2, about="The lots that go in, whole."),
    "mass_g": grams("Net wet mass that came out: inputs plus changes, to the gram."),
    "changes": Lines(each=CHANGE, required=False, most=len(CAUSES), about="What was lost or won, by cause."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={LOT: entry["inputs"]},
        create={LOT: [entry["lot"]]},
        rely_on={PARTY: [entry.actor.party]},
        read={ORIGIN: entry["inputs"], STANDING: [entry.actor.party], **looked_at_before_use(entry["inputs"])},
    )


@guard("CUST-04", on=KIND)
def ore_is_conserved(entry: Entry, rows: Rows) -> None:
    """Inputs and signed changes make the output, to the gram."""
    if any(rows.get(LOT, code) is None for code in entry["inputs"]):
        return  # the entry waits for them in check
    inputs_g = sum(rows.get(LOT, code).mass_g for code in entry["inputs"])
    expected_g = inputs_g + sum(change["grams"] for change in entry.get("changes", []))
    if expected_g != entry["mass_g"]:
        raise MassMismatch(lot=entry["lot"], expected_g=expected_g, found_g=entry["mass_g"], inputs_g=inputs_g)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, minerals_differ, and what open_lot refuses; resolves the tolerance for gain."""
    inputs = [open_lot(entry, rows, code, holder=entry.actor.party) for code in entry["inputs"]]
    if rows.get(LOT, entry["lot"]) is not None:
        raise CodeTaken(lot=entry["lot"])
    minerals = sorted({lot.mineral for lot in inputs})
    if len(minerals) > 1:
        raise MineralsDiffer(lot=entry["lot"], minerals=minerals)
    tolerance = parameter("gain_tolerance_ppm", entry.moment.date())
    unknown_g = unknown_grams(sum(lot.mass_g for lot in inputs), entry["mass_g"], tolerance)
    resolved = {"gain_tolerance_ppm": tolerance, "unknown_g": unknown_g, "apportioned_by": arithmetic.VERSION}
    heads = {lot.code: lot.head for lot in inputs}
    return {"heads": heads, "resolved_mineral": minerals[0], **resolved, **_kept(entry, inputs)}


def _kept(entry: Entry, inputs: list[Any]) -> dict[str, Any]:
    """Return what the blend is by what went in: sector and product where all agree, grade by dry mass, moisture.

    A line of difference may be water: then the moisture is not known any more, while the grade of the dry ore is.
    """
    parts = [(lot.mass_g, lot.moisture_ppm, lot.grade_of, lot.grade_ppm) for lot in inputs]
    moisture, grade_of, grade_ppm = mixed(parts)
    products = {lot.product for lot in inputs}
    kept = {
        "sector": sector_of_all(inputs),
        "product": products.pop() if len(products) == 1 else None,
        "moisture_ppm": None if entry.get("changes") else moisture,
        "grade_of": grade_of,
        "grade_ppm": grade_ppm,
    }
    return {name: value for name, value in kept.items() if value is not None}


def apply(event: Event, rows: Rows) -> None:
    """Consume the inputs and open the blend with their origins, apportioned exactly."""
    more = {name: event.resolved.get(name) for name in ("sector", "product", "moisture_ppm", "grade_of", "grade_ppm")}
    apply_making(
        event,
        rows,
        Recipe(
            kind="blend",
            inputs=event["inputs"],
            outputs=[Output(event["lot"], event["mass_g"], event.resolved["resolved_mineral"], more)],
            changes=[(each["cause"], each["grams"]) for each in event.get("changes", [])],
            unknown_g=event.resolved["unknown_g"],
        ),
    )


deed(
    KIND,
    about="Lots of one mineral are blended into one; gains and losses are signed lines.",
    schema=SCHEMA,
    example={
        "lot": "P00000035",
        "inputs": ["P00000019", "P00000027"],
        "mass_g": 90_000,
        "changes": [{"cause": "drying", "grams": -1_200}],
    },
    needs=needs,
    check=check,
    apply=apply,
)
