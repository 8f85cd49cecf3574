"""May I buy this lot? Every kilogram falls into exactly one class; the worst class gives the verdict. Pure.

Unknown is a class of its own: it never counts as green, and it is never hidden behind a share that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.custody.tables import UNKNOWN_PLACE
from ledger.risk.status_age import StatusAge, status_age
from ledger.risk.status_on_day import status_word

RED, AMBER, UNKNOWN, CLEAR = "red", "yellow", "none", "green"
CLASSES = (RED, AMBER, UNKNOWN, CLEAR)
"""Worst first."""
OF_STATUS = {"green": CLEAR, "outside": CLEAR, "red": RED}
"""Outside the regional mechanism no colour is due: what keeps such grams from being clear is said by flags alone."""
TOLD_BY_ORIGINS = frozenset({"MINE-02"})
"""Rules about a lot whose finding stands in its origins' own lines, to the gram: it is not counted twice."""
OF_SEVERITY = {"stop": RED, "hold": RED, "warn": AMBER, "unknown": UNKNOWN}


@dataclass(frozen=True)
class Reason:
    """Why grams are not clear: a code for the sentence, and the flag where one is behind it."""

    code: str
    colour: str
    flag: Any = None


@dataclass(frozen=True)
class OriginLine:
    """Grams of one place that stood alike on their days: one line of the table, one part of the bar."""

    place: str
    first_dug: date
    last_dug: date
    grams: int
    on_day: str
    colour: str
    reasons: tuple[Reason, ...]
    today: StatusAge


@dataclass(frozen=True)
class Verdict:
    """One word, the grams of each class (they add up to the lot), and what speaks against the lot as a whole."""

    colour: str
    grams: Mapping[str, int]
    lines: Sequence[OriginLine]
    on_hold: bool
    held_parents: Sequence[str] = ()
    lot_flags: Sequence[Any] = ()
    assessed: bool = True

    @property
    def mass_g(self) -> int:
        return sum(self.grams.values())

    def lines_of(self, colour: str) -> list[OriginLine]:
        return [line for line in self.lines if line.colour == colour]


@dataclass
class _Sum:
    """Grams and days that fall together."""

    grams: int = 0
    days: list[date] = field(default_factory=list)
    reasons: tuple[Reason, ...] = ()


def reasons_of(place: str, on_day: str, flags: Iterable[Any]) -> list[Reason]:
    """Return what keeps grams of a place from being clear; nothing for clear grams."""
    if place == UNKNOWN_PLACE:
        return [Reason("origin_unknown", UNKNOWN)]
    status = OF_STATUS.get(on_day, AMBER)
    found = [] if status == CLEAR else [Reason(f"status_{on_day}", status)]
    return found + [Reason(f"flag_{flag.severity}", OF_SEVERITY[flag.severity], flag) for flag in flags]


def worst(colours: Iterable[str]) -> str:
    """Return the worst class; green only where there is nothing else."""
    return min(colours, key=CLASSES.index, default=CLEAR)


def lines_of(
    origins: Iterable[Any],
    statements: Mapping[str, Sequence[Any]],
    flags: Mapping[str, Sequence[Any]],
    today: date,
    countries: Mapping[str, str] | None = None,
) -> list[OriginLine]:
    """Return the lines of a lot's origins, most grams first; every gram is in one line."""
    sums: dict[tuple[str, str, str], _Sum] = {}
    country = countries or {}
    for origin in origins:
        on_day = status_word(statements.get(origin.place, ()), origin.dug_on, country.get(origin.place, ""))
        reasons = tuple(reasons_of(origin.place, on_day, flags.get(origin.place, ())))
        line = sums.setdefault((origin.place, on_day, worst(each.colour for each in reasons)), _Sum())
        line.grams += origin.grams
        line.days.append(origin.dug_on)
        line.reasons = reasons
    lines = [
        OriginLine(
            place,
            min(each.days),
            max(each.days),
            each.grams,
            on_day,
            colour,
            each.reasons,
            status_age(statements.get(place, ()), today, country=country.get(place, "")),
        )
        for (place, on_day, colour), each in sums.items()
    ]
    return sorted(lines, key=lambda line: (-line.grams, line.place, line.first_dug))


def check(
    lines: Sequence[OriginLine],
    *,
    on_hold: bool = False,
    held_parents: Sequence[str] = (),
    lot_flags: Sequence[Any] = (),
    assessed: bool = True,
) -> Verdict:
    """Return the verdict. Until the risk rules have looked at the lot nothing is green: not looked at is not clear."""
    grams = {colour: sum(line.grams for line in lines if line.colour == colour) for colour in CLASSES}
    spoken = [colour for colour in CLASSES if grams[colour]]
    spoken += [OF_SEVERITY[flag.severity] for flag in lot_flags if flag.rule not in TOLD_BY_ORIGINS]
    if on_hold or held_parents:
        spoken.append(RED)
    if not assessed:
        spoken.append(UNKNOWN)
    return Verdict(worst(spoken), grams, lines, on_hold, tuple(held_parents), tuple(lot_flags), assessed)
