"""May this party do this act with this ore, with that counterparty, on that day? One pure function answers.

docs/licences.md tells how. An answer is yes, no or unknown; a row of low confidence never makes a no (LIC-00), and a
country without rows is unknown, never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ledger.deeds.guards import switched_off, works_out
from ledger.reference.parameters import parameter
from ledger.standing.country_laws import by_the_country
from ledger.standing.objections import CHECKS, Asked, Objection
from ledger.standing.question import NO, NOTE, UNKNOWN, WARN, YES, Case, Question, Reason, Side, Verdict
from ledger.standing.regimes import ANSWERS, PURCHASE, SELL, SOURCE, STORE, Regime, regimes_on, rules_on

ENDS_SOON = ("licence_ends_first_days", "licence_ends_second_days", "licence_ends_third_days")
"""Dated parameters: 60, 30 and 7 days before its last day a licence is warned about (LIC-06)."""


def may(question: Question, regime_rows: Iterable[Any], rule_rows: Iterable[Any] = ()) -> Verdict:
    """Answer a question from the rows of the country's shelves and the statements of the two parties."""
    asked = question
    case = Case(asked, regimes_on(regime_rows, asked.day), tuple(rules_on(rule_rows, asked.day)))
    if not case.regimes and not case.rules:
        return Verdict(UNKNOWN, (Reason("LIC-01", "no_rule_known", UNKNOWN, {"country": asked.country}),))
    reasons = list(_of_side(case, asked.act, asked.party, asked.counterparty))
    if asked.act == PURCHASE and asked.counterparty is not None and not asked.counterparty.is_free:
        reasons += _of_side(case, SELL, asked.counterparty, asked.party)
    answer = _sum(reasons)
    return Verdict(answer, tuple(reasons), tuple(_needed(case, answer, reasons)))


def _sum(reasons: list[Reason]) -> str:
    weights = {reason.weight for reason in reasons}
    if NO in weights:
        return NO
    return YES if YES in weights and UNKNOWN not in weights else UNKNOWN


def _needed(case: Case, answer: str, reasons: list[Reason]) -> list[str]:
    """Return the regimes that would do: for a party only thought of those that it would hold, else what is missing."""
    named = {key for reason in reasons if reason.weight == NO for key in reason.facts.get("needed", ())}
    if answer == YES and case.asked.party.is_free:
        named = {key for reason in reasons if reason.code == "licence_allows" for key in reason.facts["regimes"]}
        musts = [set(reason.facts["needed"]) for reason in reasons if reason.code == "has_what_is_needed"]
        for must in musts:
            named = named & must or named
    return sorted(named)


def _of_side(case: Case, act: str, side: Side, other: Side | None) -> Iterator[Reason]:
    """Yield what the law says to an act of one side: the country's rules, then the licences that it holds."""
    facts = {"party": side.party, "kind": side.kind, "act": act, "ore": case.asked.ore}
    said = [*by_the_country(case, act, side, other), *_by_licence(case, act, side, other)]
    yield from (
        Reason(each.rule, each.code, each.weight, {**facts, **each.facts}, each.rows, each.by_silence) for each in said
    )


def _by_licence(case: Case, act: str, side: Side, other: Side | None) -> Iterator[Reason]:
    if act == STORE:
        if not case.rules_for(STORE, "storage_only"):
            yield Reason("LIC-01", "no_rule_known", UNKNOWN)
        return
    asked = [Asked(case, act, side, other, held, case.regimes.get(held.regime)) for held in case.licences(side)]
    objected = [(each, [said for check in CHECKS if (said := check(each))]) for each in asked]
    fitting = [each for each, objections in objected if not objections]
    doubtful = [(each, said) for each, said in objected if said and all(objection.soft for objection in said)]
    if fitting:
        yield from _allowed(case, side, fitting)
        yield from _suspended_beside(objected)
    elif doubtful:
        yield from _doubted(doubtful)
    elif objected and not side.is_free:
        yield from _refused([said for _, said in objected], case, act)
    else:
        yield from _missing(case, act, side, [said for _, said in objected])


def _allowed(case: Case, side: Side, fitting: list[Asked]) -> Iterator[Reason]:
    """Yield the yes, and what to know about it."""
    known = [each for each in fitting if each.regime is not None]
    told = [each for each in fitting if each.regime is None and each.held.terms.get("acts")]
    if not known and not told:
        regimes = sorted({each.held.regime for each in fitting})
        yield Reason("LIC-01", "regime_not_known", UNKNOWN, {"regimes": regimes})
        return
    sure = [each for each in known if each.regime and not each.regime.low]
    best = sure or known or told
    rows = tuple(each.regime.said for each in best if each.regime)
    regimes = sorted({each.held.regime for each in best})
    licences = sorted({each.held.code for each in best} - {""})
    yield Reason("LIC-01", "licence_allows", YES, {"regimes": regimes, "licences": licences}, rows)
    if not sure:
        code = "low_confidence" if known else "regime_not_in_force"
        yield Reason("LIC-00", code, WARN, {"regimes": regimes}, rows)
    yield from _zone_not_told(case, best)
    yield from _ends_soon(case, best)


def _suspended_beside(objected: list[tuple[Asked, list[Objection]]]) -> Iterator[Reason]:
    """Yield, beside a yes, that licences of another kind would be suspended."""
    for each, said in objected:
        if each.regime and [objection.code for objection in said] == ["holder_suspended"]:
            yield Reason(
                said[0].rule, "holder_suspended", NOTE, {**said[0].facts, "regime": each.held.regime}, said[0].rows
            )


def _zone_not_told(case: Case, best: list[Asked]) -> Iterator[Reason]:
    for rule in case.rules_for(best[0].act, "zone_only"):
        bound = [each for each in best if each.held.regime in rule.names("holder") and not each.held.supposed]
        if bound and len(bound) == len(best) and not any(_is_compared(case, each) for each in bound):
            yield Reason(rule.id, "zone_not_known", WARN, {"says": rule.says()}, (rule.said,))


def _is_compared(case: Case, each: Asked) -> bool:
    return bool(each.held.place and case.asked.places or each.held.zone and case.asked.zones)


def _ends_soon(case: Case, best: list[Asked]) -> Iterator[Reason]:
    if any(each.held.supposed for each in best):
        return
    ends = [each.held.last_day(case.asked.day) for each in best]
    last = None if None in ends else max((end for end in ends if end is not None), default=None)
    level = ends_soon(last, case.asked.day)
    if last is not None and level:
        facts = {"last_day": last.isoformat(), "days": (last - case.asked.day).days, "within": level}
        yield Reason("LIC-06", "licence_ends_soon", WARN, facts)


@works_out("LIC-06", on=ANSWERS, source=SOURCE, otherwise=0)
def ends_soon(last: date | None, day: date) -> int:
    """A licence is warned about 60, 30 and 7 days before its last day; return which of them has come, or 0."""
    if last is None:
        return 0
    lengths = (parameter(name, day) for name in ENDS_SOON)
    return min((days for days in lengths if (last - day).days <= days), default=0)


def _doubted(doubtful: list[tuple[Asked, list[Objection]]]) -> Iterator[Reason]:
    """Yield an unknown: what stands against it rests on rows that may only warn."""
    rows = tuple(row for _, said in doubtful for objection in said for row in objection.rows)
    regimes = sorted({each.held.regime for each, _ in doubtful})
    yield Reason("LIC-00", "only_low_rows_object", UNKNOWN, {"regimes": regimes}, rows)
    for _, said in doubtful:
        yield from (Reason(each.rule, each.code, WARN, each.facts, each.rows) for each in said)


def _refused(objections: list[list[Objection]], case: Case, act: str) -> Iterator[Reason]:
    """Yield the no of the licences that got furthest before a check."""
    hard = [[each for each in said if not each.soft] for said in objections]
    furthest = max(_stage(said[0]) for said in hard)
    told: set[tuple[str, str]] = set()
    for said in hard:
        first = said[0]
        if _stage(first) == furthest and (first.rule, first.code) not in told:
            told.add((first.rule, first.code))
            needed = [] if first.code == "may_not_sell_to" else [each.key for each in case.allowing(act)]
            yield Reason(first.rule, first.code, NO, {"needed": needed, **first.facts}, first.rows)


ORDER = (
    "licence_other_ore",
    "licence_other_act",
    "licence_not_begun",
    "licence_stopped",
    "licence_expired",
    "holder_suspended",
    "licence_other_place",
    "licence_other_zone",
    "may_not_buy_from",
    "may_not_sell_to",
)
"""Objections from the nearest to the furthest: who holds the right licence, run out, hears that, not the rest."""

ALLOWS = ORDER.index("licence_other_act")


def _stage(objection: Objection) -> int:
    return ORDER.index(objection.code)


def _missing(case: Case, act: str, side: Side, objections: list[list[Objection]]) -> Iterator[Reason]:
    """Yield what follows from no licence: a no where rows that are sure name those that it takes, else unknown."""
    allowing = case.allowing(act)
    mine = [each for each in allowing if each.may_be_held_by(side.kind)]
    # a party only thought of: of the licences that it could hold those for this act and ore tell why not
    late = [said for said in objections if _stage(next(each for each in said if not each.soft)) > ALLOWS]
    if side.is_free and mine and late:
        yield from _refused(late, case, act)
        return
    if "LIC-01" in switched_off:
        return
    code = "kind_may_not_hold" if side.is_free and allowing and not mine else "licence_missing"
    yield from _no_licence(allowing, code, silent=not side.is_free)


def _no_licence(allowing: list[Regime], code: str, *, silent: bool) -> Iterator[Reason]:
    needed = [each.key for each in allowing]
    sure = tuple(each.said for each in allowing if not each.low)
    if sure:
        yield Reason("LIC-01", code, NO, {"needed": needed}, sure, by_silence=silent)
    elif allowing:
        rows = tuple(each.said for each in allowing)
        yield Reason("LIC-00", code, WARN, {"needed": needed}, rows)
        yield Reason("LIC-00", "only_low_rows_object", UNKNOWN, {"regimes": needed}, rows)
    else:
        yield Reason("LIC-01", "no_rule_known", UNKNOWN)
