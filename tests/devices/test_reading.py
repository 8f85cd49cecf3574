"""A signed envelope is read as it is: nothing in it is spelled anew, and a refusal names the field."""

import base64

import pytest

from ledger.log.models import EventKey
from tests import make
from tests.devices.conftest import sign
from tests.devices.phone import base64_of

pytestmark = pytest.mark.django_db


def refused(pit, envelope, actor=None):
    """Send an envelope that cannot be read; return the code, the field and what was expected."""
    (answer,) = pit.enter(envelope, actor=actor)
    assert (answer.status, answer.kept) == ("refused", False), answer
    assert not EventKey.objects.filter(key=answer.key).exists()
    return answer.code, answer.field, answer.facts["expected"]


@pytest.mark.parametrize("name", ["device", "seq", "alg", "signature", "commitments", "openings"])
def test_what_a_signature_takes_comes_all_together(pit, name):
    bag = pit.bag()
    del bag[name]

    code, field, _ = refused(pit, bag)

    assert (code, field) == ("signed_in_part", name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("device", "phone-3", "device_not_uuid"),
        ("device", "6C1BB8FC-4A44-4C5D-9A39-1A2F7F6F3F10", "device_not_uuid"),
        ("device", None, "device_not_uuid"),
        ("seq", 0, "fact_not_whole"),
        ("seq", True, "fact_not_whole"),
        ("seq", "1", "fact_not_whole"),
        ("seq", 2**53, "fact_not_whole"),
        ("alg", "log", "fact_not_choice"),
        ("alg", "RS256", "fact_not_choice"),
        ("alg", ["Ed25519"], "fact_not_choice"),
        ("signature", "", "not_base64"),
        ("signature", base64_of(bytes(63)), "not_base64"),
        ("signature", base64_of(bytes(64)).rstrip("="), "not_base64"),
        ("signature", base64.urlsafe_b64encode(b"\xff" * 64).decode(), "not_base64"),
        ("signature", base64_of(bytes(64))[:-3] + "B==", "not_base64"),
        ("signature", 7, "not_base64"),
        ("commitments", [], "fact_not_record"),
        ("openings", None, "fact_not_record"),
    ],
)
def test_every_field_has_one_form(pit, name, value, code):
    bag = pit.bag() | {name: value}

    said, field, _ = refused(pit, bag)

    assert (said, field) == (code, name)


def test_a_code_as_read_aloud_is_not_spelled_anew_under_a_signature(pit):
    tagging = pit.world.tagging()
    stored = tagging["facts"]["lot"]
    tagging["facts"]["lot"] = f"{stored[:4]}-{stored[4:8]}-{stored[8]}"

    assert refused(pit, sign(pit.phone, tagging)) == ("not_canonical", "facts.lot", f'"{stored}"')


def test_a_text_in_another_form_is_not_spelled_anew_either(pit):
    visit = {
        "place": pit.world.site,
        "visited_on": make.DUG,
        "by_whom": "E\u0301quipe",
        "on_site": "yes",
        "presence": "no",
        "interference": "no",
        "children": "unknown",
    }

    code, field, expected = refused(pit, sign(pit.phone, make.envelope("site.visited.v1", **visit)))

    assert (code, expected) == ("not_canonical", '"\u00c9quipe"')
    assert field.endswith("by_whom")


def test_a_fact_that_is_nothing_is_left_out(pit):
    tagging = pit.world.tagging()
    tagging["facts"]["grade_ppm"] = None

    code, field, _ = refused(pit, sign(pit.phone, tagging))

    assert code in {"not_canonical", "fact_extra"}
    assert field == "facts.grade_ppm"


def test_a_key_in_large_letters_is_not_the_key_that_would_be_kept(pit):
    tagging = pit.world.tagging(key="6C1BB8FC-4A44-4C5D-9A39-1A2F7F6F3F10")

    assert refused(pit, sign(pit.phone, tagging))[:2] == ("not_canonical", "key")


def test_the_code_of_a_head_is_spelled_as_it_is_kept(pit):
    lot = pit.world.lot()
    shown = f"{lot[:4]}-{lot[4:8]}-{lot[8]}"
    weighing = make.envelope(
        "lot.weighed.v1", heads={shown: make.envelope("x")["key"]}, lot=lot, gross_g=46_200, tare_g=400
    )

    assert refused(pit, sign(pit.phone, weighing))[:2] == ("not_canonical", f"heads.{shown}")


def bought(pit):
    """Return a signed purchase by the tagger: it is read, whoever may enter it."""
    facts = {"lot": make.code("P"), "place": pit.world.ours.depot, "price_minor": 41_220, "currency": "USD"}
    return sign(pit.phone, make.envelope("lot.bought.v1", **facts))


def test_a_hidden_fact_does_not_stand_among_the_open_ones(pit):
    buying = bought(pit)
    buying["facts"]["price_minor"] = 41_220

    expected = ("fact_elsewhere", "facts.price_minor", "openings.trade.value.price_minor")
    assert refused(pit, buying, pit.world.ours.clerk) == expected


def test_an_open_fact_does_not_stand_among_the_hidden_ones(pit):
    buying = bought(pit)
    buying["openings"]["trade"]["value"]["lot"] = buying["facts"]["lot"]

    assert refused(pit, buying, pit.world.ours.clerk)[:2] == ("fact_elsewhere", "openings.trade.value.lot")


def test_a_hidden_fact_is_read_like_every_other(pit):
    buying = bought(pit)
    buying["openings"]["trade"]["value"]["price_minor"] = "412.20"

    assert refused(pit, buying, pit.world.ours.clerk)[:2] == ("fact_not_whole", "openings.trade.value.price_minor")


def test_an_opening_that_is_missing_is_a_fact_that_is_missing(pit):
    facts = {"party": make.code("Q"), "name": "Maison Keba", "kind": "trader", "country": "CD"}
    registering = sign(pit.phone, make.envelope("party.registered.v1", **facts))
    registering["openings"], registering["commitments"] = {}, {}

    code, field, _ = refused(pit, registering, pit.world.programme)

    assert (code, field) == ("fact_missing", "openings.trade.value.name")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"commitments": {}}, "commitment_wrong", "commitments.trade"),
        ({"commitments": {"trade": "AB" * 32}}, "commitment_wrong", "commitments.trade"),
        ({"commitments": {"trade": "ab" * 32}}, "opening_does_not_fit", "openings.trade"),
        ({"openings": {"trade": {"value": {"price_minor": 1}}}}, "opening_wrong", "openings.trade"),
        ({"openings": {"trade": {"key": "", "value": {}}}}, "opening_wrong", "openings.trade"),
        ({"openings": {"trade": []}}, "fact_not_record", "openings.trade"),
        ({"openings": {"prices": {"key": "", "value": {"a": 1}}}}, "group_unknown", "openings.prices"),
        ({"openings": {"open": {"key": "", "value": {"a": 1}}}}, "group_unknown", "openings.open"),
    ],
)
def test_commitments_and_openings_belong_together(pit, changed, code, field):
    buying = bought(pit) | changed

    assert refused(pit, buying, pit.world.ours.clerk)[:2] == (code, field)


def test_a_commitment_to_what_is_not_sent_is_not_taken(pit):
    buying = bought(pit)
    buying["commitments"]["notes"] = "ab" * 32

    assert refused(pit, buying, pit.world.ours.clerk)[:2] == ("commitment_without_opening", "commitments.notes")


def test_the_key_of_a_commitment_has_32_bytes(pit):
    buying = bought(pit)
    buying["openings"]["trade"]["key"] = base64_of(bytes(31))

    assert refused(pit, buying, pit.world.ours.clerk)[:2] == ("not_base64", "openings.trade.key")


def test_an_unsigned_envelope_is_still_spelled_anew(pit):
    tagging = pit.world.tagging()
    stored = tagging["facts"]["lot"]
    tagging["facts"]["lot"] = f"{stored[:4]}-{stored[4:8]}-{stored[8]}".lower()

    (answer,) = pit.enter(tagging)

    assert answer.status == "recorded"
