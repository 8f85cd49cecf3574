"""What can be said against relying on one licence for an act: each check is one rule, in the order of the law.

A check returns None or an objection. The licence that gets furthest tells why; one without objection is enough, so a
further licence never makes a yes into a no.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ledger.deeds.guards import works_out
from ledger.parties.kinds import MINER
from ledger.standing.licences import Held
from ledger.standing.question import Case, Side
from ledger.standing.reading import MEMBER, live
from ledger.standing.regimes import ANSWERS, EXTRACT, PURCHASE, SELL, SOURCE, CountryRule, Regime, covers


@dataclass(frozen=True)
class Asked:
    """A licence before the law: the case, the act and side it is relied on for, and its regime if that is known."""

    case: Case
    act: str
    side: Side
    other: Side | None
    held: Held
    regime: Regime | None


@dataclass(frozen=True)
class Objection:
    """Why a licence does not do. `soft`: it rests on a row that may only warn; such a no is not known."""

    rule: str
    code: str
    soft: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    rows: tuple[Any, ...] = ()


Check = Callable[[Asked], Objection | None]


@works_out("LIC-01", on=ANSWERS, source=SOURCE)
def covers_the_ore(asked: Asked) -> Objection | None:
    """A party holds, on the day, a licence whose ores include the lot's."""
    if asked.held.ores:
        fits = covers(asked.held.ores, asked.case.asked.ore)
        return None if fits else Objection("LIC-01", "licence_other_ore", facts={"ores": list(asked.held.ores)})
    if asked.regime is None or covers(asked.regime.names("ores"), asked.case.asked.ore):
        return None
    return _of_the_regime(asked.regime, "LIC-01", "licence_other_ore", ores=list(asked.regime.names("ores")))


@works_out("LIC-01", on=ANSWERS, source=SOURCE)
def allows_the_act(asked: Asked) -> Objection | None:
    """The licence allows the act: dig, buy, sell, process, move or export."""
    if asked.regime is None:
        acts = asked.held.terms.get("acts") or ()
        unfit = acts and asked.act not in acts
        return Objection("LIC-01", "licence_other_act", soft=True) if unfit else None
    if asked.regime.allows(asked.act):
        return None
    return _of_the_regime(asked.regime, "LIC-01", "licence_other_act")


@works_out("ACT-01", on=ANSWERS, source="domain/custody_3t.md §6")
def has_begun_and_is_not_stopped(asked: Asked) -> Objection | None:
    """Card or licence of seller and buyer are valid on the day: begun, neither suspended nor revoked."""
    day = asked.case.asked.day
    if asked.held.begins_after(day):
        first = min(first for first, _ in asked.held.periods)
        return Objection("ACT-01", "licence_not_begun", facts={"first_day": first.isoformat()})
    how = asked.held.stopped_on(day)
    return Objection("ACT-01", "licence_stopped", facts={"how": how}) if how else None


@works_out("LIC-06", on=ANSWERS, source=SOURCE)
def has_not_expired(asked: Asked) -> Objection | None:
    """A licence that ran out before the day of the transfer does not count."""
    ended = asked.held.ended_before(asked.case.asked.day)
    if asked.held.runs_on(asked.case.asked.day) or ended is None:
        return None
    low = asked.held.end_is_assumed and (asked.regime is None or asked.regime.low)
    rows = (asked.regime.said,) if asked.regime else ()
    return Objection("LIC-06", "licence_expired", low, {"last_day": ended.isoformat()}, rows)


@works_out("LIC-CD-03", on=ANSWERS, source=SOURCE)
def holder_is_not_suspended(asked: Asked) -> Objection | None:
    """DRC: entities that process artisanal copper and cobalt are suspended since 19 December 2025 unless cleared."""
    for rule in asked.case.rules_for(asked.act, "suspended_holder"):
        cleared = asked.case.asked.papers & set(rule.names("freed_by")) or not asked.case.asked.artisanal
        if asked.held.regime in rule.names("holder") and not cleared:
            return _of_a_rule(rule, "holder_suspended", asked)
    return None


@works_out("ACT-01", on=ANSWERS, source="domain/custody_3t.md §6")
def is_for_that_place(asked: Asked) -> Objection | None:
    """A title to one site says nothing about ore of another."""
    places, place = asked.case.asked.places, asked.held.place
    digs = asked.regime.allows(EXTRACT) if asked.regime else EXTRACT in (asked.held.terms.get("acts") or ())
    if not (place and places and digs) or asked.act not in {EXTRACT, SELL} or places <= {place}:
        return None
    return Objection("ACT-01", "licence_other_place", facts={"place": place})


@works_out("LIC-CD-01", on=ANSWERS, source=SOURCE)
def is_for_that_zone(asked: Asked) -> Objection | None:
    """DRC: a trader's card is valid only for the artisanal zone that it names."""
    question, held = asked.case.asked, asked.held
    for rule in asked.case.rules_for(asked.act, "zone_only"):
        if held.regime not in rule.names("holder"):
            continue
        if held.place and question.places and not question.places <= {held.place}:
            return _of_a_rule(rule, "licence_other_place", asked, place=held.place)
        if held.zone and question.zones and held.zone not in question.zones:
            return _of_a_rule(rule, "licence_other_zone", asked, zone=held.zone)
    return None


@works_out("LIC-02", on=ANSWERS, source=SOURCE)
def counterparty_fits(asked: Asked) -> Objection | None:
    """Seller's kind is among those that the buyer may buy from, and the buyer's among those the seller may sell to."""
    column = {PURCHASE: "buys_from", SELL: "sells_to"}.get(asked.act)
    if column is None or asked.other is None or asked.regime is None:
        return None
    allowed = asked.regime.names(column)
    if not allowed or _among(asked.case, asked.other, asked.side, allowed):
        return None
    code = "may_not_buy_from" if asked.act == PURCHASE else "may_not_sell_to"
    return _of_the_regime(asked.regime, "LIC-02", code, allowed=list(allowed), counterparty_kind=asked.other.kind)


def _among(case: Case, other: Side, side: Side, allowed: tuple[str, ...]) -> bool:
    """Say whether a counterparty is one of those allowed, by its kind or by a licence; silence about it passes."""
    if other.kind in allowed or "any" in allowed or "own_members" in allowed and _is_a_member(other, side):
        return True
    # whether those licences are valid on the day is asked of the counterparty itself
    held = {each.regime for each in case.relevant(other)}
    if not held and other.supposed is None:
        held = {each.key for each in case.open_to(other.kind)}
    return bool(held & set(allowed)) or "any_licensed" in allowed and bool(held)


def _is_a_member(other: Side, side: Side) -> bool:
    """Say whether a miner belongs to a side, as far as memberships are entered: with none entered, it may."""
    cooperatives = {each.value for each in live(other.statements) if each.topic == MEMBER}
    return other.kind == MINER and (not cooperatives or side.party in cooperatives)


def _of_the_regime(regime: Regime, rule: str, code: str, **facts: Any) -> Objection:
    return Objection(rule, code, regime.low, facts, (regime.said,))


def _of_a_rule(rule: CountryRule, code: str, asked: Asked, **facts: Any) -> Objection:
    regime = (asked.regime.said,) if asked.regime else ()
    return Objection(rule.id, code, not rule.refuses, {"says": rule.says(), **facts}, (rule.said, *regime))


CHECKS: tuple[Check, ...] = (
    covers_the_ore,
    allows_the_act,
    has_begun_and_is_not_stopped,
    has_not_expired,
    holder_is_not_suspended,
    is_for_that_place,
    is_for_that_zone,
    counterparty_fits,
)
