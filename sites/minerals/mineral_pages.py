"""The pages of minerals: the list, and one mineral."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.parties.access import may_read_reference
from ledger.parties.doors import for_actors
from ledger.rulebook.models import ReferenceRow
from sites.minerals import gathering
from sites.minerals.gathering import LISTS, Mineral
from sites.minerals.names import ACTS, CONFIDENCE, POTENTIALS, USES, mineral_name

ORDER = {"high": 0, "moderate": 1, "low": 2}


@for_actors(may_read_reference)
def minerals(request: HttpRequest) -> HttpResponse:
    """Show all minerals: those that can be dug by hand first, then those that are only listed as critical."""
    found = gathering.minerals()
    dug = sorted((each for each in found if each.can_be_dug), key=_by_potential)
    context = {
        "dug": [_line(each) for each in dug],
        "others": [_line(each) for each in found if not each.can_be_dug],
        "editions": _editions(found),
    }
    return render(request, "minerals/list.html", context)


def _by_potential(mineral: Mineral) -> tuple[int, str]:
    said = mineral.asm.row["asm_potential"] if mineral.asm else ""
    return ORDER.get(said, 3), mineral.row.key


def _line(mineral: Mineral) -> dict[str, Any]:
    said = mineral.asm.row["asm_potential"] if mineral.asm else ""
    return {
        "code": mineral.row.key,
        "name": mineral_name(mineral.row),
        "ores": mineral.ores,
        "potential": POTENTIALS.get(said, ""),
        "lists": [(market, mineral.listed(market)) for market in LISTS],
        "on_sites": mineral.on_sites,
    }


def _editions(found: list[Mineral]) -> list[tuple[str, list[str]]]:
    """Return which edition of each list was read, as its rows say."""
    rows = [row for each in found for row in each.lists]
    return [(market, sorted({row.row[f"{market}_list"] for row in rows})) for market in LISTS]


@for_actors(may_read_reference)
def mineral(request: HttpRequest, code: str) -> HttpResponse:
    """Show a mineral: its ores, what they can hold, who needs it, who digs it, and under which rules."""
    found = gathering.mineral(code)
    if found is None:
        raise Http404
    context = {
        "mineral": found,
        "name": mineral_name(found.row),
        "forms": [_form(each) for each in found.forms],
        "potential": POTENTIALS.get(found.asm.row["asm_potential"], "") if found.asm else "",
        "uses": _uses(found),
        "lists": [(row, [(market, _answer(row.row[market])) for market in LISTS]) for row in found.lists],
        "regimes": _by_country(gathering.rules_for(found.ores, "licence_regimes")),
        "rules": _by_country(gathering.rules_for(found.ores, "country_rules")),
    }
    return render(request, "minerals/mineral.html", context)


def _form(form: gathering.Form) -> dict[str, Any]:
    shares = []
    if form.factor:
        for share in (form.factor.metal_share, form.factor.compound_per_metal):
            shares.append((gathering.in_lowest_terms(share), f"{float(share):.5f}"))
    in_grams = form.row["grade_unit"] == "g/t"
    most = form.ceiling and float(form.ceiling.share * (1_000_000 if in_grams else 100))
    return {"form": form, "shares": shares, "ceiling": most, "decimals": 0 if in_grams else 2}


def _uses(found: Mineral) -> list[tuple[Any, str]]:
    """Return each use with yes, no or unknown; a tick whose column was lost stays unknown."""
    return [(word, found.uses.row[column]) for column, word in USES.items()] if found.uses else []


def _answer(said: str) -> str:
    return {"true": "yes", "false": "no"}.get(said, "unknown")


def _by_country(rows: list[ReferenceRow]) -> list[tuple[str, list[dict[str, Any]]]]:
    grouped = groupby(rows, key=lambda row: row.shelf.split("/", 1)[1])
    return [(country, [_rule(row) for row in group]) for country, group in grouped]


def _rule(row: ReferenceRow) -> dict[str, Any]:
    acts = [word for column, word in ACTS.items() if row.row.get(column) == "Y"]
    return {"row": row, "acts": acts, "confidence": CONFIDENCE.get(row.confidence or "", "")}
