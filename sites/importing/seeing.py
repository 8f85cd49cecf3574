"""A row as a visit: what was seen, by whom, and whether somebody was really there. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.standing.reading import NO, UNKNOWN, YES
from sites.importing.cells import BadCell, Cells, answer, plain, whole, words
from sites.importing.classing import NO_COLOUR, QUALIFICATION, colour, scheme_status
from sites.importing.keys import visit_name

SOURCE = "IPIS open data"
MOST_WORKERS = 100_000
FREE_TEXT = 500
GROUPS = (1, 2, 3)
"""Later editions have a third armed group; a column that is missing is blank."""


def is_field_visit(cells: Cells) -> bool:
    """Say whether a team of IPIS made the visit: its projects are named so. Anything else is a third party's word."""
    return plain(words(cells, "project")).startswith("ipis")


def visit_facts(cells: Cells, on: date) -> dict[str, Any]:
    """Return the facts of site.visited.v1 but the place's code. Raises BadCell."""
    project = words(cells, "project", most=80)
    source = words(cells, "source", most=80)
    facts = {
        "visited_on": on.isoformat(),
        "on_site": _on_site(cells),
        **_answers(cells),
        "workers": whole(cells, "workers_numb", MOST_WORKERS),
        "actors": _actors(cells),
        "status_recorded": colour(cells),
        "scheme_recorded": scheme_status(cells),
        "project": project,
        "by_whom": (source if is_field_visit(cells) else project or source) or "not named",
        "source": f"{SOURCE}, {visit_name(cells)}",
        "groups": _groups(cells),
        "note": words(cells, "visit_onsite_novisitreason", FREE_TEXT),
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def report_facts(cells: Cells, on: date) -> dict[str, Any] | None:
    """Return what a status row reports beside the status, if anything: its 1 counts, its 0 is no evidence.

    Nearly all such rows carry 0 whether or not anybody looked, and a "no" would hide an older "yes" (ARM-01).
    """
    facts = visit_facts(cells, on)
    facts["on_site"] = UNKNOWN
    for name in ("presence", "interference", "children", "women", "mercury"):
        if facts.get(name) == NO:
            facts[name] = UNKNOWN
    facts.pop("status_recorded", None)
    if plain(words(cells, "qualification")) in NO_COLOUR:
        facts["note"] = f"qualification: {words(cells, 'qualification')}"
    told = YES in facts.values() or facts.keys() & {"workers", "actors", "groups", "note"}
    return facts if told else None


def _on_site(cells: Cells) -> str:
    said = answer(cells, "visit_onsite")
    return said if is_field_visit(cells) or said == NO else UNKNOWN


def _answers(cells: Cells) -> dict[str, str]:
    always = {"presence": "presence", "interference": "interference", "children": "childunder15"}
    found = {name: answer(cells, column) for name, column in always.items()}
    asked = {name: answer(cells, name) for name in ("women", "mercury")}
    return {**found, **{name: said for name, said in asked.items() if said != UNKNOWN}}


def _actors(cells: Cells) -> list[str]:
    found = (_actor(f"type_armed_group{number}", cells) for number in GROUPS)
    return sorted({actor for actor in found if actor})


def _actor(column: str, cells: Cells) -> str | None:
    text = words(cells, column)
    written = plain(text)
    if written in {"", "0", "aucun"}:
        return None
    if written.startswith("groupe arme"):
        return "foreign_group" if "etranger" in written else "local_group"
    for start, actor in (("fardc", "army"), ("pnc", "police"), ("pmh", "mines_police")):
        if written.startswith(start):
            return actor
    raise BadCell(column, text, "unknown_kind_of_actor")


def _groups(cells: Cells) -> str:
    found = [(words(cells, f"armed_group{n}"), words(cells, f"type_armed_group{n}")) for n in GROUPS]
    named = [f"{name} ({kind})" if kind not in ("", "0") else name for name, kind in found if name]
    return "; ".join(named)[:FREE_TEXT]


def is_status_row(cells: Cells) -> bool:
    """Say whether the row is a list of the State's colours rather than a visit."""
    return plain(words(cells, "project")) == QUALIFICATION
