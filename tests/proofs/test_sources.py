"""Entries signed at the source: by a device that the log knew by then, of that party, each number once."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs import sources
from ledger.proofs.canonical import encode
from ledger.proofs.fields import to_base64
from ledger.proofs.source import ED25519, ES256
from ledger.proofs.sources import Sources
from ledger.proofs.verify import verify_pack
from tests.proofs.devices import PHONE, SCALE, Device, entered, said
from tests.proofs.logs import ABOUT_NO_LOT, MemoryLog, lot_pack
from tests.proofs.packs import POLICY

REVOKED_AT = "2026-03-02T12:00:00Z"


def checked(*entries: bytes) -> Sources:
    """What is found when these entries come in this order."""
    found = Sources()
    for index, entry in enumerate(entries):
        found.take(index, json.loads(entry))
    found.finish()
    return found


def faults(*entries: bytes) -> list[tuple[int, str]]:
    return checked(*entries).findings


@pytest.mark.parametrize("device", [PHONE, SCALE], ids=[ES256, ED25519])
def test_what_an_enrolled_device_signed_holds(device):
    found = checked(device.enrolment(), device.entry(1), device.entry(2), entered("lot.weighed.v1", {}))

    assert found.findings == []
    assert (found.signed, found.signers, found.entered_at_server) == (2, {device.name}, 2)


def test_a_pack_says_who_signed_its_entries():
    log = MemoryLog()
    log.append([PHONE.enrolment(), SCALE.enrolment(), PHONE.entry(1), SCALE.entry(7), PHONE.entry(2)])

    report = verify_pack(lot_pack(log, range(5), openings=[], statement=ABOUT_NO_LOT), POLICY)

    assert report.findings == []
    assert (report.signed_at_source, report.devices, report.entered_at_server) == (3, 2, 2)


def test_a_pack_with_a_false_signature_is_found():
    log = MemoryLog()
    log.append([PHONE.enrolment(), PHONE.entry(1, falsely=True)])

    found = verify_pack(lot_pack(log, range(2), openings=[], statement=ABOUT_NO_LOT), POLICY).findings

    assert found == ["entries.jsonl: the entry at 1 was not signed by the device that it names"]


def test_a_pack_without_the_enrolment_of_a_device_is_found():
    log = MemoryLog()
    log.append([PHONE.enrolment(), PHONE.entry(1)])

    found = verify_pack(lot_pack(log, [1], openings=[], statement=ABOUT_NO_LOT), POLICY).findings

    assert found == [
        f"entries.jsonl: the entry at 1 is signed by the device {PHONE.name}, which no entry before it enrols"
    ]


@pytest.mark.parametrize("device", [PHONE, SCALE], ids=[ES256, ED25519])
def test_what_the_device_did_not_sign_is_found(device):
    said_by_device = json.loads(device.entry(2))
    changed = [
        {**said_by_device, "facts": {**said_by_device["facts"], "mass_g": 1001}},
        {**said_by_device, "happened_at": "2026-03-01T10:11:13+02:00"},
        {**said_by_device, "kind": "lot.weighed.v1"},
        {**said_by_device, "key": "other"},
        {**said_by_device, "log": "log.example/ituri"},
        {**said_by_device, "commitments": {"trade": "00" * 32}},
        {**said_by_device, "signed": {**said_by_device["signed"], "seq": 3}},
        {**said_by_device, "signed": {**said_by_device["signed"], "heads": {"A": "b"}}},
        {**said_by_device, "signed": {**said_by_device["signed"], "signature": to_base64(bytes(64))}},
    ]

    for leaf in changed:
        assert faults(device.enrolment(), encode(leaf)) == [(1, "was not signed by the device that it names")]
    assert faults(device.enrolment(), device.entry(2, falsely=True))


def test_what_the_server_added_is_not_the_devices_word():
    leaf = json.loads(PHONE.entry(1))

    assert faults(PHONE.enrolment(), encode({**leaf, "recorded_at": "later", "resolved": {"a": 1}, "heads": {}})) == []


def test_the_signature_of_another_device_is_found():
    stranger = Device("stranger")
    leaf = json.loads(stranger.entry(1, signed={"device": PHONE.name, "seq": 1, "heads": {}}))

    assert faults(PHONE.enrolment(), stranger.enrolment(), encode(leaf)) == [
        (2, "was not signed by the device that it names")
    ]


def test_a_device_signs_nothing_before_it_is_enrolled():
    assert [index for index, _ in faults(PHONE.entry(1), PHONE.enrolment(), PHONE.entry(2))] == [0]


def test_a_number_is_used_once_in_any_order():
    assert faults(PHONE.enrolment(), *(PHONE.entry(n) for n in (2, 5, 1, 3, 4, 9, 6))) == []

    for numbers in ([1, 1], [5, 5], [2, 1, 2], [2, 1, 1], [3, 1, 2, 2]):
        found = faults(PHONE.enrolment(), *(PHONE.entry(n, key=f"{at}") for at, n in enumerate(numbers)))
        assert [index for index, _ in found] == [len(numbers)], numbers


@given(st.lists(st.integers(1, 9), max_size=12))
def test_numbers_are_counted_as_a_set_counts_them(numbers):
    device, used = sources.Device(ES256, b"", None, None), set()

    for number in numbers:
        assert device.count(number) == (number not in used)
        used.add(number)
    first_free = min(set(range(1, 11)) - used)
    assert (device.counted, device.beyond) == (first_free - 1, {number for number in used if number > first_free})


def test_a_device_is_enrolled_once():
    other_key = Device("other")

    assert faults(PHONE.enrolment(), PHONE.enrolment(public_key=to_base64(other_key.key.public)), PHONE.entry(1)) == [
        (1, f"enrols the device {PHONE.name} a second time")
    ]


@pytest.mark.parametrize("reason", ["lost", "stolen", "compromised", "no reason"])
def test_a_device_that_is_not_in_good_hands_signs_nothing_more(reason):
    early = PHONE.entry(2, happened_at="2026-03-01T10:11:12+02:00")

    assert faults(PHONE.enrolment(), PHONE.entry(1), PHONE.revocation(reason), early) == [
        (3, f"is signed by the device {PHONE.name}, which an entry before it revokes")
    ]


@pytest.mark.parametrize("reason", ["replaced", "left"])
@pytest.mark.parametrize(
    ("happened_at", "is_good"),
    [
        ("2026-03-02T11:59:59Z", True),
        ("2026-03-02T13:59+02:00", True),
        ("2026-03-02T11:59:59.9Z", True),
        ("2026-03-02T12:00:00Z", False),
        ("2026-03-02T12:00:00.000001Z", False),
        ("2026-03-02T11:59:59-00:30", False),
        ("2026-02-30T00:00:00Z", False),
        ("2026-03-01T00:00:00", False),
        ("yesterday", False),
        (None, False),
    ],
)
def test_a_device_that_went_in_good_order_is_believed_about_what_was_before(reason, happened_at, is_good):
    entry = PHONE.entry(1, happened_at=happened_at)

    assert (faults(PHONE.enrolment(), PHONE.revocation(reason, REVOKED_AT), entry) == []) == is_good


def test_a_revocation_without_a_time_believes_nothing():
    revocation = entered("device.revoked.v1", {"device": PHONE.name, "reason": "left"})

    assert faults(PHONE.enrolment(), revocation, PHONE.entry(1))


def test_the_last_revocation_counts():
    found = faults(PHONE.enrolment(), PHONE.revocation("left"), PHONE.revocation("stolen"), PHONE.entry(1))

    assert [index for index, _ in found] == [3]


def test_a_revocation_of_a_device_that_the_pack_does_not_name_says_nothing():
    assert faults(SCALE.revocation(), PHONE.enrolment(), PHONE.entry(1)) == []


def test_a_device_signs_for_its_own_party_and_holder():
    for_its_holder = PHONE.enrolment(holder="clerk")
    for_another = PHONE.enrolment(holder="manager")

    assert faults(for_its_holder, PHONE.entry(1)) == []
    assert faults(for_another, PHONE.entry(1)) == [
        (1, f"is signed by the device {PHONE.name}, which was enrolled for somebody else")
    ]
    assert faults(PHONE.enrolment(), PHONE.entry(1, party="Q0000009X"))


def test_a_device_signs_as_it_was_enrolled_to():
    lying = json.loads(PHONE.entry(1))

    assert faults(PHONE.enrolment(), encode({**lying, "alg": ED25519})) == [
        (1, f"is signed with Ed25519, but the device {PHONE.name} was enrolled with ES256")
    ]


GOOD = json.loads(PHONE.entry(1))


@pytest.mark.parametrize(
    "leaf",
    [
        {**GOOD, "alg": "log"},
        {**GOOD, "alg": "RS256"},
        {**GOOD, "alg": None},
        {**GOOD, "signed": None},
        {**GOOD, "signed": []},
        {**GOOD, "signed": {**GOOD["signed"], "more": 1}},
        {**GOOD, "signed": {"device": PHONE.name}},
        {**GOOD, "signed": {**GOOD["signed"], "device": 7}},
        {**GOOD, "signed": {**GOOD["signed"], "seq": 0}},
        {**GOOD, "signed": {**GOOD["signed"], "seq": True}},
        {**GOOD, "signed": {**GOOD["signed"], "seq": "1"}},
        {**GOOD, "signed": {**GOOD["signed"], "signature": 7}},
        {**GOOD, "signed": {**GOOD["signed"], "signature": "AAAA"}},
        {**GOOD, "signed": {**GOOD["signed"], "signature": GOOD["signed"]["signature"] + "="}},
        {key: value for key, value in GOOD.items() if key != "signed"},
        {key: value for key, value in GOOD.items() if key != "alg"},
        {key: value for key, value in GOOD.items() if key != "happened_at"},
        {key: value for key, value in GOOD.items() if key != "commitments"},
        {**said("lot.weighed.v1", {})},
    ],
)
def test_what_is_signed_in_no_way_that_is_known_is_found(leaf):
    assert len(faults(PHONE.enrolment(), encode(leaf))) == 1


@pytest.mark.parametrize("changes", [{"device": 7}, {"device": []}, {"seq": 0}, {"seq": -1}, {"signature": b""}])
def test_a_signature_names_its_device_and_number(changes):
    leaf = {**GOOD, "signed": {**GOOD["signed"], **changes}}
    found = Sources()

    found.take(0, leaf)

    assert found.findings == [(0, "names no device, number from 1 and signature")]


def test_a_signature_has_its_length():
    leaf = {**GOOD, "signed": {**GOOD["signed"], "signature": "AAAA"}}

    assert faults(PHONE.enrolment(), encode(leaf)) == [(1, "has a signature of 3 bytes")]


@pytest.mark.parametrize(
    "changes",
    [
        {"device": 7},
        {"alg": "RS256"},
        {"alg": None},
        {"public_key": 7},
        {"public_key": "AAAA"},
        {"public_key": to_base64(SCALE.key.public)},
        {"public_key": "no base64"},
    ],
)
def test_an_enrolment_that_gives_no_key_is_found(changes):
    found = faults(PHONE.enrolment(**changes), PHONE.entry(1))

    assert [index for index, _ in found] == [0, 1]


@pytest.mark.parametrize("kind", ["device.enrolled.v1", "device.revoked.v1"])
@pytest.mark.parametrize("facts", [None, [], {}])
def test_an_entry_about_no_device_is_found(kind, facts):
    assert faults(encode({**said(kind, {}), "facts": facts, "alg": "log"})) == [(0, "names no device")]


def test_no_more_signatures_wait_than_may(monkeypatch):
    monkeypatch.setattr(sources, "MOST_WAITING", 3)
    checked_together = []
    monkeypatch.setattr(sources, "verify_p256", lambda claims: checked_together.append(len(claims)) or [True] * 9)

    checked(PHONE.enrolment(), *(PHONE.entry(n) for n in range(1, 8)))

    assert checked_together == [3, 3, 1]


def test_findings_stand_in_the_order_of_entries_whatever_the_algorithm():
    entries = [SCALE.entry(1, falsely=True), PHONE.entry(1, falsely=True), SCALE.entry(2, falsely=True)]

    assert [index for index, _ in faults(PHONE.enrolment(), SCALE.enrolment(), *entries)] == [2, 3, 4]


def test_signatures_are_checked_in_batches_too(monkeypatch):
    monkeypatch.setattr(sources, "MOST_WAITING", 2)
    entries = [PHONE.entry(n, falsely=n in (2, 5)) for n in range(1, 6)]

    assert [index for index, _ in faults(PHONE.enrolment(), *entries)] == [2, 5]
