"""Process: lots are washed, sorted, ground or smelted, whole; products, by-products and tailings come out.

Every gram that went in is in an output or on a line with its cause. Judged afterwards on contained metal (WGT-04):
gross mass may well be lost in the washing, metal cannot be won there.
"""

from __future__ import annotations

from typing import Any

from ledger import arithmetic
from ledger.custody.blending import CAUSES
from ledger.custody.contained import contained, of_all
from ledger.custody.finding import open_lot
from ledger.custody.making import Output, Recipe, apply_making
from ledger.custody.origins import unknown_grams
from ledger.custody.refusals import LotsApart, MineralsDiffer, OreOfOtherKind
from ledger.custody.sectors import sector_of_all
from ledger.custody.stopping import looked_at_before_use
from ledger.custody.tables import LOT, MASS_BALANCE, ORIGIN, SEGREGATED
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Parts, Whole, Words, grams
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.reference.grades import ASSAYED, PRODUCTS
from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter
from ledger.standing.tables import STANDING
from ledger.units import PPM

KIND = "lot.processed.v1"
PROCESSES = (
    "washing",
    "sorting",
    "milling",
    "magnetic",
    "gravity",
    "flotation",
    "drying",
    "leaching",
    "smelting",
    "other",
)
MAIN, BY_PRODUCT, LEFT = "main", "by_product", "tailings"
PROCESS_CAUSES = (*CAUSES, "washing", "sorting", "smelting")
MOST_OUTPUTS = 50
LINE = Parts(
    about="One line of difference.",
    of={
        "cause": Choice(of=PROCESS_CAUSES, about="Why."),
        "grams": Whole(least=-100_000_000, most=100_000_000, about="Signed grams: less than 0 is a loss."),
    },
)
OUTPUT = Parts(
    about="One lot that comes out.",
    of={
        "lot": Code(kind="P", about="Its code, made by the writer."),
        "mass_g": grams("Its net wet mass."),
        "what": Choice(of=(MAIN, BY_PRODUCT, LEFT), about="Product, by-product, or what is left over."),
        "product": Choice(of=PRODUCTS, about="What it is now."),
        "mineral": Choice(
            of=tuple(MINERALS), required=False, about="Its ore; another one than went in for a by-product."
        ),
        "moisture_ppm": Whole(required=False, most=PPM - 1, unit="ppm", about="Water in the net wet mass."),
        "grade_of": Choice(of=ASSAYED, required=False, about="What the grade is a grade of: oxide or metal (MIN-03)."),
        "grade_ppm": Whole(required=False, most=PPM, unit="ppm", about="How much of it is in the dry product."),
        "bags": Whole(required=False, least=1, most=10_000, about="How many bags it is."),
    },
)
SCHEMA = {
    "process": Choice(of=PROCESSES, about="What was done."),
    "inputs": Lines(each=Code(kind="P", about="A lot."), about="The lots that go in, whole."),
    "outputs": Lines(each=OUTPUT, most=MOST_OUTPUTS, about="The lots that come out."),
    "changes": Lines(each=LINE, required=False, most=len(PROCESS_CAUSES), about="What was lost or won, by cause."),
    "model": Choice(
        of=(SEGREGATED, MASS_BALANCE),
        required=False,
        about="How far the claim holds; without it: kept apart (segregated).",
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={LOT: entry["inputs"]},
        create={LOT: [each["lot"] for each in entry["outputs"]]},
        rely_on={PARTY: [entry.actor.party]},
        read={ORIGIN: entry["inputs"], STANDING: [entry.actor.party], **looked_at_before_use(entry["inputs"])},
    )


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses minerals_differ, lots_apart, ore_of_other_kind, what open_lot refuses; resolves the tolerance."""
    inputs = [open_lot(entry, rows, code, holder=entry.actor.party) for code in entry["inputs"]]
    minerals = sorted({lot.mineral for lot in inputs})
    if len(minerals) > 1:
        raise MineralsDiffer(lot=entry["outputs"][0]["lot"], minerals=minerals)
    places = sorted({lot.place for lot in inputs})
    if len(places) > 1:
        raise LotsApart(lot=inputs[0].code, places=places)
    for output in entry["outputs"]:
        if output["what"] != BY_PRODUCT and output.get("mineral", minerals[0]) != minerals[0]:
            raise OreOfOtherKind(lot=output["lot"], mineral=output["mineral"], minerals=minerals)
    tolerance = parameter("gain_tolerance_ppm", entry.moment.date())
    out_g = sum(each["mass_g"] for each in entry["outputs"])
    unknown_g = unknown_grams(sum(lot.mass_g for lot in inputs), out_g, tolerance)
    resolved = {"gain_tolerance_ppm": tolerance, "unknown_g": unknown_g, "apportioned_by": arithmetic.VERSION}
    return {
        "heads": {lot.code: lot.head for lot in inputs},
        "resolved_mineral": minerals[0],
        **resolved,
        **inherited(inputs),
        **_metal(entry, inputs),
    }


def inherited(inputs: list[Any]) -> dict[str, Any]:
    """Return what all that comes out has from what went in: sector and special stock, where there is one."""
    sector, special = sector_of_all(inputs), next((lot.special for lot in inputs if lot.special), None)
    return {**({"sector": sector} if sector else {}), **({"special": special} if special else {})}


def _metal(entry: Entry, inputs: list[Any]) -> dict[str, Any]:
    """Return the contained metal of both sides as it was known then; nothing where it was not."""
    went_in = of_all(inputs)
    if went_in is None:
        return {}
    came = [
        contained(o["mass_g"], o.get("moisture_ppm"), o.get("grade_of"), o.get("grade_ppm")) for o in entry["outputs"]
    ]
    of_it = [each.grams for each in came if each and each.metal == went_in[0]]
    return {"metal": went_in[0], "metal_in_g": int(went_in[1]), **({"metal_out_g": sum(of_it)} if of_it else {})}


def apply(event: Event, rows: Rows) -> None:
    """Consume the inputs and open what came out, apportioned exactly."""
    apply_making(
        event,
        rows,
        Recipe(
            kind="process",
            inputs=event["inputs"],
            outputs=[_output(event, each) for each in event["outputs"]],
            changes=[(each["cause"], each["grams"]) for each in event.get("changes", [])],
            unknown_g=event.resolved["unknown_g"],
            model=event.get("model", SEGREGATED),
        ),
    )


def _output(event: Event, said: dict[str, Any]) -> Output:
    more = {name: said.get(name) for name in ("product", "moisture_ppm", "grade_ppm", "grade_of", "bags")}
    more |= {name: event.resolved.get(name) for name in ("sector", "special")}
    return Output(said["lot"], said["mass_g"], said.get("mineral", event.resolved["resolved_mineral"]), more)


deed(
    KIND,
    about="Lots are processed: products, by-products and tailings come out; gains and losses are signed lines.",
    schema=SCHEMA,
    example={
        "process": "washing",
        "inputs": ["P00000019"],
        "outputs": [
            {
                "lot": "P00000027",
                "mass_g": 30_000,
                "what": "main",
                "product": "concentrate",
                "moisture_ppm": 20_000,
                "grade_of": "SnO2",
                "grade_ppm": 850_000,
            },
            {"lot": "P00000035", "mass_g": 12_000, "what": "tailings", "product": "tailings"},
        ],
        "changes": [{"cause": "washing", "grams": -3_800}],
    },
    needs=needs,
    check=check,
    apply=apply,
)
