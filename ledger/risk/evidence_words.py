"""A rule's evidence as a person reads it: days with the month in letters, kilograms, codes in groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format

from ledger import codes
from ledger.reference.spelling import kilograms, percent


def in_words(evidence: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what sentences may name: the evidence, `kg` of its grams, and `days` since what was seen.

    A weight `x_g` is also told as `x_kg`, a share `x_ppm` as `x_percent`.
    """
    words = {name: _word(value) for name, value in evidence.items()}
    seen_on = evidence.get("seen_on") or evidence.get("visited_on") or ""
    if _is_day(seen_on):
        words["days"] = (today - date.fromisoformat(seen_on)).days
    for name, value in evidence.items():
        if name.endswith("_g") and isinstance(value, int):
            words[f"{name[:-2]}_kg"] = kilograms(value)
        if name.endswith("_ppm") and isinstance(value, int):
            words[f"{name[:-4]}_percent"] = percent(value)
    if "grams" in evidence:
        words["kg"] = kilograms(evidence["grams"])
    return words


def _word(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if _is_day(value):
        return date_format(date.fromisoformat(value), "j M Y")
    return codes.shown(value)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
