"""Guards on all that makes lots: conserved, new codes, sectors and special stocks kept apart, grades that can be."""

from __future__ import annotations

from typing import Any

from ledger.custody import blending, opening_stock, processing, splitting
from ledger.custody.assaying import SOURCE, refuse_impossible
from ledger.custody.refusals import (
    CodeTaken,
    GradeWithoutBasis,
    MassMismatch,
    SectorsDiffer,
    SpecialStockAlone,
    SpecialStockGrows,
)
from ledger.custody.sectors import INDUSTRIAL, KEPT_APART, sector_of
from ledger.custody.tables import LOT
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows

NEW = (splitting.KIND, processing.KIND)
MAKINGS = (blending.KIND, *NEW)
OURS = "ours, after domain/custody_3t.md §1.2: seized and legacy stock"


def inputs_of(entry: Entry) -> list[str]:
    """Return the codes of the lots that a making uses up."""
    return [entry["lot"]] if entry.kind == splitting.KIND else list(entry["inputs"])


def outputs_of(entry: Entry) -> list[dict[str, Any]]:
    """Return what a making opens, each with lot and mass_g."""
    return [{"lot": entry["lot"], "mass_g": entry["mass_g"]}] if entry.kind == blending.KIND else list(entry["outputs"])


def _known_inputs(entry: Entry, rows: Rows) -> list[Any]:
    """Return the rows of the inputs; none as long as one is not known: then the entry waits for it in check."""
    lots = [rows.get(LOT, code) for code in inputs_of(entry)]
    return [] if None in lots else lots


@guard("CUST-03", on=NEW)
def what_comes_out_is_new(entry: Entry, rows: Rows) -> None:
    """What is made of lots gets codes that no lot had before: a lot is never changed into itself."""
    codes = [output["lot"] for output in outputs_of(entry)]
    used = set(inputs_of(entry))
    for number, code in enumerate(codes):
        if code in used or code in codes[:number] or rows.get(LOT, code) is not None:
            raise CodeTaken(lot=code)


@guard("CUST-04", on=NEW)
def ore_is_conserved(entry: Entry, rows: Rows) -> None:
    """Inputs, whole, and signed changes make the outputs, to the gram."""
    inputs = _known_inputs(entry, rows)
    if not inputs:
        return
    inputs_g = sum(lot.mass_g for lot in inputs)
    expected_g = inputs_g + sum(change["grams"] for change in entry.get("changes", []))
    found_g = sum(output["mass_g"] for output in outputs_of(entry))
    if expected_g != found_g:
        raise MassMismatch(lot=inputs[0].code, expected_g=expected_g, found_g=found_g, inputs_g=inputs_g)


@guard("CUST-08", on=(blending.KIND, processing.KIND))
def sectors_are_kept_apart(entry: Entry, rows: Rows) -> None:
    """Artisanal and industrial cobalt are never merged; what is not known to be industrial counts as artisanal."""
    inputs = [lot for lot in _known_inputs(entry, rows) if lot.mineral in KEPT_APART]
    industrial = [lot for lot in inputs if sector_of(lot) == INDUSTRIAL]
    if industrial and len(industrial) < len(inputs):
        other = next(lot for lot in inputs if lot not in industrial)
        raise SectorsDiffer(lot=other.code, other=industrial[0].code)


@guard("SPEC-01", on=MAKINGS, source=OURS)
def special_stock_stays_alone_and_shrinks(entry: Entry, rows: Rows) -> None:
    """Seized and legacy stock is never mixed with other lots, and what comes out of it is not more than went in."""
    inputs = _known_inputs(entry, rows)
    special = next((lot for lot in inputs if lot.special), None)
    if special is None:
        return
    if len(inputs) > 1:
        raise SpecialStockAlone(lot=special.code, special=special.special)
    gains_g = sum(max(0, change["grams"]) for change in entry.get("changes", []))
    if gains_g or sum(output["mass_g"] for output in outputs_of(entry)) > special.mass_g:
        raise SpecialStockGrows(lot=special.code, special=special.special, gains_g=gains_g)


def _graded(entry: Entry) -> list[dict[str, Any]]:
    return list(entry["lots"] if entry.kind == opening_stock.KIND else entry["outputs"])


@guard("MIN-03", on=(processing.KIND, opening_stock.KIND), source=SOURCE)
def a_grade_says_of_what(entry: Entry, rows: Rows) -> None:
    """A grade comes with what it is a grade of, oxide or metal, and the other way round."""
    for lot in _graded(entry):
        if (lot.get("grade_ppm") is None) != (lot.get("grade_of") is None):
            raise GradeWithoutBasis(lot=lot["lot"])


@guard("MIN-01", on=(processing.KIND, opening_stock.KIND), source=SOURCE)
def grades_can_be(entry: Entry, rows: Rows) -> None:
    """No grade of what comes out or is brought in is above what the pure mineral holds."""
    inputs = _known_inputs(entry, rows) if entry.kind == processing.KIND else []
    for lot in _graded(entry):
        mineral = lot.get("mineral") or (inputs[0].mineral if inputs else "")
        if lot.get("grade_of") and lot.get("grade_ppm") is not None:
            refuse_impossible(lot["lot"], mineral, lot.get("product"), lot["grade_of"], lot["grade_ppm"])
