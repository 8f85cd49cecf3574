"""A visit as pages show it: words for codes, and of what is hidden only what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.rulebook.spellings import spellings
from sites.models import Visit, Withdrawn
from sites.visits.wording import (
    ABUSES,
    ASKED,
    CONDUCT,
    FREQUENCY,
    KINDS,
    MECHANISATION,
    NOT_THERE,
    SCHEME_WORDS,
    SCHEMES,
    SERVICES,
)


@dataclass(frozen=True)
class Armed:
    """One armed actor in words; `name` only where the reader may see names."""

    kind: Any
    does: list[Any]
    often: Any
    interference: str | None
    name: str = ""


@dataclass(frozen=True)
class Shown:
    """What a page says of one visit beside its row of answers."""

    visit: Visit
    struck: bool
    armed: list[Armed] = field(default_factory=list)
    groups: str = ""
    note: str = ""
    not_there: Any = ""
    asked: list[tuple[Any, str]] = field(default_factory=list)
    facts: list[tuple[str, Any]] = field(default_factory=list)
    papers: list[dict[str, str]] = field(default_factory=list)
    selling: list[dict[str, str]] = field(default_factory=list)
    inspector: Mapping[str, str] | None = None


def shown_visits(visits: Sequence[Visit], opened: Mapping[int, Mapping[str, Any]]) -> list[Shown]:
    """Return visits in words; `opened` are the values that this reader may see, by event. At most three questions."""
    struck = set(
        Withdrawn.objects.filter(event_id__in=[visit.event_id for visit in visits]).values_list("event_id", flat=True)
    )
    named = any(isinstance(each.get("groups"), list) for each in opened.values())
    known = spellings() if named else None
    return [_shown(visit, opened.get(visit.event_id, {}), visit.event_id in struck, known) for visit in visits]


def _shown(visit: Visit, opened: Mapping[str, Any], struck: bool, known: Any) -> Shown:
    names, first_form = _names(opened.get("groups"), known)
    return Shown(
        visit,
        struck,
        [_armed(each, names.get(each["number"], "")) for each in visit.armed or ()],
        first_form,
        opened.get("note") or "",
        NOT_THERE.get(visit.not_there, ""),
        [(ASKED[name], value) for name in ASKED if (value := getattr(visit, name, None))],
        _facts(visit),
        opened.get("papers") or [],
        opened.get("selling_points") or [],
        opened.get("inspector"),
    )


def _names(groups: Any, known: Any) -> tuple[dict[int, str], str]:
    """Return names by number, and of a visit in its first form the one text; a spelling mapped since is read anew."""
    if not isinstance(groups, list):
        return {}, groups or ""
    found = {}
    for each in groups:
        written = each.get("written") or each.get("name") or ""
        meant = known.group(written) if known and written else None
        found[each["number"]] = meant.name if meant else written
    return found, ""


def _armed(said: Mapping[str, Any], name: str) -> Armed:
    does = [CONDUCT[each] for each in said.get("conduct") or ()]
    return Armed(KINDS[said["kind"]], does, FREQUENCY.get(said.get("frequency", 0), ""), said.get("interference"), name)


def _facts(visit: Visit) -> list[tuple[str, Any]]:
    """Return what was counted or listed, each as a code for its label and its words."""
    ores = ", ".join(str(each["written"]) for each in visit.minerals or () if each.get("written"))
    to = ", ".join(dict.fromkeys(each["destination"] for each in visit.minerals or () if each.get("destination")))
    mechanisation = MECHANISATION.get(visit.mechanisation) if visit.mechanisation is not None else ""
    depth = f"{visit.depth_cm / 100:g} m" if visit.depth_cm is not None else ""
    found = [
        ("pits", visit.pits),
        ("depth", depth),
        ("tools", mechanisation),
        ("ores_written", ores),
        ("destination", to),
        ("services", _joined(visit.services, SERVICES)),
        ("schemes", _joined(visit.schemes, SCHEMES)),
        ("scheme_recorded", SCHEME_WORDS.get(visit.scheme_recorded, "")),
        ("abuses", _joined(visit.abuses, ABUSES)),
        ("roadblocks", visit.roadblocks),
        ("project", visit.project),
    ]
    return [(name, value) for name, value in found if value not in ("", None)]


def _joined(codes: Iterable[str] | None, words: Mapping[str, Any]) -> str:
    return ", ".join(str(words[each]) for each in codes or ())
