"""Who closes is no party to it; replies stand beside claims; what is published is blurred and comes one by one."""

import pytest

from ledger.deeds.entries import Actor
from ledger.parties import roles
from tests.incidents.conftest import days_on

pytestmark = pytest.mark.django_db


def keeper(name, party):
    return Actor(name, party, frozenset({roles.REGULATOR}))


# --- SEG-01 and WB-01 -------------------------------------------------------------------------------------------------
@pytest.mark.rule("SEG-01")
def test_who_entered_a_case_does_not_close_it_and_somebody_else_does(cases):
    code = cases.reported(actor=cases.officer)
    cases.do("found", code, finding="substantiated", reason="Seen.")

    refused = cases.refused("closed", code, outcome="resolved", reason="Done.")
    assert (refused.code, refused.rule) == ("reporter_closes", "SEG-01")
    cases.do("closed", code, actor=cases.second, outcome="resolved", reason="Done.")


@pytest.mark.rule("SEG-01")
def test_nobody_closes_a_case_that_names_him_his_party_or_his_agency(cases):
    agency, person = keeper("inspector", cases.world.agency), cases.second
    code = cases.reported(parties=[cases.world.agency], agents=[person.id])
    cases.do("found", code, finding="substantiated", reason="Seen.")

    for actor in (agency, person):
        assert cases.refused("closed", code, actor=actor, outcome="resolved", reason="x").rule == "SEG-01"
    cases.do("closed", code, outcome="resolved", reason="Done.")


@pytest.mark.rule("WB-01")
def test_the_accused_agency_does_not_work_on_the_case(cases):
    agency = keeper("inspector", cases.world.agency)
    against, other = cases.reported(parties=[cases.world.agency]), cases.reported()

    for what, facts in {
        "acknowledged": {},
        "found": {"finding": "not_substantiated", "reason": "x"},
        "level_changed": {"level": 2, "reason": "x"},
        "decided": {"decision": "disengage", "reason": "x"},
        "forwarded": {"to": cases.world.ours.party},
    }.items():
        assert cases.refused(what, against, actor=agency, **facts).code == "party_to_case"
    cases.do("acknowledged", other, actor=agency)


@pytest.mark.rule("WB-01")
def test_the_table_of_cases_says_who_entered_one_to_nobody_who_does_not_know(cases):
    code = cases.reported(actor=cases.world.ours.clerk)

    row = {field.name: getattr(cases.row(code), field.name) for field in cases.row(code)._meta.concrete_fields}
    assert cases.world.ours.clerk.id not in str(row)
    assert cases.world.ours.party not in str(row)


# --- closing and opening again ----------------------------------------------------------------------------------------
def test_an_outcome_rests_on_a_finding(cases):
    code = cases.reported()

    assert cases.refused("closed", code, outcome="resolved", reason="x").code == "no_finding"
    cases.do("found", code, finding="substantiated", reason="Seen.")
    assert cases.refused("closed", code, outcome="not_substantiated", reason="x").code == "outcome_against_finding"
    cases.do("closed", code, outcome="unresolved_escalated", reason="Passed to the ministry.")


@pytest.mark.rule("INC-04")
def test_a_case_that_is_opened_again_keeps_its_history_and_its_lots(cases):
    lot = cases.world.lot()
    code = cases.reported(lots=[lot])
    cases.closed(code)
    assert cases.refused("found", code, finding="partly", reason="x").code == "incident_closed"

    cases.do("reopened", code, at=days_on(30), reason="It goes on.")

    row = cases.row(code)
    assert (row.state, row.reopened, row.finding, row.outcome, row.grams) == ("open", 1, "substantiated", None, 45_800)
    assert str(row.decide_by) == "2026-04-01"
    assert cases.refused("reopened", code, at=days_on(31), reason="x").code == "incident_open"


# --- reply ------------------------------------------------------------------------------------------------------------
@pytest.mark.rule("INC-07")
def test_a_named_party_replies_and_nobody_else_does_in_its_name(cases):
    ours, rivals = cases.world.ours, cases.world.rivals
    code = cases.reported(parties=[ours.party])

    for actor, party in ((rivals.clerk, ours.party), (rivals.clerk, rivals.party), (ours.clerk, None)):
        assert cases.refused("replied", code, actor=actor, party=party, reply="x", by_whom="x").code == "not_named"
    cases.do("replied", code, actor=ours.clerk, party=ours.party, reply="We know of nothing.")
    assert cases.row(code).replied == [ours.party]


@pytest.mark.rule("INC-07")
def test_a_keeper_enters_the_letter_of_who_is_named_and_of_no_other(cases):
    code = cases.reported(parties=[cases.world.cooperative])

    assert cases.refused("replied", code, party=cases.world.ours.party, reply="x").code == "not_named"
    cases.do("replied", code, party=cases.world.cooperative, reply="By letter.")
    cases.do("replied", code, by_whom="District command", reply="A sanitary post.")


def test_a_reply_is_heard_after_the_case_is_closed(cases):
    code = cases.reported(parties=[cases.world.cooperative])
    cases.closed(code)

    cases.do("replied", code, party=cases.world.cooperative, reply="Too late for you, but here it is.")


# --- publication ------------------------------------------------------------------------------------------------------
SAID = {"summary": "Tags were lost at a site. They were found.", "area": "Kalehe territory"}


@pytest.mark.rule("INC-05")
@pytest.mark.parametrize(("day", "accepted"), [(89, False), (90, True)])
def test_the_summary_of_an_open_case_waits_for_ninety_days(cases, day, accepted):
    code = cases.reported()

    answer = cases.enter(cases.officer, "incident.published.v1", days_on(day), incident=code, **SAID)

    assert answer.code == (None if accepted else "too_early_to_publish")


@pytest.mark.rule("INC-05")
def test_a_case_that_is_closed_is_published_at_once_whatever_others_do(cases):
    code, _other = cases.reported(), cases.reported()
    cases.closed(code)

    cases.do("published", code, **SAID)

    assert cases.row(code).public_area == "Kalehe territory"


@pytest.mark.rule("INC-05")
@pytest.mark.parametrize("told", ["At KASHUVI OUEST tags were lost.", "Umoja"])
def test_a_summary_names_neither_the_place_nor_a_party(cases, told):
    code = cases.reported(parties=[cases.world.cooperative])
    cases.closed(code)
    said = told if told != "Umoja" else "Coopérative Umoja lost tags."

    assert cases.refused("published", code, summary=said, area="Kalehe").code == "not_blurred"


def test_a_case_is_passed_on_once(cases):
    code = cases.reported()
    cases.do("forwarded", code, to=cases.world.rivals.party)

    assert cases.row(code).told == [cases.world.rivals.party]
    assert cases.refused("forwarded", code, to=cases.world.rivals.party).code == "named_before"
