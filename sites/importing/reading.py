"""A row is read: its site, and the visit, report or decision that it tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ledger.reference.spellings import Spellings
from sites.importing.cells import Cells, day, plain, words
from sites.importing.classing import ITSCI, scheme_decision, state_decision
from sites.importing.keys import entry_key, visit_name
from sites.importing.mapping import Reader
from sites.importing.named_columns import Row
from sites.importing.placing import pcode_of, site_facts
from sites.importing.seeing import is_status_row, report_facts, visit_facts

REGISTERED, VISITED, DECIDED = "site.registered.v1", "site.visited.v2", "site.status_decided.v1"
VISITED_BEFORE = "site.visited.v1"
"""The form in which earlier versions of this program entered visits."""


@dataclass(frozen=True)
class Told:
    """What a row tells: `site` has the facts of its site, `said` pairs of kind and facts, both without codes.

    `unmapped` are pairs of column and text that no table knows: kept as written, and counted.
    """

    pcode: str
    on: date
    happened_at: str
    source: str
    site: dict[str, Any]
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    unmapped: tuple[tuple[str, str], ...] = ()

    def envelope(self, kind: str, place: str, facts: dict[str, Any], source: str | None = None) -> dict[str, Any]:
        """Return the envelope of one entry; the same row gives the same key and words at every run."""
        key = entry_key(kind, source or self.source)
        return {"key": key, "kind": kind, "happened_at": self.happened_at, "facts": {"place": place, **facts}}


def read_row(row: Row, today: date, spellings: Spellings) -> Told:
    """Return what a row tells. Raises BadCell for the first cell that cannot be read."""
    if row.torn:
        raise row.torn
    pcode, on = pcode_of(row.cells), day(row.cells, "visit_date", today)
    site = site_facts(row.cells)
    # the source knows days alone: noon, in the zone of the site
    noon = datetime.combine(on, time(12), ZoneInfo(site["zone"]))
    read = Reader(spellings)
    said = _said(row.cells, on, read)
    return Told(pcode, on, noon.isoformat(), visit_name(row.cells), site, said, tuple(dict.fromkeys(read.left)))


def _said(cells: Cells, on: date, read: Reader) -> list[tuple[str, dict[str, Any]]]:
    if is_status_row(cells):
        decision, report = state_decision(cells, on), report_facts(cells, on, read)
        return [(kind, facts) for kind, facts in ((DECIDED, decision), (VISITED, report)) if facts]
    if plain(words(cells, "project")) == ITSCI:
        return [(DECIDED, scheme_decision(cells, on))]
    return [(VISITED, visit_facts(cells, on, read))]
