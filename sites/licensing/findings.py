"""What the rules notice about a licence without refusing it: findings, shown wherever the licence is. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.guards import works_out
from ledger.reference.parameters import parameter
from ledger.standing.regimes import HOLDER_KINDS, Regime
from sites.licensing.regime_of import end_by_length

SOURCE = "domain/licensing.md §2.2"
ON = "licence.granted.v1"
M2_PER_HA = 10_000
Finding = dict[str, Any]


def finding(rule: str, code: str, **facts: Any) -> Finding:
    """Return a finding as the log keeps it."""
    return {"rule": rule, "code": code, **facts}


@works_out("LIC-04", on=ON, source=SOURCE, otherwise=())
def of_nationality(regime: Regime, holder: Any, nationality: str | None) -> tuple[Finding, ...]:
    """A holder of another nationality than the regime asks for, or a proxy for one, is a risk."""
    asked = regime.cell("nationality")
    if not asked:
        return ()
    if nationality and nationality != asked:
        return (finding("LIC-04", "holder_foreign", asked=asked),)
    if holder.country != asked:
        return (finding("LIC-04", "holder_registered_abroad", asked=asked),)
    return ()


@works_out("LIC-05", on=ON, source=SOURCE, otherwise=())
def of_area(regime: Regime, area_m2: int | None, others_m2: int, day: date) -> tuple[Finding, ...]:
    """An area above the regime's limit, a survey's tolerance allowed; where it is a sum, all areas of a holder."""
    limit = _square_metres(regime.cell("max_area_ha"))
    if limit is None or area_m2 is None:
        return ()
    whole = area_m2 + (others_m2 if regime.cell("area_basis").startswith("GLOBAL") else 0)
    if whole * 1_000_000 <= limit * (1_000_000 + parameter("survey_tolerance_ppm", day)):
        return ()
    return (finding("LIC-05", "area_above_limit", area_m2=whole, limit_m2=limit),)


def _square_metres(hectares: str) -> int | None:
    whole, _, part = hectares.partition(".")
    if not whole.isdigit() or part and not part.isdigit():
        return None
    return int(whole) * M2_PER_HA + int(f"{part:0<4.4}" or 0)


@works_out("LIC-SL-01", on=ON, source=SOURCE, otherwise=())
def of_the_site(regime: Regime, site: Any) -> tuple[Finding, ...]:
    """A site deeper or more mechanised than its kind of licence allows (Sierra Leone: 10 m, no earth-moving)."""
    found = []
    for name, column in (("depth_cm", "max_depth_cm"), ("mechanisation", "max_mechanisation")):
        limit, is_there = regime.whole(column), getattr(site, name, None) if site else None
        if limit is not None and is_there is not None and is_there > limit:
            found.append(finding("LIC-SL-01", "under_licensed", what=name, found=is_there, limit=limit))
    return tuple(found)


def of_holder_kind(regime: Regime, holder: Any) -> tuple[Finding, ...]:
    """Return that a kind of holder is not among those that the row names; what LIC-03 refuses comes never so far."""
    if regime.may_be_held_by(holder.kind):
        return ()
    return (finding("LIC-03", "holder_kind_unusual", kind=holder.kind, holders=list(regime.names("holder_kinds"))),)


def of_length(regime: Regime, first: date, last: date | None) -> tuple[Finding, ...]:
    """Return that a licence is said to run longer than its regime gives."""
    usual = end_by_length(regime, first)
    if usual is None or last is not None and last <= usual:
        return ()
    return (finding("LIC-06", "longer_than_regime", usual_end=usual.isoformat()),)


def of_no_row(jurisdiction: str, regime: str, rows_there: bool) -> tuple[Finding, ...]:
    """Return that no row of the rule book is known for the licence on its first day."""
    code = "regime_not_in_force" if rows_there else "no_rule_known"
    return (finding("LIC-01", code, regime=regime, country=jurisdiction),)


def is_one_sort_only(regime: Regime, sort: str) -> bool:
    """Say whether only one sort of holder may hold licences of a regime: natural persons, or cooperatives."""
    return regime.names("holder_kinds") == (sort,)


def is_surely_not(kind: str, sort: str) -> bool:
    """Say whether a kind of party surely is not of a sort."""
    before_the_law = HOLDER_KINDS.get(kind)
    return before_the_law is not None and sort not in before_the_law
