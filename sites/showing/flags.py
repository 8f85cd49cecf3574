"""The flags of a site, open and past, with the sentence of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.risk.models import Flag
from ledger.risk.rules import explain
from sites.register import reading
from sites.showing.knowing import Then

MOST = 50


@dataclass(frozen=True)
class Flags:
    """Flags that were open on the day, each with its sentence, and those cleared before."""

    open: Sequence[tuple[Flag, str]]
    past: Sequence[Flag]

    @property
    def reading(self) -> str:
        return reading([flag for flag, _sentence in self.open])

    @property
    def since(self) -> date | None:
        return min((flag.raised_on for flag, _sentence in self.open), default=None)


def flags_of(rows: Sequence[Flag], at: Then) -> Flags:
    """Return the flags that were in the book by then; one cleared later was still open."""
    raised = at.of(rows)
    cleared = [flag for flag in raised if at.holds(flag.cleared_event_id)]
    still_open = [flag for flag in raised if flag not in cleared]
    said = [(flag, explain(flag.rule, flag.severity, flag.evidence, at.day)) for flag in still_open]
    return Flags(said, cleared)
