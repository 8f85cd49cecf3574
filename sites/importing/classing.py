"""A row as a status: the State's colour, or a scheme's word; never one in the place of the other (MINE-05). Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from sites.importing.cells import BadCell, Cells, plain, words
from sites.importing.keys import visit_name

QUALIFICATION, ITSCI = "qualification status", "itsci status"
"""The two projects whose rows are lists of statuses, in comparing form."""
COLOURS = {"vert": "green", "jaune": "yellow", "rouge": "red", "bleu": "blue"}
NO_COLOUR = {"not class", "no class"}
ITSCI_WORDS = {"actif": "active", "suspendu": "suspended"}


def colour(cells: Cells) -> str | None:
    """Return the colour that the row names; None for blank and for "not classified"."""
    text = words(cells, "qualification")
    if not text or plain(text) in NO_COLOUR:
        return None
    if plain(text) not in COLOURS:
        raise BadCell("qualification", text, "unknown_colour")
    return COLOURS[plain(text)]


def scheme_status(cells: Cells) -> str | None:
    """Return whether iTSCi works at the site according to the row; None for blank."""
    text = words(cells, "itsci")
    if text and plain(text) not in ITSCI_WORDS:
        raise BadCell("itsci", text, "unknown_scheme_status")
    return ITSCI_WORDS[plain(text)] if text else None


def state_decision(cells: Cells, on: date) -> dict[str, Any] | None:
    """Return the facts of the State's decision in a row of its list, without an end: the source names none."""
    text = words(cells, "qualification")
    if not text:
        raise BadCell("qualification", "", "nothing_decided")
    found = colour(cells)
    return {"by": "state", "status": found, **_since(cells, on, "qualification")} if found else None


def scheme_decision(cells: Cells, on: date) -> dict[str, Any]:
    """Return the facts of the scheme's decision in a row of its list."""
    found = scheme_status(cells)
    if not found:
        raise BadCell("itsci", "", "nothing_decided")
    return {"by": "scheme", "scheme": "iTSCi", "status": found, **_since(cells, on, "itsci")}


def _since(cells: Cells, on: date, column: str) -> dict[str, str]:
    # the source gives no number of an act, so the act says where the status is from
    return {"valid_from": on.isoformat(), "act": f"IPIS open data, {visit_name(cells)}, {column}"}
