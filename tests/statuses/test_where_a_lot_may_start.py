"""MINE-01, MINE-03, MINE-04: what the State said of a site on the day its ore was dug decides whether a lot starts."""

from __future__ import annotations

import json

import pytest

from ledger.inbox.wording import sentence
from ledger.log.reading import events_by_id
from ledger.models import InboxEntry, Lot
from ledger.parties import roles
from ledger.risk.watching import hold_what_was_left
from sites.models import MineSite
from tests import make
from tests.make import enter, entered, envelope


def tag(world, dug_on=make.DUG, **more):
    (answer,) = enter(world.tagger, world.tagging(dug_on=dug_on, **more))
    return answer


def resolved(answer):
    (event,) = events_by_id([answer.event_id])
    return event.envelope["resolved"]


def file_report(world, on, **more):
    facts = {"place": world.site, "filed_on": on, "document": "ab" * 32, **more}
    return entered(world.ours.manager, envelope("blue.report_filed.v1", at=f"{on}T12:00:00+02:00", **facts))[0]


def objected(world, on):
    facts = {"place": world.site, "objected_on": on, "by": "Provincial mines division"}
    entered(world.regulator, envelope("blue.objected.v1", at=f"{on}T12:00:00+02:00", **facts))


@pytest.mark.rule("MINE-01")
def test_no_lot_starts_at_a_site_without_a_status(bare):
    answer = tag(bare)

    assert (answer.code, answer.rule) == ("site_may_not_produce", "MINE-01")
    assert answer.facts == {"place": bare.site, "status": "none", "dug_on": make.DUG}
    assert "had no status" in sentence(answer.code, answer.facts)
    assert InboxEntry.objects.get().rule == "MINE-01"


@pytest.mark.rule("MINE-01")
def test_a_decision_that_begins_later_does_not_open_the_days_before(bare):
    bare.status("green", since="2026-11-02")

    before, on = tag(bare, "2026-11-01"), tag(bare, "2026-11-02")

    assert (before.code, on.status) == ("site_may_not_produce", "recorded")


@pytest.mark.rule("MINE-01")
def test_no_lot_starts_at_a_site_that_is_red_until_somebody_decides_otherwise(bare):
    bare.status("red", since="2026-01-01", valid_to="2026-06-30")

    assert tag(bare, "2026-11-02").facts["since"] == "2026-01-01", "a Red past its last day is overdue, not Green"

    bare.status("green", since="2026-10-01")
    assert tag(bare, "2026-10-01").status == "recorded"


@pytest.mark.rule("MINE-01")
def test_no_lot_starts_at_a_site_whose_blue_ran_out(bare):
    bare.status("blue", since="2023-11-02")
    file_report(bare, "2026-10-01")

    last_day, day_after = tag(bare, "2026-11-01"), tag(bare, "2026-11-02")

    assert last_day.code != "site_may_not_produce"
    assert day_after.facts == {"place": bare.site, "status": "red", "since": "2026-11-02", "lapsed_from": "blue"}
    assert "ran out" in sentence(day_after.code, day_after.facts)


@pytest.mark.rule("MINE-01")
def test_outside_the_mechanism_a_site_without_status_may_produce_and_a_red_one_not(bare):
    site = make.code("S")
    facts = {"place": site, "name": "Bikita", "country": "ZW", "zone": "Africa/Harare", "minerals": ["lithium_ore"]}
    entered(bare.programme, envelope("site.registered.v1", **facts))
    one, two = bare.issue(2, place=site)
    elsewhere = {"place": site, "mineral": "lithium_ore"}

    assert tag(bare, tag=one, **elsewhere).status == "recorded"

    bare.status("red", place=site, since="2026-11-01")
    assert tag(bare, tag=two, **elsewhere).rule == "MINE-01"


def test_the_tagging_keeps_the_decision_that_it_relied_on(bare):
    facts = {"place": bare.site, "by": "state", "status": "green", "valid_from": "2026-03-01"}
    (decision,) = entered(bare.regulator, envelope("site.status_decided.v1", **facts))

    status = resolved(tag(bare))["status"]

    assert status == {"colour": "green", "why": "decided", "decision": decision.event_id, "since": "2026-03-01"}


@pytest.mark.rule("MINE-04")
@pytest.mark.parametrize(("filed_on", "opens"), [("2026-10-22", True), ("2026-10-23", True), ("2026-10-24", False)])
def test_blue_opens_ten_clear_days_after_a_report(bare, filed_on, opens):
    bare.status("blue", since="2026-05-01")
    report = file_report(bare, filed_on)

    answer = tag(bare, "2026-11-02")

    if opens:
        assert resolved(answer)["status"] == {
            "colour": "blue",
            "why": "decided",
            "decision": report.event_id - 1,
            "since": "2026-05-01",
            "note": "blue conditional procedure",
            "report": report.event_id,
        }
    else:
        assert (answer.code, answer.rule) == ("blue_not_cleared", "MINE-04")
        assert answer.facts["clear_on"] == "2026-11-03"
        assert "lies open until" in sentence(answer.code, answer.facts)


@pytest.mark.rule("MINE-04")
def test_a_green_that_lapsed_is_blue_and_needs_a_report(bare):
    bare.status("green", since="2025-03-01")

    answer = tag(bare)

    assert (answer.code, answer.facts["missing"], answer.facts["since"]) == ("blue_not_cleared", "report", "2026-03-01")
    file_report(bare, "2026-10-01")
    assert resolved(tag(bare))["status"]["lapsed_from"] == "green"


@pytest.mark.rule("MINE-04")
@pytest.mark.parametrize(("objected_on", "opens"), [("2026-10-01", False), ("2026-10-11", False), ("2026-10-12", True)])
def test_an_objection_within_the_clear_days_closes_blue(bare, objected_on, opens):
    bare.status("blue", since="2026-05-01")
    file_report(bare, "2026-10-01")
    objected(bare, objected_on)

    answer = tag(bare)

    assert (answer.status == "recorded") is opens
    assert opens or sentence(answer.code, answer.facts).count("2026") == 2


@pytest.mark.rule("MINE-04")
def test_a_report_for_an_earlier_blue_opens_nothing(bare):
    bare.status("blue", since="2024-05-01")
    file_report(bare, "2024-06-01")
    bare.status("green", since="2024-07-01")

    assert tag(bare).facts["missing"] == "report"


def test_a_green_site_needs_no_report(world):
    assert tag(world).status == "recorded"


@pytest.mark.rule("MINE-03")
@pytest.mark.parametrize(("since", "held"), [("2026-05-03", False), ("2026-05-02", True)])
def test_a_lot_of_a_yellow_site_past_its_evaluation_is_recorded_and_held(bare, since, held):
    bare.status("yellow", since=since)
    tagging = bare.tagging()

    (answer,) = enter(bare.tagger, tagging)

    lot = Lot.objects.get(code=tagging["facts"]["lot"])
    assert answer.status == "recorded"
    assert lot.on_hold is held
    if held:
        buying = envelope("lot.bought.v1", lot=lot.code, place=bare.ours.depot)
        assert enter(bare.ours.clerk, buying)[0].code == "lot_on_hold"


@pytest.mark.rule("MINE-03")
def test_the_cause_of_the_hold_is_in_the_book_and_a_release_lasts(bare, seal):
    bare.status("yellow", since="2026-01-01")
    tagging = bare.tagging()
    (answer,) = enter(bare.tagger, tagging)
    lot = tagging["facts"]["lot"]

    (held,) = [event for event in events_by_id(range(answer.event_id, answer.event_id + 5)) if "held" in event.kind]
    assert (held.facts["rule"], held.facts["entry"]) == ("MINE-03", tagging["key"])

    entered(bare.programme, envelope("lot.released.v1", lot=lot, note="The site was evaluated."))
    enter(bare.tagger, tagging)
    hold_what_was_left(events_by_id([answer.event_id]))
    assert not Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("MINE-03")
def test_a_hold_that_a_crash_left_out_is_made_up_for(bare, monkeypatch):
    bare.status("yellow", since="2026-01-01")
    monkeypatch.setattr("ledger.inbox.consequences._hold_at_once", lambda done: None)
    tagging = bare.tagging()
    (answer,) = enter(bare.tagger, tagging)
    assert not Lot.objects.get(code=tagging["facts"]["lot"]).on_hold

    hold_what_was_left(events_by_id([answer.event_id]))

    assert Lot.objects.get(code=tagging["facts"]["lot"]).on_hold


def test_findings_of_a_report_are_not_in_the_open_leaf(bare):
    answer = file_report(bare, "2026-10-01", findings="Two barriers on the road")

    (event,) = events_by_id([answer.event_id])

    assert b"barriers" not in event.entry
    assert json.loads(event.entry)["party"] == bare.ours.party
    assert MineSite.objects.get(code=bare.site).state is None


def test_a_report_is_filed_by_those_who_trade_and_objections_are_the_authorities(bare):
    clerk = make.Actor("clerk", bare.ours.party, frozenset({roles.DEPOT_CLERK}))
    facts = {"place": bare.site, "filed_on": "2026-10-01", "document": "ab" * 32}

    assert enter(clerk, envelope("blue.report_filed.v1", **facts))[0].code == "not_allowed"
