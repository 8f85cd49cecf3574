"""What visits say together: the newest answer to each question, for the site's line in the register. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ledger.standing.reading import UNKNOWN, YES

ANSWERED = ("presence", "interference")
COUNTED = ("workers", "mechanisation")
BLANK = dict.fromkeys(["seen_on", *(name for each in (*ANSWERED, *COUNTED) for name in (each, f"{each}_on"))])


def newer(facts: Mapping[str, Any], day: date, site: Any) -> dict[str, Any]:
    """Return the columns of a site's line that a visit changes: where it is the newest that answered.

    Of two of a day the later recorded counts. A visit that did not answer leaves what an older one said.
    """
    found: dict[str, Any] = {}
    if facts["on_site"] == YES and _counts(day, site.seen_on):
        found["seen_on"] = day
    for name in ANSWERED:
        if facts[name] != UNKNOWN and _counts(day, getattr(site, f"{name}_on")):
            found |= {name: facts[name], f"{name}_on": day}
    for name in COUNTED:
        if facts.get(name) is not None and _counts(day, getattr(site, f"{name}_on")):
            found |= {name: facts[name], f"{name}_on": day}
    return found


def _counts(day: date, last: date | None) -> bool:
    return last is None or day >= last


def of_visits(visits: Iterable[Any], site: Any) -> dict[str, Any]:
    """Return these columns worked out anew from rows of visits, for a site one of whose visits was taken back.

    `mechanisation` may also come from a description; that is the caller's to add.
    """
    line = site._replace(**BLANK)
    for visit in sorted(visits, key=lambda each: each.event_id):
        line = line._replace(**newer(visit._asdict(), visit.visited_on, line))
    return {name: getattr(line, name) for name in BLANK}
