"""Making: lots are used up whole and other lots come out of them. One arithmetic for blend, split and process.

Grams are conserved: inputs plus signed changes are the outputs, to the gram. What every output owes to every input, and
to every origin, is apportioned exactly, output after output in the order of their codes, so that nothing is used twice
and nothing is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.arithmetic import apportion, apportion_in_turn, merged
from ledger.custody.moving import apply_move
from ledger.custody.origins import STRENGTH, OriginKey
from ledger.custody.tables import (
    CONSUMED,
    EDGE,
    HAND,
    LOT,
    LOT_CHANGE,
    LOT_EVENT,
    MAKING,
    OPEN,
    ORIGIN,
    SEGREGATED,
    UNKNOWN_PLACE,
)
from ledger.deeds.entries import Event
from ledger.deeds.guards import works_out
from ledger.deeds.rows import Rows


@dataclass(frozen=True)
class Output:
    """A lot that comes out: code, net wet grams, mineral, and columns of the lot that are more than these."""

    code: str
    mass_g: int
    mineral: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """What a making is about. `model` is the strongest claim that its edges may carry (identity: nothing is mixed)."""

    kind: str
    inputs: Sequence[str]
    outputs: Sequence[Output]
    changes: Sequence[tuple[str, int]] = ()
    unknown_g: int = 0
    model: str = SEGREGATED


Masses = Sequence[tuple[str, int]]


def change_lines(changes: Masses, outputs: Masses) -> dict[str, dict[str, int]]:
    """Return the signed lines of each output: every line of the making shared out by mass, to the gram.

    No output gets more gain than it weighs: then what is left of it, which the inputs gave, would be less than nothing.
    """
    lines: dict[str, dict[str, int]] = {code: {} for code, _ in outputs}
    for cause, grams in merged(changes):
        sign = 1 if grams > 0 else -1
        for code, part in apportion(abs(grams), list(outputs)):
            lines[code][cause] = sign * part
    given = {code: grams - sum(lines[code].values()) for code, grams in outputs}
    largest = max(given, key=lambda code: (given[code], code))
    for code in sorted(given):
        for cause in sorted(lines[code]):
            over = min(-given[code], lines[code][cause])
            if over > 0:
                lines[code][cause] -= over
                lines[largest][cause] = lines[largest].get(cause, 0) + over
                given[code] += over
    return {code: {cause: grams for cause, grams in sorted(said.items()) if grams} for code, said in lines.items()}


def contributions(inputs: Masses, given: Masses) -> list[list[tuple[str, int]]]:
    """Return, for each output (code, grams that the inputs gave) in turn, the grams of each input in it.

    Every input is used up exactly.
    """
    return apportion_in_turn([grams for _, grams in given], inputs)


def output_origins(
    carried: Sequence[Any], outputs: Masses, unknown_g: int, day: date, model: str
) -> list[list[tuple[OriginKey, int]]]:
    """Return the origins of each output (code, grams) in turn: the carried ones by weight, the unknown as an origin."""
    shares = merged(((each.place, each.dug_on, weaker(each.custody_model, model)), each.grams) for each in carried)
    outputs_g = sum(grams for _, grams in outputs)
    unknown = dict(apportion(unknown_g, list(outputs))) if unknown_g else {}
    traced = apportion(outputs_g - unknown_g, shares)
    parts = apportion_in_turn([grams - unknown.get(code, 0) for code, grams in outputs], traced)
    lost = [[((UNKNOWN_PLACE, day, model), grams)] if (grams := unknown.get(code, 0)) else [] for code, _ in outputs]
    return [merged([*part, *more]) for part, more in zip(parts, lost, strict=True)]


def weaker(one: str, other: str) -> str:
    """Return the weaker of two models: a claim never grows stronger downstream."""
    return min(one, other, key=STRENGTH.__getitem__)


@works_out("CUST-09", on="lot.processed.v1", source="domain/custody_3t.md §6")
def contributed_grades(inputs: Sequence[Any]) -> dict[str, tuple[int | None, str | None]]:
    """Every edge keeps, beside the grams that a lot contributed, the grade that the lot had then."""
    return {parent.code: (parent.grade_ppm, parent.grade_of) for parent in inputs}


def apply_making(event: Event, rows: Rows, recipe: Recipe) -> None:
    """Consume the inputs and open the outputs with edges, origins, lines and postings."""
    inputs = [rows.get(LOT, code) for code in sorted(recipe.inputs)]
    outputs = sorted(recipe.outputs, key=lambda each: each.code)
    for parent in inputs:
        _apply_used(event, rows, parent)
    for output in outputs:
        _apply_opened(event, rows, output, recipe, place=inputs[0].place)
    apply_flow(rows, event, recipe, inputs, outputs)
    rows.add(
        MAKING,
        key=event.key,
        kind=recipe.kind,
        inputs=[parent.code for parent in inputs],
        outputs=[output.code for output in outputs],
        changes=[list(line) for line in merged(recipe.changes)],
        unknown_g=recipe.unknown_g,
        on_day=date.fromisoformat(event.local_date),
        party=event.party,
        place=inputs[0].place,
        event_id=event.id,
    )


def apply_flow(rows: Rows, event: Event, recipe: Recipe, inputs: Sequence[Any], outputs: Sequence[Output]) -> None:
    """Write edges, origins, lines and postings of the outputs from what the inputs hold."""
    day = date.fromisoformat(event.local_date)
    masses = [(output.code, output.mass_g) for output in outputs]
    carried = [origin for parent in inputs for origin in rows.of(ORIGIN, parent.code)]
    grades = contributed_grades(inputs) or {}
    lines = change_lines(recipe.changes, masses)
    given = [(code, grams - sum(lines[code].values())) for code, grams in masses]
    parts = contributions([(parent.code, parent.mass_g) for parent in inputs], given)
    for (child, _), part in zip(given, parts, strict=True):
        for code, grams in part:
            grade, of = grades.get(code, (None, None))
            rows.add(
                EDGE,
                child=child,
                parent=code,
                grams=grams,
                basis="mass",
                model=recipe.model,
                grade_ppm=grade,
                grade_of=of,
            )
    shared = output_origins(carried, masses, recipe.unknown_g, day, recipe.model)
    for output, origins in zip(outputs, shared, strict=True):
        for (place, dug_on, model), grams in origins:
            rows.add(ORIGIN, lot=output.code, place=place, dug_on=dug_on, custody_model=model, grams=grams)
    book = {"party": event.party, "place": inputs[0].place}
    for output, (code, made_g) in zip(outputs, given, strict=True):
        apply_move(event, rows, code, mineral=output.mineral, cause="made", grams=made_g, **book)
        for cause, grams in lines[code].items():
            rows.add(LOT_CHANGE, lot=code, cause=cause, grams=grams)
            apply_move(event, rows, code, mineral=output.mineral, cause=f"change:{cause}", grams=grams, **book)


def _apply_used(event: Event, rows: Rows, parent: Any) -> None:
    rows.change(LOT, parent.code, state=CONSUMED, head=event.key, used_by=event.key)
    rows.add(LOT_EVENT, lot=parent.code, event_id=event.id)
    apply_move(
        event,
        rows,
        parent.code,
        party=parent.holder,
        place=parent.place,
        mineral=parent.mineral,
        cause="used",
        grams=-parent.mass_g,
    )


def _apply_opened(event: Event, rows: Rows, output: Output, recipe: Recipe, *, place: str) -> None:
    rows.add(
        LOT,
        **{
            "code": output.code,
            "mineral": output.mineral,
            "mass_g": output.mass_g,
            "holder": event.party,
            "place": place,
            "state": OPEN,
            "head": event.key,
            "on_hold": False,
            "opened_on": date.fromisoformat(event.local_date),
            "made_as": recipe.kind,
            "made_by": event.key,
            "event_id": event.id,
            **output.more,
        },
    )
    rows.add(HAND, party=event.party, lot=output.code, event_id=event.id, as_what="holder")
    rows.add(LOT_EVENT, lot=output.code, event_id=event.id)
