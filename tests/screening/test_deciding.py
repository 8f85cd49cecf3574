"""People decide hits: a name alone confirms nothing, decisions end, and what was decided stays until it must not."""

from datetime import date

import pytest

from ledger.risk.screening.models import Hit
from tests.make import enter, entered, envelope
from tests.screening import lists
from tests.screening.test_screening import DECEMBER, company, load, owned_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


@pytest.fixture
def hit(listed, follow):
    company(listed, "Kivuvu Trading House")
    follow()
    return Hit.objects.get()


def decision(of, decision="not_same", **more):
    facts = {"party": of.party, "hit": str(of.key), "decision": decision, "reason": "Another address."}
    return envelope("hit.decided.v1", **{**facts, **more})


@pytest.mark.rule("SCR-01")
def test_a_name_alone_confirms_nothing(listed, hit):
    (answer,) = enter(listed.programme, decision(hit, "confirmed"))

    assert (answer.status, answer.code, answer.rule) == ("refused", "name_alone", "SCR-01")
    assert Hit.objects.get().state == "open"


@pytest.mark.rule("SCR-01")
def test_with_a_second_identifier_a_hit_is_confirmed_and_stays_so(listed, hit):
    entered(listed.programme, decision(hit, "confirmed", second="register_number"))

    found = Hit.objects.get()
    assert (found.state, found.second, found.until) == ("confirmed", "register_number", None)


@pytest.mark.rule("SCR-01")
@pytest.mark.parametrize("word", ["not_same", "unclear"])
def test_what_is_not_confirmed_needs_no_second_identifier(listed, hit, word):
    entered(listed.programme, decision(hit, word))

    assert Hit.objects.get().state == word


def test_a_decision_that_names_no_end_ends_after_a_year_or_a_month(listed, hit):
    entered(listed.programme, decision(hit, "unclear"))
    assert Hit.objects.get().until == date(2026, 12, 3)

    entered(listed.programme, decision(hit, "not_same"))
    assert Hit.objects.get().until == date(2027, 11, 3)

    entered(listed.programme, decision(hit, "not_same", until="2026-11-30"))
    assert Hit.objects.get().until == date(2026, 11, 30)


def test_a_decision_that_ended_before_it_was_made_is_no_entry(listed, hit):
    (answer,) = enter(listed.programme, decision(hit, until="2026-11-03"))

    assert (answer.code, answer.field) == ("until_not_to_come", "facts.until")


@pytest.mark.parametrize("change", [{"party": "Q0000001H"}, {"hit": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11"}])
def test_only_a_hit_that_is_there_is_decided(listed, hit, change):
    (answer,) = enter(listed.programme, decision(hit, **change))

    assert answer.code in {"unknown_party", "hit_unknown"}


def test_only_keepers_decide(listed, hit):
    (answer,) = enter(listed.ours.manager, decision(hit))

    assert answer.code == "not_allowed"


def test_what_was_decided_stays_when_the_party_is_screened_again(listed, hit, follow):
    entered(listed.programme, decision(hit))
    owned_by(listed, hit.party, "Jeanne Sifa")
    follow()

    assert Hit.objects.get().state == "not_same"


def test_a_hit_is_open_again_when_the_list_answers_better_than_when_it_was_decided(listed, follow):
    party = company(listed, "Kivuvu Trading")
    follow()
    hit = Hit.objects.get(party=party)
    entered(listed.programme, decision(hit))
    load("un", lists.un(lists.entity("7003", "KIVUVU TRADING")), DECEMBER)
    follow()

    again = Hit.objects.get(party=party)
    assert again.score > hit.score
    assert again.state == "open"


def test_a_hit_that_came_back_is_open(listed, hit, follow):
    entered(listed.programme, decision(hit))
    load("un", lists.un(lists.entity("1", "OTHER HOUSE")), DECEMBER)
    follow()
    assert Hit.objects.get().state == "gone"

    load("un", lists.un(lists.entity("7003", "KIVUVU TRADING HOUSE")), date(2026, 11, 22))
    follow()

    assert Hit.objects.get().state == "open"


def test_the_reason_is_for_overseers_and_the_decision_stands_in_no_open_fact(listed, hit, seal):
    from ledger.log.reading import events_from

    entered(listed.programme, decision(hit, "confirmed", second="address"))
    seal()

    (event,) = [event for event in events_from(0, 10_000) if event.kind == "hit.decided.v1"]
    assert set(event.facts) == {"party", "hit"}
    assert set(event.envelope["commitments"]) == {"trade", "notes"}


def test_two_hits_of_one_party_are_decided_each_for_itself(listed, follow):
    party = company(listed, "Kivuvu Trading House")
    owned_by(listed, party, "Obedi Rwakabuba")
    follow()
    first, second = Hit.objects.filter(party=party).order_by("role")

    entered(listed.programme, decision(first))

    assert dict(Hit.objects.filter(party=party).values_list("role", "state")) == {
        first.role: "not_same",
        second.role: "open",
    }


def test_a_decision_sent_twice_is_one(listed, hit):
    sent = decision(hit)
    entered(listed.programme, sent)

    (answer,) = enter(listed.programme, sent)

    assert answer.status == "repeated"
