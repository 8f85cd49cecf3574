"""Reflow: one making is counted again from its inputs as they stand now. Its outputs weigh what they weighed.

What the inputs no longer explain, or explain too much of, is an unexplained line of the making; gain beyond tolerance
is of unknown origin. The same arithmetic as of the making itself, so that a second reflow changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger import arithmetic
from ledger.custody.correcting.entitled import REFLOWED_BY
from ledger.custody.making import change_lines, contributions, output_origins
from ledger.custody.moving import apply_move
from ledger.custody.origins import OriginKey, unknown_grams
from ledger.custody.refusals import NothingToReflow
from ledger.custody.tables import CORRECTION, EDGE, LOT, LOT_CHANGE, LOT_EVENT, MAKING, ORIGIN, SEGREGATED
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import Waits
from ledger.reference.parameters import parameter

KIND = "making.reflowed.v1"
UNEXPLAINED = "unexplained"
SCHEMA = {
    "making": Words(most=36, pattern="[0-9a-f-]{36}", about="Key of the entry that made lots out of lots."),
    "inputs": Lines(each=Code(kind="P", about="A lot."), about="The lots that it used up."),
    "outputs": Lines(each=Code(kind="P", about="A lot."), about="The lots that it made."),
    "cause": Whole(least=1, about="Number of the event that put the correction in force."),
}
Masses = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Flow:
    """What a making says when it is counted again: lines, parts of the inputs and origins by output."""

    changes: list[tuple[str, int]]
    lines: Mapping[str, Mapping[str, int]]
    given: Masses
    parts: Mapping[str, list[tuple[str, int]]]
    origins: Mapping[str, list[tuple[OriginKey, int]]]


def needs(entry: Entry) -> Needs:
    inputs, outputs = entry["inputs"], entry["outputs"]
    return Needs(
        change={LOT: outputs, MAKING: [entry["making"]]},
        rely_on={LOT: inputs},
        read={ORIGIN: [*inputs, *outputs], **dict.fromkeys((EDGE, LOT_CHANGE, CORRECTION), outputs)},
    )


def residual(changes: Masses, inputs_g: int, outputs_g: int) -> list[tuple[str, int]]:
    """Return the signed lines of a making, with the unexplained one closing the gap between in and out."""
    said = {cause: grams for cause, grams in changes if cause != UNEXPLAINED}
    gap = outputs_g - inputs_g - sum(said.values())
    return sorted([*said.items(), *([(UNEXPLAINED, gap)] if gap else [])])


def unknown_now(making: Any, inputs_g: int, outputs_g: int, tolerance_ppm: int) -> int:
    """Return the grams of unknown origin: those of the making itself, and the gain that came or went since."""
    before = outputs_g - sum(grams for _, grams in making.changes)
    more = unknown_grams(inputs_g, outputs_g, tolerance_ppm) - unknown_grams(before, outputs_g, tolerance_ppm)
    return min(outputs_g, max(0, (making.unknown_g or 0) + more))


def flow(making: Any, rows: Rows, unknown_g: int) -> Flow:
    """Count a making again from the rows as they stand."""
    inputs = [(code, rows.get(LOT, code).mass_g) for code in sorted(making.inputs)]
    outputs = [(code, rows.get(LOT, code).mass_g) for code in sorted(making.outputs)]
    changes = residual(making.changes, _sum(inputs), _sum(outputs))
    lines = change_lines(changes, outputs)
    given = [(code, grams - sum(lines[code].values())) for code, grams in outputs]
    carried = [origin for code, _ in inputs for origin in rows.of(ORIGIN, code)]
    origins = output_origins(carried, outputs, unknown_g, making.on_day, _model(making, rows))
    codes = [code for code, _ in outputs]
    return Flow(
        changes,
        lines,
        given,
        dict(zip(codes, contributions(inputs, given), strict=True)),
        dict(zip(codes, origins, strict=True)),
    )


def _sum(masses: Masses) -> int:
    return sum(grams for _, grams in masses)


def _model(making: Any, rows: Rows) -> str:
    models = {edge.model for code in making.outputs for edge in rows.of(EDGE, code)} - {None}
    return min(models, default=SEGREGATED)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses nothing_to_reflow; resolves the tolerance for gain."""
    making = rows.get(MAKING, entry["making"])
    if making is None:
        raise Waits("unknown_making", [entry["making"]], making=entry["making"])
    inputs_g = sum(rows.get(LOT, code).mass_g for code in making.inputs)
    outputs_g = sum(rows.get(LOT, code).mass_g for code in making.outputs)
    tolerance = parameter("gain_tolerance_ppm", making.on_day)
    unknown_g = unknown_now(making, inputs_g, outputs_g, tolerance)
    if not any(_differs(code, flow(making, rows, unknown_g), rows) for code in making.outputs):
        raise NothingToReflow(making=making.key)
    return {"gain_tolerance_ppm": tolerance, "unknown_g": unknown_g, "apportioned_by": arithmetic.VERSION}


def _differs(code: str, now: Flow, rows: Rows) -> bool:
    edges = {edge.parent: edge.grams for edge in rows.of(EDGE, code)}
    return (
        _origins(rows, code) != dict(now.origins[code])
        or _lines(rows, code) != now.lines[code]
        or edges != dict(now.parts[code])
    )


def _origins(rows: Rows, code: str) -> dict[OriginKey, int]:
    return {(each.place, each.dug_on, each.custody_model): each.grams for each in rows.of(ORIGIN, code)}


def _lines(rows: Rows, code: str) -> dict[str, int]:
    return {each.cause: each.grams for each in rows.of(LOT_CHANGE, code)}


def apply(event: Event, rows: Rows) -> None:
    """Write edges, lines, origins and postings of the outputs anew; their mass, holder and head stay."""
    making, unknown_g = rows.get(MAKING, event["making"]), event.resolved["unknown_g"]
    now = flow(making, rows, unknown_g)
    model, grades = _model(making, rows), _grades(making, rows)
    for code, given_g in now.given:
        if _differs(code, now, rows):
            _apply_output(event, rows, making, code, given_g, now, model, grades)
    rows.change(MAKING, making.key, changes=[list(line) for line in now.changes], unknown_g=unknown_g)


Grades = Mapping[str, tuple[int | None, str | None]]


def _grades(making: Any, rows: Rows) -> Grades:
    """Return the grade under which each input went in: the making said it, a correction of mass does not change it."""
    return {edge.parent: (edge.grade_ppm, edge.grade_of) for code in making.outputs for edge in rows.of(EDGE, code)}


def _apply_output(
    event: Event, rows: Rows, making: Any, code: str, given_g: int, now: Flow, model: str, grades: Grades
) -> None:
    was_lines, was_given = _lines(rows, code), sum(edge.grams for edge in rows.of(EDGE, code))
    _apply_told(event, rows, code, now)
    _apply_postings(event, rows, making, code, given_g - was_given, _difference(was_lines, now.lines[code]))
    edges = [(parent, grams, *grades.get(parent, (None, None))) for parent, grams in now.parts[code]]
    rows.replace(
        EDGE,
        code,
        [
            {
                "child": code,
                "parent": parent,
                "grams": grams,
                "basis": "mass",
                "model": model,
                "grade_ppm": grade,
                "grade_of": of,
            }
            for parent, grams, grade, of in edges
        ],
    )
    lines = now.lines[code].items()
    rows.replace(LOT_CHANGE, code, [{"lot": code, "cause": cause, "grams": grams} for cause, grams in lines])
    rows.replace(
        ORIGIN,
        code,
        [
            {"lot": code, "place": place, "dug_on": dug_on, "custody_model": each, "grams": grams}
            for (place, dug_on, each), grams in now.origins[code]
        ],
    )
    rows.add(LOT_EVENT, lot=code, event_id=event.id)


def _apply_told(event: Event, rows: Rows, code: str, now: Flow) -> None:
    """Keep what a downstream lot said before: its unexplained grams, and how many grams changed their origin."""
    was, origins = _origins(rows, code), dict(now.origins[code])
    moved_g = sum(max(0, grams - was.get(key, 0)) for key, grams in origins.items())
    rows.add(
        CORRECTION,
        lot=code,
        event_id=event.id,
        corrects=event["cause"],
        was={"unexplained_g": _lines(rows, code).get(UNEXPLAINED, 0)},
        now={"unexplained_g": now.lines[code].get(UNEXPLAINED, 0), "moved_g": moved_g},
        reason="reflowed",
        first=REFLOWED_BY,
    )


def _difference(was: Mapping[str, int], now: Mapping[str, int]) -> dict[str, int]:
    return {cause: now.get(cause, 0) - was.get(cause, 0) for cause in sorted({*was, *now})}


def _apply_postings(event: Event, rows: Rows, making: Any, code: str, given_g: int, lines: Mapping[str, int]) -> None:
    """Post what the making gives and changes now against what it did; the lot's mass stays what it is."""
    book = {"party": making.party, "place": making.place, "mineral": rows.get(LOT, code).mineral}
    apply_move(event, rows, code, cause="made", grams=given_g, **book)
    for cause, grams in lines.items():
        apply_move(event, rows, code, cause=f"change:{cause}", grams=grams, **book)
    # a lot whose own mass was corrected has that difference in its book already: here it gets its name
    apply_move(event, rows, code, cause="corrected", grams=-given_g - sum(lines.values()), **book)


deed(
    KIND,
    about="A making is counted again after a correction of what went into it.",
    schema=SCHEMA,
    example={
        "making": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11",
        "inputs": ["P00000019", "P00000027"],
        "outputs": ["P00000035"],
        "cause": 1203,
    },
    needs=needs,
    check=check,
    apply=apply,
    by_hand=False,
)
