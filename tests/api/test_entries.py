"""The door for entries: every entry of a batch is answered in its place, in words that say what to do."""

import json

import pytest

from ledger.models import EventKey, Lot
from tests import make
from tests.make import envelope
from tests.served import PROBLEM, Caller

pytestmark = pytest.mark.django_db


def answers_to(response, status=200):
    assert response.status_code == status, response.content
    return response.json()["answers"]


def test_a_bag_is_tagged_and_the_answer_names_event_and_head(served):
    tagging = served.world.tagging()

    (answer,) = answers_to(served.tagger.enter(tagging))

    lot = Lot.objects.get(code=tagging["facts"]["lot"])
    assert answer.pop("receipt").startswith("lodebook/submission@v1\n")
    assert answer == {
        "key": tagging["key"], "status": "recorded", "event_id": lot.event_id, "head": str(lot.head),
        "receipt_url": f"/api/v1/entries/{tagging['key']}/receipt/",
    }  # fmt: skip


def test_a_repeat_gets_the_same_event_and_writes_nothing(served):
    tagging = served.world.tagging()
    (first,) = answers_to(served.tagger.enter(tagging))
    before = EventKey.objects.count()

    (second,) = answers_to(served.tagger.enter(tagging))

    assert second == {**first, "status": "repeated"}
    assert EventKey.objects.count() == before


def test_a_weighing_moves_no_head_and_so_names_none(served):
    tagging = served.world.tagging()
    weighing = envelope("lot.weighed.v1", lot=tagging["facts"]["lot"], gross_g=46_200, tare_g=400)

    tagged, weighed = answers_to(served.tagger.enter(tagging, weighing))

    assert (tagged["head"], weighed["status"], "head" in weighed) == (tagging["key"], "recorded", False)


@pytest.mark.parametrize("deed", ["bought", "dispatched", "received", "blended"])
def test_the_head_of_an_answer_is_the_head_of_the_lot(served, deed):
    world, lot = served.world, served.world.bought()
    by = served.clerk
    if deed == "bought":
        lot = world.lot()
        entry = envelope("lot.bought.v1", lot=lot, place=world.ours.depot)
    elif deed == "blended":
        by = served.manager
        entry = envelope("lot.blended.v1", lot=make.code("P"), inputs=[lot, world.bought()], mass_g=91_600)
    elif deed == "dispatched":
        to = {"to": world.rivals.party, "destination": world.rivals.depot}
        entry = envelope("consignment.dispatched.v1", consignment=make.code("C"), lots=[lot], **to)
    else:
        by = served.buyer
        entry = envelope("consignment.received.v1", consignment=world.dispatched(lot), place=world.rivals.depot)

    (answer,) = answers_to(by.enter(entry))

    assert answer["head"] == entry["key"] == str(Lot.objects.get(code=lot).head)


def test_a_kept_refusal_is_a_problem_with_a_sentence_and_final_for_its_key(served):
    world = served.world
    used = world.tagging()
    again = world.tagging(tag=used["facts"]["tag"])

    _, refused = answers_to(served.tagger.enter(used, again))

    assert (refused["status"], refused["code"], refused["rule"]) == ("refused", "tag_already_used", "TAG-02")
    assert (refused["kept"], refused["type"]) == (True, "/problems/tag_already_used")
    assert refused["title"] == "Tag already used"
    assert refused["sentence"] == refused["detail"]
    assert refused["facts"]["lot"] == used["facts"]["lot"]
    assert "set it aside" in refused["sentence"]
    (repeated,) = answers_to(served.tagger.enter(again))
    assert repeated == refused


def test_the_sentence_comes_in_the_language_that_was_asked_for(served, monkeypatch):
    from django.utils.translation import get_language

    from ledger.api import problems

    monkeypatch.setattr(problems, "sentence", lambda code, facts, field: get_language())
    entry = served.world.tagging(tag=make.code("T"))

    (french,) = answers_to(served.tagger.enter(entry, **{"Accept-Language": "fr"}))

    assert french["sentence"] == "fr"


def test_what_names_an_unknown_lot_waits_and_is_kept(served):
    weighing = envelope("lot.weighed.v1", lot=make.code("P"), gross_g=46_200, tare_g=400)

    (answer,) = answers_to(served.tagger.enter(weighing))

    assert (answer["status"], answer["code"], answer["kept"]) == ("waiting", "unknown_lot", True)
    assert "waits" in answer["sentence"]


def test_an_unknown_head_waits_and_names_its_field(served):
    lot = served.world.lot()
    buying = envelope("lot.bought.v1", {lot: str(make.uuid4())}, lot=lot, place=served.world.ours.depot)

    (answer,) = answers_to(served.clerk.enter(buying))

    assert (answer["status"], answer["field"]) == ("waiting", f"entries[0].heads.{lot}")


def test_a_batch_with_one_good_entry_is_200_and_names_the_bad_one_in_its_place(served):
    good, bad = served.world.tagging(), served.world.tagging(mass_g=0)

    first, second = answers_to(served.tagger.enter(good, bad))

    assert first["status"] == "recorded"
    assert (second["code"], second["field"]) == ("fact_not_whole", "entries[1].facts.mass_g")
    assert second["kept"] is False
    assert "0.001\N{NO-BREAK SPACE}kg" in second["sentence"]


def test_a_batch_without_one_good_entry_is_a_problem_that_names_the_first_field(served):
    bad = [served.world.tagging(place=make.code("S")), served.world.tagging(dug_on="yesterday")]
    before = EventKey.objects.count()

    response = served.tagger.enter(*bad)

    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert (problem["code"], problem["status"]) == ("unknown_place", 400)
    assert problem["field"] == "entries[0].facts.place"
    assert [answer["code"] for answer in problem["answers"]] == ["unknown_place", "fact_not_day"]
    assert EventKey.objects.count() == before


def test_a_refusal_by_a_rule_alone_is_200_since_the_entry_was_well_formed(served):
    entry = served.world.tagging(tag=make.code("T"))

    (answer,) = answers_to(served.tagger.enter(entry))

    assert (answer["code"], answer["kept"]) == ("tag_unknown", True)


def test_a_key_used_for_other_words_is_refused_and_can_be_mended(served):
    tagging = served.world.tagging()
    answers_to(served.tagger.enter(tagging))

    (answer,) = answers_to(served.tagger.enter({**tagging, "happened_at": "2026-11-03T11:00:00+02:00"}))

    assert (answer["code"], answer["field"], answer["kept"]) == ("key_reused", "entries[0].key", False)


def test_a_key_of_somebody_else_tells_nothing_but_that_it_is_used(served):
    tagging = served.world.tagging()
    answers_to(served.tagger.enter(tagging))

    issuing = envelope("tag.issued.v1", key=tagging["key"], place=served.world.site, tags=[make.code("T")])

    (answer,) = answers_to(served.programme.enter(issuing))

    assert (answer["code"], answer["facts"], answer["kept"]) == ("key_reused", {}, False)


def test_who_may_enter_none_of_it_gets_403_and_who_may_enter_some_gets_answers(served):
    refused = served.buyer.enter(served.world.tagging())

    assert (refused.status_code, refused["Content-Type"]) == (403, PROBLEM)
    assert refused.json()["code"] == "not_allowed"
    assert refused.json()["answers"][0]["kept"] is False
    lot = served.world.lot()
    allowed, not_allowed = answers_to(
        served.clerk.enter(envelope("lot.bought.v1", lot=lot, place=served.world.ours.depot), served.world.tagging())
    )
    assert (allowed["status"], not_allowed["code"]) == ("recorded", "not_allowed")


def test_the_oddest_key_comes_back_so_that_the_writer_finds_its_entry(served):
    entries = [{**served.world.tagging(), "key": key} for key in ("x" * 70, "bag-7", 7, ["a"], None)]

    response = served.tagger.enter(*entries)

    keys = [answer["key"] for answer in response.json()["answers"]]
    assert keys == ["x" * 64, "bag-7", "7", "['a']", ""]


def test_a_token_may_be_sent_in_small_letters_and_its_end_is_respected(served):
    from datetime import UTC, datetime

    from ledger.models import ApiToken

    ended = Caller(make.user("clerk", "depot_clerk", served.world.ours.party))
    body = json.dumps({"entries": [served.world.tagging()]}).encode()
    small = Caller().send(body, Authorization=f"bearer {ended.token}")
    ApiToken.objects.filter(user=ended.user).update(ends_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert small.status_code == 403
    assert ended.send(body).status_code == 401
