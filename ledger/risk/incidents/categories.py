"""What an incident is about (INC-01): a paragraph of OECD Annex II, or an operational code; headlines by the map."""

from __future__ import annotations

from functools import cache
from typing import Any

from ledger.deeds.guards import works_out
from ledger.errors import BadEntry
from ledger.reference.code_lists import annex_ii_code
from ledger.reference.files import shipped

KIND = "incident.reported.v1"
LEAST_GRAVE = 3
AT_ONCE = ("A2-1.", "A2-3.")
"""Beginnings of the codes to which Annex II answers with stopping at once."""
OPERATIONAL = "operational"


@cache
def rows() -> dict[str, dict[str, str]]:
    """Return the categories by their code, in the order of the list."""
    return {row["code"]: row for row in shipped("risk_categories")}


def codes() -> tuple[str, ...]:
    return tuple(rows())


def headlines() -> tuple[str, ...]:
    """Return the headline codes of incident systems; one of them reads like a paragraph and means another thing."""
    return tuple(sorted({row["headline"] for row in rows().values() if row["headline"]}))


@works_out("INC-01", on=KIND, source="domain/custody_3t.md §6; domain/standards.md §1.3", otherwise=OPERATIONAL)
def category_of(facts: Any) -> str:
    """An incident has one code: a paragraph of Annex II or an operational one; a headline only through the map."""
    given, headline = facts.get("category"), facts.get("headline")
    if bool(given) == bool(headline):
        raise BadEntry("category_or_headline", "facts.category", "either a category or a headline code, not both")
    if given:
        return str(given)
    found = annex_ii_code(headline)
    if len(found) > 1:
        raise BadEntry("headline_is_several", "facts.headline", ", ".join(found), given=headline)
    return found[0]


def stops_at_once(category: str) -> bool:
    """Say whether Annex II asks to stop or leave at once (A2-1.*, A2-3.*)."""
    return category.startswith(AT_ONCE)


@works_out("INC-02", on=KIND, source="domain/custody_3t.md §6; domain/standards.md §1.3", otherwise=LEAST_GRAVE)
def level_of(category: str, proposed: int | None) -> int:
    """The gravest abuses and support of armed groups open at Level 1, the worst, whatever was proposed."""
    return 1 if stops_at_once(category) else proposed or LEAST_GRAVE


def plan_months(category: str) -> int | None:
    """Return within how many months a plan must have worked; None where no fixed time is named."""
    months = rows()[category]["plan_months"] if category in rows() else ""
    return int(months) if months else None
