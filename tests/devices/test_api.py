"""Devices over HTTP: a signed entry is sent as it was signed, and every number is accounted for."""

import jsonschema
import pytest
from django.conf import settings

from ledger.parties import roles
from tests.devices.conftest import Field, sign
from tests.devices.phone import Phone
from tests.served import caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(world):
    return caller(roles.TAGGING_AGENT, world.agency)


def test_a_signed_entry_is_told_as_it_was_signed(pit, agent):
    bag = pit.bag()
    plain = pit.world.tagging()

    answers = agent.enter(bag, plain).json()["answers"]
    auditor = caller(roles.AUDITOR, pit.world.programme_party)
    (signed,) = auditor.get(f"/api/v1/lots/{bag['facts']['lot']}/events/").json()["results"]
    (entered,) = auditor.get(f"/api/v1/lots/{plain['facts']['lot']}/events/").json()["results"]

    assert [answer["status"] for answer in answers] == ["recorded", "recorded"]
    assert signed["alg"] == "Ed25519"
    assert signed["signed"] == {name: bag[name] for name in ("device", "seq", "heads", "signature")}
    assert (entered["alg"], entered["signed"]) == ("log", None)


def test_a_bad_envelope_says_which_entry_and_field(pit, agent):
    bag = pit.bag()
    bag["openings"]["trade"] = {"key": "x", "value": bag["openings"].get("trade", {}).get("value", {"holder": "x"})}

    problem = agent.enter(bag).json()

    assert problem["code"] in {"not_base64", "fact_not_code"}
    assert problem["field"].startswith("entries[0].openings.trade")


def test_a_device_tells_which_numbers_are_missing_refused_or_late(pit, agent):
    first = pit.bag()
    used = first["facts"]["tag"]
    again = pit.bag(tag=used)  # number 2 is refused: its tag is used
    agent.enter(first, again, pit.bag(seq=6), pit.bag(seq=9))

    told = agent.get(f"/api/v1/devices/{pit.phone.device}/").json()

    assert (told["entries"], told["last_seq"]) == (3, 9)
    assert told["missing"] == [{"first": 3, "last": 5}, {"first": 7, "last": 8}]
    assert told["kept"] == [{"seq": 2, "status": "refused", "code": "tag_already_used"}]
    assert told["label"] == "phone 3"


def test_a_forged_entry_does_not_fill_a_gap(pit, agent):
    agent.enter(pit.bag(seq=3))
    thief = Phone(settings.LOG_ORIGIN, device=pit.phone.device)
    agent.enter(sign(thief, pit.world.tagging(), seq=2))

    told = agent.get(f"/api/v1/devices/{pit.phone.device}/").json()

    assert told["missing"] == [{"first": 1, "last": 2}]
    assert told["kept"] == []


def test_entries_recorded_before_a_loss_was_told_are_doubtful(pit, agent):
    pit.enter(pit.bag(at="2026-11-03T09:00:00+02:00"), pit.bag(at="2026-11-03T10:30:00+02:00"))
    pit.revoke("stolen", since="2026-11-03T10:00:00+02:00")

    told = agent.get(f"/api/v1/devices/{pit.phone.device}/").json()

    assert (told["revoked_reason"], told["doubtful"]) == ("stolen", 1)


def test_a_party_sees_its_own_devices_and_overseers_see_all(world):
    ours, rivals = Field(world, Phone(settings.LOG_ORIGIN)), Field(world, Phone(settings.LOG_ORIGIN))
    ours.enrol(party=world.ours.party)
    rivals.enrol(party=world.rivals.party)
    seen = {}
    for name, role, party in (
        ("ours", roles.DEPOT_CLERK, world.ours.party),
        ("rivals", roles.DEPOT_MANAGER, world.rivals.party),
        ("auditor", roles.AUDITOR, world.programme_party),
    ):
        who = caller(role, party)
        listed = {each["device"] for each in who.get("/api/v1/devices/").json()["results"]}
        opened = {
            phone.device
            for phone in (ours.phone, rivals.phone)
            if who.get(f"/api/v1/devices/{phone.device}/").status_code == 200
        }
        assert listed == opened
        seen[name] = listed

    assert seen["ours"] == {ours.phone.device}
    assert seen["rivals"] == {rivals.phone.device}
    assert seen["auditor"] == {ours.phone.device, rivals.phone.device}


def test_the_list_of_devices_goes_on(world):
    for _ in range(3):
        Field(world, Phone(settings.LOG_ORIGIN)).enrol()
    auditor = caller(roles.AUDITOR, world.programme_party)

    first = auditor.get("/api/v1/devices/?limit=2").json()
    second = auditor.get(first["next"]).json()

    assert (len(first["results"]), len(second["results"]), second["next"]) == (2, 1, None)


def test_the_answers_about_devices_fit_the_schema_that_is_shown(pit, agent):
    pit.enter(pit.bag(), pit.bag(seq=4))
    schema = agent.get("/api/v1/schema/").json()
    for path in ("/api/v1/devices/", "/api/v1/devices/{device}/"):
        shape = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        told = agent.get(path.format(device=pit.phone.device)).json()

        jsonschema.validate(told, {**shape, "components": schema["components"]})


def test_the_schema_shows_what_a_signed_entry_holds(agent):
    schema = agent.get("/api/v1/schema/").json()

    entry = schema["components"]["schemas"]["EntryShape"]["properties"]
    assert {"device", "seq", "alg", "signature", "commitments", "openings"} <= entry.keys()
    assert "/api/v1/devices/{device}/" in schema["paths"]


def test_a_batch_with_all_that_can_happen(pit, agent):
    """A morning of a phone: one late, one twice, one changed on the way, one unsigned."""
    late, twice, changed = pit.bag(), pit.bag(), pit.bag()
    changed["happened_at"] = "2026-11-03T11:00:00+02:00"

    answers = agent.enter(twice, twice, changed, late, pit.world.tagging()).json()["answers"]

    said = [answer.get("code", answer["status"]) for answer in answers]
    assert said == ["recorded", "repeated", "signature_false", "recorded", "recorded"]
    told = agent.get(f"/api/v1/devices/{pit.phone.device}/").json()
    assert (told["entries"], told["last_seq"], told["missing"]) == (2, 2, [])
