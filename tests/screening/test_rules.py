"""SCR-02, SCR-03 and ACT-02 are pure: on each side of every threshold, without a database."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from ledger.risk.rules import RISK_RULES, LotSeen, PartySeen, explain, rules_for
from ledger.risk.screening.hit_rules import HITS, LISTS, SCREENED_ON
from ledger.risk.screening.related import RELATED

TODAY = date(2026, 11, 23)
WARNS, AGE = 820, 30


@dataclass
class FakeHit:
    score: int = WARNS
    state: str = "open"
    decided_on: date | None = None
    until: date | None = None
    programmes: list[str] = field(default_factory=lambda: ["DRC"])


def judged(rule_id, **findings):
    """Ask the engine for one rule about a party: a rule that is switched off is silent."""
    party = PartySeen("Q0000001H", (), TODAY, findings=findings)
    return next((rule.function(party) for rule in rules_for("party") if rule.id == rule_id), None)


def decided(state, until=None, **more):
    return FakeHit(state=state, decided_on=TODAY, until=until, **more)


@pytest.mark.rule("SCR-02")
@pytest.mark.parametrize(("score", "severity"), [(WARNS - 1, None), (WARNS, "warn"), (1_000, "warn")])
def test_an_open_hit_warns_from_a_score_on(score, severity):
    worry = judged("SCR-02", **{HITS: [FakeHit(score)]})

    assert (worry and worry.severity) == severity


@pytest.mark.rule("SCR-02")
def test_a_warning_says_the_best_score_and_how_many_are_open():
    worry = judged("SCR-02", **{HITS: [FakeHit(900), FakeHit(830), FakeHit(770), decided("not_same")]})

    assert worry.evidence == {"score": 900, "open": 2}
    assert "900 of 1000 (2 hits" in explain("SCR-02", "warn", worry.evidence, TODAY)


@pytest.mark.rule("SCR-02")
@pytest.mark.parametrize(
    ("programmes", "category"), [(["DRC"], "A2-3.i"), (["SDNTK"], "A2-12"), (["CUBA"], "operational")]
)
def test_a_confirmed_hit_stops_under_the_paragraph_of_its_programme(programmes, category):
    worry = judged("SCR-02", **{HITS: [decided("confirmed", programmes=programmes, score=770)]})

    assert (worry.severity, worry.category, worry.evidence) == ("stop", category, {"confirmed": 1})


@pytest.mark.rule("SCR-02")
@pytest.mark.parametrize("state", ["not_same", "unclear"])
def test_what_was_decided_is_quiet_until_its_last_day_and_then_open_again(state):
    last, over = decided(state, TODAY), decided(state, TODAY - timedelta(days=1))

    assert judged("SCR-02", **{HITS: [last]}) is None
    assert judged("SCR-02", **{HITS: [over]}).severity == "warn"


@pytest.mark.rule("SCR-02")
def test_a_confirmation_that_has_ended_warns_again_and_stops_no_more():
    assert judged("SCR-02", **{HITS: [decided("confirmed", TODAY - timedelta(days=1))]}).severity == "warn"


def test_a_hit_that_has_gone_worries_nobody():
    assert judged("SCR-02", **{HITS: [FakeHit(state="gone")]}) is None
    assert judged("SCR-02") is None


@pytest.mark.rule("SCR-03")
@pytest.mark.parametrize(("days", "severity"), [(0, None), (AGE, None), (AGE + 1, "unknown")])
def test_a_screening_grows_old(days, severity):
    worry = judged("SCR-03", **{LISTS: True, SCREENED_ON: TODAY - timedelta(days=days)})

    assert (worry and worry.severity) == severity


@pytest.mark.rule("SCR-03")
def test_never_held_against_a_list_is_unknown_never_low():
    worry = judged("SCR-03", **{LISTS: True})

    assert (worry.severity, worry.evidence["why"]) == ("unknown", "never")
    assert "never held" in explain("SCR-03", "unknown", worry.evidence, TODAY)


def test_without_any_list_nobody_is_flagged_one_by_one():
    assert judged("SCR-03", **{LISTS: False}) is None


def held(shared):
    lot = LotSeen("P00000019", (), {}, findings={RELATED: shared} if shared is not None else {})
    return next((rule.function(lot) for rule in rules_for("lot") if rule.id == "ACT-02"), None)


@pytest.mark.rule("ACT-02")
@pytest.mark.parametrize("kind", ["owner", "phone", "card", "account"])
def test_a_lot_between_two_who_share_something_is_held(kind):
    worry = held({kind: 1})

    assert (worry.severity, sum(worry.evidence.values())) == ("hold", 1)


@pytest.mark.rule("ACT-02")
@pytest.mark.parametrize("shared", [None, {}])
def test_a_lot_between_strangers_is_not_held(shared):
    assert held(shared) is None


@pytest.mark.parametrize("rule_id", ["SCR-02", "SCR-03", "ACT-02"])
def test_every_rule_says_what_speaks_against_it_and_what_clears_it(rule_id):
    rule = RISK_RULES[rule_id]

    assert rule.innocent and rule.clears and rule.reads
