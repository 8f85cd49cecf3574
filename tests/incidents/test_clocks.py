"""Clocks: each level has its own, what goes over stays over, and after six months somebody decides (INC-03)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ledger.risk.engine import look_at_parties
from ledger.risk.incidents.clocks import deadlines, deadlines_after, limits
from ledger.risk.incidents.models import IncidentStep
from ledger.risk.incidents.running import follow_up, ring
from ledger.risk.models import Flag
from tests.incidents.conftest import OPENED, days_on

pytestmark = pytest.mark.django_db
OPEN_AT = datetime.fromisoformat(OPENED).astimezone(UTC)
STEP = {"does": "Lock the box.", "measure": "Counts", "target": "No gap", "due_on": "2025-10-15"}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


@pytest.mark.parametrize(("level", "hours", "days"), [(1, 24, 7), (2, 120, 30), (3, 360, 60)])
def test_each_level_has_its_own_limits(level, hours, days):
    ends = deadlines(limits(level, OPEN_AT.date()), OPEN_AT)

    assert ends["ack_by"] - OPEN_AT == timedelta(hours=hours)
    assert ends["plan_by"] == date(2025, 9, 1) + timedelta(days=days)
    assert ends["decide_by"] == date(2026, 3, 1)


@pytest.mark.rule("INC-03")
@pytest.mark.parametrize(("hours", "over_clocks"), [(24, []), (25, ["acknowledge"])])
def test_a_clock_is_over_after_its_limit_and_not_before(cases, hours, over_clocks):
    code = cases.reported(category="A2-3.ii")

    ring(OPEN_AT + timedelta(hours=hours))

    assert cases.row(code).over == over_clocks


@pytest.mark.rule("INC-03")
def test_what_rings_twice_is_entered_once(cases):
    cases.reported(category="A2-3.ii")
    late = OPEN_AT + timedelta(days=9)

    assert ring(late) == 2  # acknowledgement and plan
    assert ring(late + timedelta(hours=1)) == 0


@pytest.mark.rule("INC-03")
def test_what_came_late_counts_as_late_though_no_clock_had_rung(cases):
    in_time, late = cases.reported(category="A2-3.ii"), cases.reported(category="A2-3.ii")
    cases.do("acknowledged", in_time, at=days_on(0, hour=20))
    cases.do("acknowledged", late, at=days_on(2))

    assert (cases.row(in_time).over, cases.row(late).over) == ([], ["acknowledge"])


def test_a_case_is_acknowledged_once(cases):
    code = cases.reported()
    cases.do("acknowledged", code)

    assert cases.refused("acknowledged", code).code == "already_acknowledged"


@pytest.mark.rule("INC-03")
def test_a_step_of_the_plan_has_a_clock_of_its_own(cases):
    code = cases.reported()
    cases.do("acknowledged", code)
    cases.do("plan_adopted", code, at=days_on(10), plan_on="2025-09-11", steps=[STEP])

    ring(at("2025-10-15T23:00:00+00:00"))
    assert cases.row(code).over == []
    ring(at("2025-10-16T01:00:00+00:00"))
    assert cases.row(code).over == ["step"]


@pytest.mark.rule("INC-03")
def test_cases_over_their_clocks_are_flagged_at_whoever_keeps_them(cases):
    programme = cases.world.programme_party
    code = cases.reported(category="A2-3.ii")

    look_at_parties([programme], OPEN_AT.date())
    assert not Flag.objects.filter(rule="INC-03").exists()
    look_at_parties([programme], date(2025, 9, 4))
    flag = Flag.objects.get(rule="INC-03")
    assert (flag.subject, flag.severity, flag.evidence["late"], flag.evidence["level"]) == (programme, "warn", 1, 1)
    assert code not in str(flag.evidence)


def test_a_change_of_level_buys_no_time_and_takes_none_away_at_once():
    class Row:
        level, opened_at = 2, OPEN_AT
        ack_by, plan_by = OPEN_AT + timedelta(days=5), date(2025, 10, 1)

    day_20 = OPEN_AT + timedelta(days=20)
    graver = deadlines_after(Row, 1, limits(1, day_20.date()), day_20)
    lighter = deadlines_after(Row, 3, limits(3, day_20.date()), day_20)

    assert graver == {"ack_by": Row.ack_by, "plan_by": date(2025, 9, 28)}
    assert lighter == {"ack_by": OPEN_AT + timedelta(days=15), "plan_by": date(2025, 10, 31)}


# --- plans and decisions ----------------------------------------------------------------------------------------------
@pytest.mark.rule("INC-03")
@pytest.mark.parametrize(
    ("category", "deadline"), [("A2-5", date(2026, 3, 11)), ("A2-9", date(2026, 3, 11)), ("TAG-LOSS", None)]
)
def test_a_plan_against_security_forces_has_six_months_from_its_day(cases, category, deadline):
    code = cases.reported(category=category)
    cases.do("plan_adopted", code, at=days_on(10), plan_on="2025-09-11", steps=[STEP])

    assert cases.row(code).plan_deadline == deadline


@pytest.mark.rule("INC-03")
@pytest.mark.parametrize(("due_on", "accepted"), [("2026-03-11", True), ("2026-03-12", False)])
def test_no_step_of_such_a_plan_is_due_after_its_six_months(cases, due_on, accepted):
    code = cases.reported(category="A2-5")
    said = {"plan_on": "2025-09-11", "steps": [{**STEP, "due_on": due_on}]}

    answer = cases.enter(cases.officer, "incident.plan_adopted.v1", days_on(10), incident=code, **said)

    assert (answer.status == "recorded") is accepted
    assert accepted or answer.code == "step_too_late"


def test_a_later_plan_drops_what_is_not_done_and_keeps_it_to_be_read(cases):
    code = cases.reported()
    cases.do("plan_adopted", code, at=days_on(10), plan_on="2025-09-11", steps=[STEP, {**STEP, "does": "Count."}])
    cases.do("step_done", code, at=days_on(12), step=1, done_on="2025-09-12", result="No gap")
    cases.do("plan_adopted", code, at=days_on(20), plan_on="2025-09-20", steps=[{**STEP, "due_on": "2025-12-01"}])

    steps = IncidentStep.objects.filter(incident=code).order_by("plan", "number")
    assert [(each.plan, each.number, each.done_on is not None, each.dropped) for each in steps] == [
        (1, 1, True, False),
        (1, 2, False, True),
        (2, 1, False, False),
    ]
    assert cases.row(code).step_by == date(2025, 12, 1)
    assert (
        cases.refused("step_done", code, at=days_on(21), step=2, done_on="2025-09-21", result="x").code
        == "step_unknown"
    )


@pytest.mark.rule("INC-03")
def test_after_six_months_a_decision_comes_before_any_new_plan_or_level(cases):
    code = cases.reported()
    in_time, late = "2026-03-01T12:00:00+00:00", "2026-03-02T12:00:00+00:00"
    plan = {"plan_on": "2026-02-28", "steps": [{**STEP, "due_on": "2026-06-01"}]}

    assert cases.enter(
        cases.officer, "incident.level_changed.v1", in_time, incident=code, level=2, reason="x"
    ).status == ("recorded")
    assert cases.refused("plan_adopted", code, at=late, **plan).code == "decision_due"
    assert cases.refused("level_changed", code, at=late, level=3, reason="x").code == "decision_due"
    cases.do("decided", code, at=late, decision="suspend_while_mitigating", reason="No progress.")
    cases.do("plan_adopted", code, at=late, **plan)


@pytest.mark.rule("INC-03")
def test_who_goes_on_has_a_plan(cases):
    code = cases.reported()
    go_on = {"decision": "continue_with_mitigation", "reason": "It gets better."}

    assert cases.refused("decided", code, **go_on).code == "no_plan"
    cases.do("plan_adopted", code, at=days_on(1), plan_on="2025-09-02", steps=[STEP])
    cases.do("decided", code, at=days_on(2), **go_on)


@pytest.mark.rule("INC-03")
def test_a_plan_that_failed_in_its_six_months_leads_to_suspending_or_leaving(cases):
    code = cases.reported(category="A2-5")
    go_on = {"decision": "continue_with_mitigation", "reason": "It gets better."}
    cases.do("plan_adopted", code, at=days_on(0), plan_on="2025-09-01", steps=[STEP])

    cases.do("decided", code, at="2026-03-01T12:00:00+00:00", **go_on)
    assert cases.refused("decided", code, at="2026-03-02T12:00:00+00:00", **go_on).code == "plan_failed"
    cases.do("step_done", code, at="2026-03-02T12:00:00+00:00", step=1, done_on="2026-03-02", result="No gap")
    cases.do("decided", code, at="2026-03-02T13:00:00+00:00", **go_on)


@pytest.mark.parametrize(("until", "accepted"), [("2025-12-01", True), ("2025-11-30", False), (None, True)])
def test_a_suspension_lasts_three_months_at_least(cases, until, accepted):
    code = cases.reported()
    said = {"decision": "suspend_while_mitigating", "until": until, "reason": "x"}

    answer = cases.enter(cases.officer, "incident.decided.v1", incident=code, **said)

    assert (answer.code is None) is accepted
    assert not accepted or cases.row(code).suspended_until == date(2025, 12, 1)


def test_a_suspension_holds_the_site_and_going_on_frees_it(cases):
    code = cases.reported()
    cases.do("plan_adopted", code, at=days_on(1), plan_on="2025-09-02", steps=[STEP])
    cases.do("decided", code, at=days_on(2), decision="suspend_while_mitigating", reason="x")
    assert cases.row(code).site_held
    cases.do("decided", code, at=days_on(90), decision="continue_with_mitigation", reason="x")
    assert not cases.row(code).site_held


# --- levels -----------------------------------------------------------------------------------------------------------
def test_downgrades_are_counted_with_their_author_and_never_taken_back(cases):
    code = cases.reported(level=2)
    cases.do("level_changed", code, level=3, reason="One bag only.")
    cases.do("level_changed", code, level=2, reason="A second bag.")

    row = cases.row(code)
    assert (row.level, row.downgrades, row.first_level) == (2, 1, 2)


def test_the_same_level_is_no_change(cases):
    assert cases.refused("level_changed", cases.reported(level=2), level=2, reason="x").code == "level_same"


@pytest.mark.rule("INC-02")
def test_the_worst_is_downgraded_only_after_a_finding_that_it_is_not_so(cases):
    code = cases.reported(category="A2-1.iii")

    assert cases.refused("level_changed", code, level=2, reason="x").code == "level_fixed"
    cases.do("found", code, finding="not_substantiated", reason="A school outing.")
    cases.do("level_changed", code, level=3, reason="Not child labour.")


@pytest.mark.rule("INC-06")
@pytest.mark.parametrize(("third_on", "level"), [(180, 2), (182, 3)])
def test_the_third_of_its_kind_at_a_place_in_six_months_goes_up(cases, third_on, level):
    first, second = cases.reported(), cases.reported(at=days_on(1))
    third = cases.reported(at=days_on(third_on))
    follow_up(at(days_on(third_on)))

    assert [cases.row(code).level for code in (first, second, third)] == [3, 3, level]


@pytest.mark.rule("INC-06")
def test_two_of_a_kind_or_three_of_different_kinds_do_not_go_up(cases):
    codes = [cases.reported(), cases.reported(), cases.reported(category="SCALE-FAULT")]
    other = cases.world.new_site()
    codes.append(cases.reported(place=other))
    follow_up(at(days_on(2)))
    assert {cases.row(code).level for code in codes} == {3}
    third = cases.reported()
    follow_up(at(days_on(2)))
    assert cases.row(third).level == 2


@pytest.mark.rule("INC-06")
def test_who_lowers_it_again_says_why_and_it_stays_so(cases):
    third = [cases.reported() for _ in range(3)][-1]
    follow_up(at(days_on(1)))
    cases.do("level_changed", third, at=days_on(2), level=3, reason="Two of them were one event.")
    follow_up(at(days_on(3)))

    assert (cases.row(third).level, cases.row(third).downgrades) == (3, 1)


def test_the_flag_of_inc_03_is_nobodys_who_keeps_no_case(cases):
    cases.reported(category="A2-3.ii")

    look_at_parties([cases.world.ours.party, cases.world.agency], date(2025, 9, 20))

    assert not Flag.objects.filter(rule="INC-03").exists()
