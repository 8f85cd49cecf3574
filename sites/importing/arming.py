"""Armed actors of a row: what they are and do, and apart from that what they are called. Pure."""

from __future__ import annotations

from typing import Any

from ledger.standing.reading import NO, YES
from sites.importing.cells import Cells, answer, plain, words
from sites.importing.mapping import Reader
from sites.visits.words import MOST_GROUPS

NUMBERS = tuple(range(1, MOST_GROUPS + 1))
"""Later editions have a third armed group; a column that is missing is blank."""
COLUMNS = {
    "taxation": "taxation",
    "commerce_taxation": "commerce_taxation",
    "entrance_taxation": "entrance_taxation",
    "monopoly": "monopoly",
    "buying": "buying_minerals",
    "digging": "digging",
    "forced_labour": "forced_labour",
    "pillaging": "pillaging",
    "pit_ownership": "pit_ownership",
}
NOBODY = {"", "0", "aucun"}
DO_NOT_KNOW = {"dontknow", "je ne sais pas"}
KINDS = {"fardc": "army", "pnc": "police", "pmh": "mines_police", "groupe arme local": "local_group",
         "groupe arme etranger": "foreign_group"}  # fmt: skip
INTERFERES = {"elements indisciplines": YES, "pas d'ingerence constatee": NO}
"""How the source's kinds of actor end; with no data on interference it is unknown."""


def armed_facts(cells: Cells, read: Reader) -> dict[str, Any]:
    """Return the facts `armed` and `groups`. Raises BadCell."""
    said = [(number, _actor(number, cells, read)) for number in NUMBERS]
    found = [(number, actor, name) for number, pair in said if pair for actor, name in [pair]]
    return {
        "armed": [{"number": number, **actor} for number, actor, _ in found],
        "groups": [{"number": number, **name} for number, _, name in found if name],
    }


def _actor(number: int, cells: Cells, read: Reader) -> tuple[dict[str, Any], dict[str, str]] | None:
    """Return what one armed actor is and does, and what it is called; None where the row names none."""
    ends = f"armed_group{number}"
    name, kind = words(cells, ends), words(cells, f"type_{ends}")
    if not name and plain(kind) in NOBODY:
        return None
    written = words(cells, f"frequency_{ends}")
    conduct = {deed: _flag(cells, f"{column}_{ends}") for deed, column in COLUMNS.items()}
    actor = {
        "kind": _kind(ends, name, kind, read),
        "interference": INTERFERES.get(plain(kind.partition(" - ")[2])),
        "conduct": [deed for deed, said in conduct.items() if said == YES],
        "denied": [deed for deed, said in conduct.items() if said == NO],
        "frequency": _step(f"frequency_{ends}", written, read),
    }
    group = _called(ends, name, read)
    called = {**group, "frequency_written": written, "kind_written": kind}
    return {key: value for key, value in actor.items() if value}, {key: value for key, value in called.items() if value}


def _flag(cells: Cells, column: str) -> str:
    return "" if plain(words(cells, column)) in DO_NOT_KNOW else answer(cells, column)


def _kind(ends: str, name: str, written: str, read: Reader) -> str:
    """Return the kind that the row says; where it says none, the one that its name is known by."""
    start = plain(written.partition(" - ")[0])
    if start in KINDS:
        return KINDS[start]
    if start not in NOBODY:
        read.leave(f"type_{ends}", written)
    group = read.spellings.group(name) if name else None
    return group.kind if group else "unknown"


def _step(column: str, written: str, read: Reader) -> int | None:
    if written and not read.spellings.knows_frequency(written):
        read.leave(column, written)
    return read.spellings.step(written) if written else None


def _called(ends: str, name: str, read: Reader) -> dict[str, str]:
    if not name:
        return {}
    group = read.spellings.group(name)
    if group is None:
        read.leave(ends, name)
    return {"name": group.name if group else name, "written": name if group and group.name != name else ""}
