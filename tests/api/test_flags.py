"""Flags and findings over the API: what rules ask, and what a finding touches, each as far as the asker may see."""

import pytest

from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.risk.flags import RAISED
from ledger.risk.tainting.opening import OPENED

pytestmark = pytest.mark.django_db
FLAG, FINDING = "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "1f3a0c62-51d6-4a0e-9d53-6f6f3c7e2b12"


def got(who, path):
    response = who.get(path)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def asked(served):
    facts = {"rule": "DATA-01", "version": 2, "subject": served.blend, "severity": "hold", "category": "operational"}
    evidence = {"late": 1, "done_on": "2026-11-03", "entered_on": "2026-11-23", "hours": 480, "limit_hours": 48}
    evidence["limit_days"] = 14
    found = {"why": "tag", "subject": served.first, "cause": FLAG, "rule": "TAG-02", "lots": 2, "grams": 45_800}
    enter([system_entry(FLAG, RAISED, {**facts, "evidence": evidence}), system_entry(FINDING, OPENED, found)])
    return served


def test_a_flag_comes_with_its_sentence_numbers_and_what_clears_it(asked):
    (flag,) = got(asked.clerk, f"/api/v1/flags/?subject={asked.blend}")["results"]

    assert (flag["rule"], flag["severity"], flag["evidence"]["hours"]) == ("DATA-01", "hold", 480)
    assert "480 hours later" in flag["sentence"] and flag["clears"] and flag["innocent"]


def test_flags_of_others_lots_are_not_told(asked):
    assert got(asked.buyer, f"/api/v1/flags/?subject={asked.blend}")["results"] == []


@pytest.mark.parametrize("wrong", ["severity=grave", "state=both", "limit=0"])
def test_a_wrong_filter_is_named(asked, wrong):
    response = asked.auditor.get(f"/api/v1/flags/?{wrong}")

    assert response.status_code == 400
    assert response.json()["field"] == wrong.split("=")[0]


def test_a_finding_lists_the_lots_that_it_touches_in_grams(asked):
    said = got(asked.auditor, f"/api/v1/findings/{FINDING}/")

    assert said["whole"] and not said["cut"]
    assert {line["lot"] for line in said["lots"]} >= {asked.first, asked.blend}
    assert said["left_g"] == sum(line["grams"] for line in said["lots"] if line["state"] != "consumed")
    assert [row["key"] for row in got(asked.clerk, "/api/v1/findings/")["results"]] == [FINDING]


def test_to_a_rival_it_touches_nothing(asked):
    said = got(asked.buyer, f"/api/v1/findings/{FINDING}/")

    assert (said["whole"], said["lots"], said["left_g"]) == (False, [], 0)


def test_a_finding_that_is_not_there_is_not_found(served):
    assert served.auditor.get(f"/api/v1/findings/{FINDING}/").status_code == 404
