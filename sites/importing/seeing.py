"""A row as a visit: what was seen, by whom, and whether somebody was really there. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.standing.reading import NO, UNKNOWN, YES
from sites.importing.arming import armed_facts
from sites.importing.cells import BadCell, Cells, answer, plain, whole, words
from sites.importing.classing import NO_COLOUR, QUALIFICATION, colour, scheme_status
from sites.importing.keys import visit_name
from sites.importing.mapping import Reader, mapped
from sites.importing.placing import ores_by_name
from sites.visits.schema import MOST_WORKERS

SOURCE = "IPIS open data"
FREE_TEXT = 500
MINERALS = (1, 2, 3)
ALWAYS = {"presence": "presence", "interference": "interference", "children": "childunder15"}
"""Questions that every visit answers, if only with "not looked at"."""
SOMETIMES = {
    "women": "women",
    "mercury": "mercury",
    "young": "child15to18",
    "pregnant": "pregnant_women",
    "forced_labour": "forced_labour",
    "phone": "phone_coverage",
}
"""Questions that only some editions ask."""
ACCESS = {"less2h": "under_2h", "more2h": "over_2h", "carmoto": "vehicle"}
MECHANISATION = {"bas": 0, "moyen": 1, "haut": 2, "0": 0, "1": 1, "2": 2, "3": 3}


def is_field_visit(cells: Cells) -> bool:
    """Say whether a team of IPIS made the visit: its projects are named so. Anything else is a third party's word."""
    return plain(words(cells, "project")).startswith("ipis")


def visit_facts(cells: Cells, on: date, read: Reader) -> dict[str, Any]:
    """Return the facts of site.visited.v2 but the place's code. Raises BadCell."""
    project = words(cells, "project", most=80)
    source = words(cells, "source", most=80)
    facts = {
        "visited_on": on.isoformat(),
        **_there(cells, read),
        **_answers(cells),
        **armed_facts(cells, read),
        **_people_and_pits(cells),
        **_ores(cells, read),
        **_state_and_scheme(cells, read),
        "access_dry": _access(cells, "access_dry", read),
        "access_wet": _access(cells, "access_wet", read),
        "seen_at": _seen_at(cells),
        "project": project,
        "by_whom": (source if is_field_visit(cells) else project or source) or "not named",
        "source": f"{SOURCE}, {visit_name(cells)}",
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [], {})}


def report_facts(cells: Cells, on: date, read: Reader) -> dict[str, Any] | None:
    """Return what a status row reports beside the status, if anything: its 1 counts, its 0 is no evidence.

    Nearly all such rows carry 0 whether or not anybody looked, and a "no" would hide an older "yes" (ARM-01).
    """
    facts = visit_facts(cells, on, read)
    facts["on_site"] = UNKNOWN
    for name in (*ALWAYS, *SOMETIMES):
        if facts.get(name) == NO:
            facts[name] = UNKNOWN
    facts.pop("status_recorded", None)
    if plain(words(cells, "qualification")) in NO_COLOUR:
        facts["note"] = f"qualification: {words(cells, 'qualification')}"
    told = YES in [value for value in facts.values() if isinstance(value, str)]
    return facts if told or facts.keys() & {"workers", "armed", "note"} else None


def _there(cells: Cells, read: Reader) -> dict[str, Any]:
    said = answer(cells, "visit_onsite")
    there = said if is_field_visit(cells) or said == NO else UNKNOWN
    reasons, _ = mapped(cells, ["visit_onsite_novisitreason"], "not_there", read)
    note = words(cells, "visit_onsite_novisitreason", FREE_TEXT)
    return {"on_site": there, "not_there": reasons[0] if reasons else None, "note": note}


def _answers(cells: Cells) -> dict[str, str]:
    found = {name: answer(cells, column) for name, column in ALWAYS.items()}
    asked = {name: answer(cells, column) for name, column in SOMETIMES.items()}
    return {**found, **{name: said for name, said in asked.items() if said != UNKNOWN}}


def _people_and_pits(cells: Cells) -> dict[str, Any]:
    return {
        "workers": whole(cells, "workers_numb", MOST_WORKERS),
        "children_tasks": words(cells, "childunder15work"),
        "women_tasks": words(cells, "womenwork"),
        "pits": whole(cells, "pits", 10_000),
        "mechanisation": _mechanisation(cells),
    }


def _mechanisation(cells: Cells) -> int | None:
    text = words(cells, "mechanisation")
    if text and plain(text) not in MECHANISATION:
        raise BadCell("mechanisation", text, "unknown_mechanisation")
    return MECHANISATION[plain(text)] if text else None


def _ores(cells: Cells, read: Reader) -> dict[str, Any]:
    seen: dict[str, dict[str, str]] = {}
    sold: dict[tuple[str, str], dict[str, str]] = {}
    for number in MINERALS:
        text = words(cells, f"mineral{number}", 60)
        ore = ores_by_name().get(plain(text), "other") if text else ""
        # a word that the source has for "not known" is no ore
        if not ore or (ore in seen and ore != "other"):
            continue
        if plain(text) not in ores_by_name():
            read.leave(f"mineral{number}", text)
        to = words(cells, f"final_destination_mineral{number}", 120)
        line = {"mineral": ore, "written": text if ore == "other" else "", "destination": to}
        seen[ore if ore != "other" else text] = {name: value for name, value in line.items() if value}
        if at := words(cells, f"selling_points_mineral{number}"):
            sold[ore, at] = {"mineral": ore, "at": at}
    return {"minerals": list(seen.values()), "selling_points": list(sold.values())}


def _state_and_scheme(cells: Cells, read: Reader) -> dict[str, Any]:
    services, foreign = mapped(cells, [f"state_service{number}" for number in (1, 2, 3, 4)], "services", read)
    schemes, unknown = mapped(cells, ["traceability"], "schemes", read)
    return {
        "services": services,
        "services_written": "; ".join(foreign)[:200],
        "schemes": schemes,
        "schemes_written": "; ".join(unknown)[:80],
        "status_recorded": colour(cells),
        "scheme_recorded": scheme_status(cells),
    }


def _access(cells: Cells, column: str, read: Reader) -> str | None:
    text = words(cells, column)
    if text and text not in ACCESS:
        read.leave(column, text)
    return ACCESS.get(text)


def _seen_at(cells: Cells) -> dict[str, str]:
    columns = {"collectivity": "collectivite", "groupement": "groupement", "origin": "location_origin"}
    found = {name: words(cells, column, 120) for name, column in columns.items()}
    return {name: value for name, value in found.items() if value}


def is_status_row(cells: Cells) -> bool:
    """Say whether the row is a list of the State's colours rather than a visit."""
    return plain(words(cells, "project")) == QUALIFICATION
