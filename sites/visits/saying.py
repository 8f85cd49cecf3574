"""What a form says becomes the facts of a visit. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sites.visits.asking import ACTORS_OF_A_FORM, ORES_OF_A_FORM

AS_THEY_ARE = (
    *("by_whom", "on_site", "not_there", "project", "presence", "interference", "workers", "children"),
    *("children_present", "children_tasks", "young", "women_present", "women", "women_tasks", "pregnant"),
    *("forced_labour", "abuses", "mercury", "phone", "pits", "access_dry", "access_wet", "services"),
    *("services_written", "schemes", "scheme_recorded", "status_recorded", "note"),
)
PHOTOS = ("photo_1", "photo_2")


def facts_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of site.visited.v2 but the place; what was left empty stays out."""
    facts = {
        **{name: said.get(name) for name in AS_THEY_ARE},
        "visited_on": said["visited_on"].isoformat(),
        **_armed(said),
        **_barriers(said),
        **_ores(said),
        "depth_cm": int(said["depth_m"] * 100) if said.get("depth_m") is not None else None,
        "mechanisation": int(said["mechanisation"]) if said.get("mechanisation") else None,
        "papers": _papers(said),
        **_inspection(said),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def _armed(said: Mapping[str, Any]) -> dict[str, Any]:
    armed, groups = [], []
    for each in ACTORS_OF_A_FORM:
        name, often = said.get(f"armed_name_{each}"), said.get(f"armed_frequency_{each}")
        conduct = said.get(f"armed_conduct_{each}")
        kind = said.get(f"armed_kind_{each}") or ("unknown" if name or conduct else "")
        if not kind:
            continue
        actor = {"number": each, "kind": kind, "conduct": conduct, "frequency": int(often) if often else None}
        armed.append({key: value for key, value in actor.items() if value})
        if name:
            groups.append({"number": each, "name": name})
    return {"armed": armed, "groups": groups}


def _barriers(said: Mapping[str, Any]) -> dict[str, Any]:
    if not said.get("barrier_count"):
        return {}
    keeper = said.get("barrier_keeper") or "unknown"
    at = said.get("barrier_at")
    return {
        "roadblocks": [{"keeper": keeper, "count": said["barrier_count"]}],
        "roadblock_places": [{"keeper": keeper, "at": at}] if at else None,
    }


def _ores(said: Mapping[str, Any]) -> dict[str, Any]:
    ores: dict[str, dict[str, str]] = {}
    sold: dict[str, dict[str, str]] = {}
    for each in ORES_OF_A_FORM:
        ore = said.get(f"ore_{each}")
        if not ore or ore in ores:
            continue
        to, at = said.get(f"ore_to_{each}"), said.get(f"ore_sold_{each}")
        ores[ore] = {"mineral": ore, **({"destination": to} if to else {})}
        if at:
            sold[ore] = {"mineral": ore, "at": at}
    return {"minerals": list(ores.values()), "selling_points": list(sold.values())}


def _papers(said: Mapping[str, Any]) -> list[dict[str, str]]:
    photos = [(said.get(name), _("Photo %(n)s") % {"n": number}) for number, name in enumerate(PHOTOS, start=1)]
    named = [*photos, (said.get("paper"), said.get("paper_title") or _("Document"))]
    found = {sha256: title for sha256, title in named if sha256}
    return [{"sha256": sha256, "title": title} for sha256, title in found.items()]


def _inspection(said: Mapping[str, Any]) -> dict[str, Any]:
    if not said.get("inspection_id"):
        return {}
    names = ("id", "agency", "purpose", "result", "findings", "report")
    inspection = {name: value for name in names if (value := said.get(f"inspection_{name}"))}
    inspector = {name: value for name in ("name", "position") if (value := said.get(f"inspector_{name}"))}
    return {"inspection": inspection, "inspector": inspector if "name" in inspector else None}
