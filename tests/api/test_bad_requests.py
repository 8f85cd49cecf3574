"""Whatever is sent: a problem with a stable code, never a page, never a 500, and nothing is written."""

import json

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from ledger.inbox.receiving import MOST_ENTRIES
from ledger.models import EventKey, InboxEntry
from tests import make
from tests.served import PROBLEM, Caller

pytestmark = pytest.mark.django_db
DEEP = 100_000
BODIES = {
    "not JSON": (b"{entries", 400, "not_json"),
    "nothing": (b"", 400, "not_entries"),
    "not UTF-8": (b'{"entries": ["\xff"]}', 400, "not_json"),
    "half a surrogate": (rb'{"entries": [{"key": "\ud800"}]}', 400, "text_not_allowed"),
    "half a surrogate as a name": (rb'{"entries": [{"facts": {"\udc00": 1}}]}', 400, "text_not_allowed"),
    "NUL": (rb'{"entries": [{"key": "a\u0000b"}]}', 400, "text_not_allowed"),
    "NUL as a name": (rb'{"entries": [{"a\u0000": 1}]}', 400, "text_not_allowed"),
    "NaN": (b'{"entries": [NaN]}', 400, "not_json"),
    "infinity": (b'{"entries": [-Infinity]}', 400, "not_json"),
    "huge number": (b'{"entries": [' + b"9" * 5_000 + b"]}", 400, "not_json"),
    "name twice": (b'{"entries": [], "entries": []}', 400, "name_doubled"),
    "name twice inside": (b'{"entries": [{"key": 1, "key": 2}]}', 400, "name_doubled"),
    "deep lists": (b'{"entries": ' + b"[" * DEEP + b"]" * DEEP + b"}", 400, "not_json"),
    "deep records": (b'{"entries": [' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"]}", 400, "too_deep"),
    "rather deep": (b'{"entries": ' + b"[" * 30 + b"]" * 30 + b"}", 400, "too_deep"),
    "a list": (b"[]", 400, "not_entries"),
    "a word": (b'"entries"', 400, "not_entries"),
    "null": (b"null", 400, "not_entries"),
    "no entries": (b'{"lots": []}', 400, "not_entries"),
    "entries as record": (b'{"entries": {}}', 400, "not_entries"),
    "none": (b'{"entries": []}', 400, "no_entries"),
    "more beside": (b'{"entries": [1], "colour": "red"}', 400, "field_extra"),
    "an entry as number": (b'{"entries": [1]}', 400, "bad_entry"),
    "exponent": (b'{"entries": [1e400]}', 400, "bad_entry"),
}


def written():
    return EventKey.objects.count(), InboxEntry.objects.count()


@pytest.mark.parametrize(("body", "status", "code"), BODIES.values(), ids=BODIES.keys())
def test_a_bad_body_is_a_problem_and_nothing_is_written(served, body, status, code):
    before = written()

    response = served.tagger.send(body)

    problem = response.json()
    assert (response.status_code, response["Content-Type"], problem["code"]) == (status, PROBLEM, code)
    assert {"type", "title", "status", "detail"} <= problem.keys()
    assert written() == before


def test_too_many_entries_and_too_many_bytes_are_refused(served):
    many = served.tagger.enter(*[{}] * (MOST_ENTRIES + 1))
    large = served.tagger.send(b'{"entries": [' + b" " * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b"]}")

    assert (many.status_code, many.json()["code"], many.json()["field"]) == (400, "too_many_lines", "entries")
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")


def test_a_full_batch_is_answered_entry_by_entry(served):
    response = served.tagger.enter(*[{}] * MOST_ENTRIES)

    assert (response.status_code, len(response.json()["answers"])) == (400, MOST_ENTRIES)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_media_type_is_415(served, content_type):
    response = served.tagger.send(b'{"entries": []}', content_type=content_type)

    assert (response.status_code, response.json()["code"]) == (415, "not_json_type")


def test_a_missing_and_a_wrong_token_are_401_and_say_how_to_sign_in(served):
    for who, code in ((Caller(), "token_missing"), (Caller(token="wrong"), "token_wrong")):
        response = who.enter(served.world.tagging())

        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
        assert (response["Content-Type"], response.json()["code"]) == (PROBLEM, code)


def test_a_user_without_a_role_gets_403(served):
    nobody = Caller(make.User.objects.create_user("without-a-role"))

    response = nobody.get("/api/v1/lots/")

    assert (response.status_code, response.json()["code"]) == (403, "no_role")


NOWHERE = ["/api/", "/api/v2/lots/", "/api/v1/lots", "/api/v1/lots/P0000000X/", "/api/v1/lots/a\x00b/",
           "/api/v1/lots/%ff/", "/api/v1/places/P0000000C/lots/", "/log/", "/log/x"]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_leads_nowhere_is_a_problem(served, path):
    response = served.auditor.get(path)

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json()["code"] == "not_found"


@pytest.mark.parametrize("path", ["/api/v1/lots/", "/api/v1/kinds/", "/healthz", "/log/checkpoint"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_another_method_is_405(served, path, method):
    response = getattr(served.auditor.client, method)(path, headers=served.auditor.headers)

    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in response["Allow"]


NOT_UNDERSTOOD = ["limit=0", "limit=many", "limit=-1", "limit=%D9%A3", "after=x", "after=W10", "after=WzEs",
                  "after=WyJcdTAwMDAiLCAxXQ", "after=WzEuNSwgImEiXQ", "state=gone", "mineral=unobtainium",
                  "code=%00"]  # fmt: skip


@pytest.mark.parametrize("asked", NOT_UNDERSTOOD)
def test_a_parameter_that_is_not_understood_is_a_problem_that_names_it(served, asked):
    response = served.auditor.get(f"/api/v1/lots/?{asked}")

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json()["field"] == asked.split("=")[0]


def test_a_fault_of_our_own_is_a_problem_that_tells_nothing(served, monkeypatch, caplog):
    from ledger.api import entries

    secret = "a price of " + "41,220"

    def broken(envelopes, actor):
        raise RuntimeError(secret)

    monkeypatch.setattr(entries, "receive", broken)
    served.tagger.client.raise_request_exception = False
    response = served.tagger.enter(served.world.tagging())
    served.tagger.client.raise_request_exception = True

    assert (response.status_code, response["Content-Type"], response.json()["code"]) == (500, PROBLEM, "unexpected")
    assert secret.encode() not in response.content
    assert secret not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "0001-01-02T00:00:00-23:59",
                                  "1899-12-31T23:59:59Z", "2026-11-03T10:42:00+23:59"])  # fmt: skip
def test_a_time_at_the_edge_of_the_calendar_is_answered(served, when):
    response = served.tagger.enter(served.world.tagging(at=when))

    assert response.status_code in {200, 400}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_edge_of_the_calendar_is_answered(served, day):
    facts = {"place": served.world.site, "by": "state", "status": "green", "valid_from": day}
    response = served.programme.enter(
        make.envelope("site.status_decided.v1", **facts), make.envelope("site.status_decided.v1", valid_to=day, **facts)
    )
    tagged = served.tagger.enter(served.world.tagging(dug_on=day))

    assert (response.status_code, tagged.status_code) == (200, 200)
    assert served.auditor.get(f"/api/v1/lots/{served.blend}/origins/").status_code == 200


texts = st.text(alphabet=st.characters(), max_size=12) | st.sampled_from(["P0000000C", "T0000001A", "lot.tagged.v1"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
FACTS = ["lot", "tag", "place", "mineral", "mass_g", "dug_on", "holder", "inputs", "changes", "tags", "weighed_g"]
TIMES = ["2026-11-03T10:42:00+02:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-02-30T00:00:00Z",
         "2026-11-03T10:42:00+24:00", "٢٠٢٦-11-03T10:42:00Z", "2026-11-03T24:00:00Z"]  # fmt: skip
KINDS = ["lot.tagged.v1", "lot.weighed.v1", "lot.bought.v1", "lot.blended.v1", "consignment.dispatched.v1",
         "consignment.received.v1", "site.visited.v1", "party.registered.v1", "flag.raised.v1"]  # fmt: skip
envelopes = st.fixed_dictionaries(
    {},
    optional={
        "key": st.uuids().map(str) | values,
        "kind": st.sampled_from(KINDS) | values,
        "happened_at": st.sampled_from(TIMES) | values,
        "facts": st.dictionaries(st.sampled_from(FACTS) | texts, values, max_size=8) | values,
        "heads": st.dictionaries(texts, values, max_size=3) | values,
        "colour": values,
    },
)


@given(st.lists(envelopes | values, max_size=4) | values)
@budget(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_json_at_all_makes_the_door_fall_over(served, entries):
    response = served.programme.send(json.dumps({"entries": entries}).encode())

    assert response.status_code in {200, 400, 403}, response.content
    assert response.json().get("answers") or response["Content-Type"] == PROBLEM


@given(st.binary(max_size=60))
@budget(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bytes_at_all_make_the_door_fall_over(served, body):
    assert served.tagger.send(body).status_code == 400
