"""What a country's dated rules say to a question: bans, duties of either side, exclusive buyers, papers. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.deeds.guards import works_out
from ledger.standing.question import NO, NOTE, WARN, YES, Case, Reason, Side
from ledger.standing.regimes import ANSWERS, SOURCE, CountryRule

BAN, NEEDS, STORAGE, EXCLUSIVE, SCREENING = (
    "export_ban",
    "purchase_needs",
    "storage_only",
    "exclusive_buyer",
    "screening",
)
ABOUT = {
    "EXP-ZW-01": "Zimbabwe: raw lithium, then all raw base minerals, then lithium concentrate too may not leave.",
    "EXP-CD-01": "DRC: cobalt leaves only within quotas, and did not leave at all for some months of 2025.",
    "EXP-3TG-01": "DRC, Rwanda, Burundi: tin, tantalum, tungsten and gold leave with an ICGLR certificate.",
    "LIC-CD-02": "DRC: artisanal cobalt ends with the Entreprise Générale du Cobalt alone; this only warns.",
    "LIC-ZW-01": "Zimbabwe: a buyer of lithium ore holds a purchase licence or an approved plant.",
    "LIC-ZW-02": "Zimbabwe: lithium ore moves under a permit, and only to an approved plant in the country.",
    "LIC-ZW-03": "Zimbabwe: lithium ore is stored at its mine or at an approved plant, in no third party's depot.",
    "LIC-RW-01": "Rwanda: ore of a seller without a licence may not be possessed.",
    "LIC-BO-01": "Bolivia: the seller has a NIM and the buyer a NIAR.",
    "LIC-BR-01": "Brazil: the first buyer stands in the registry of first acquirers; this only warns.",
    "LIC-MM-01": "Myanmar: lot and owner are screened against the sanctions lists; this only warns.",
}
"""Rules whose law lies wholly in dated rows of `country_rules`; each row names the one it belongs to."""


def _register() -> None:
    for rule_id, about in ABOUT.items():
        # the rows are evaluated by kind below, and left out under a rule that is switched off (Case.rules_for)
        works_out(rule_id, on=ANSWERS, source=SOURCE)(_said(about))


def _said(about: str) -> Any:
    def evaluated_from_rows() -> None:
        return None

    evaluated_from_rows.__doc__ = about
    return evaluated_from_rows


_register()


def by_the_country(case: Case, act: str, side: Side, other: Side | None) -> Iterator[Reason]:
    """Yield what the dated rules in force say about an act of one side with the other."""
    for rule in case.rules_for(act, BAN):
        yield _barred(case, rule)
    for rule in case.rules_for(act, NEEDS, STORAGE, EXCLUSIVE, SCREENING):
        if side.is_free or not case.valid(side) & set(rule.names("not_for")):
            yield from _needed(case, rule, side, other)
    for rule in case.rules:
        if rule.only_shown and rule.concerns(act, case.asked.ore, case.asked.state):
            yield Reason(rule.id, "rule_shown", NOTE, {"says": rule.says()}, _rows(case, rule))


def _barred(case: Case, rule: CountryRule) -> Reason:
    facts = {"says": rule.says(), "unless": rule.said.row.get("unless", "")}
    if case.asked.papers & set(rule.names("freed_by")):
        return Reason(rule.id, "freed_by_paper", WARN, facts, _rows(case, rule))
    return Reason(rule.id, "act_barred", _weight(rule), facts, _rows(case, rule))


def _needed(case: Case, rule: CountryRule, side: Side, other: Side | None) -> Iterator[Reason]:
    """Yield whether this side has the licences or papers, and the other side its own."""
    facts = {"says": rule.says(), "unless": rule.said.row.get("unless", "")}
    rows = _rows(case, rule)
    if rule.names("freed_by") and not case.asked.papers & set(rule.names("freed_by")):
        yield Reason(rule.id, "paper_missing", _weight(rule), {**facts, "papers": list(rule.names("freed_by"))}, rows)
    if rule.names("holder"):
        yield _held(case, rule, side, rule.names("holder"), "needs_licence_of", facts)
    if rule.names("other_side") and other is None:
        yield Reason(rule.id, "counterparty_not_named", WARN, {**facts, "needed": list(rule.names("other_side"))}, rows)
    elif rule.names("other_side") and other is not None:
        yield _held(case, rule, other, rule.names("other_side"), "counterparty_needs_licence_of", facts)


def _held(
    case: Case, rule: CountryRule, side: Side, needed: tuple[str, ...], code: str, facts: dict[str, Any]
) -> Reason:
    facts = {**facts, "needed": list(needed)}
    if side.kind in needed or case.valid(side) & set(needed):
        return Reason(rule.id, "has_what_is_needed", YES, facts, _rows(case, rule))
    silent = bool(side.party) and not case.relevant(side)
    return Reason(rule.id, code, _weight(rule), facts, _rows(case, rule), by_silence=silent)


def _weight(rule: CountryRule) -> str:
    return NO if rule.refuses else WARN


def _rows(case: Case, rule: CountryRule) -> tuple[Any, ...]:
    regime = case.regimes.get(str(rule.said.row.get("regime", "")))
    return (rule.said, regime.said) if regime else (rule.said,)
