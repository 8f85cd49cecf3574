"""A pack brings what it takes to check the signatures in it, and the verifier checks them."""

import io
import json
import zipfile

import pytest
from django.conf import settings

from ledger.log.keyring import signer
from ledger.log.reading import events_by_id
from ledger.parties.devices.models import Device
from ledger.proofs.policy import parse_policy
from ledger.proofs.sources import Sources
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import pack_for_lot
from tests import make
from tests.devices.conftest import Field, sign
from tests.devices.phone import Phone
from tests.served import sequence_all

pytestmark = pytest.mark.django_db


def policy():
    return parse_policy(f"log {signer().vkey}\nquorum none\n")


def entries_of(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return [json.loads(line) for line in archive.read("entries.jsonl").splitlines()]


def test_a_pack_with_signed_entries_verifies_and_says_how_many_there_are(world, new_key, tmp_path):
    pit = Field(world, Phone(settings.LOG_ORIGIN, new_key()))
    pit.enrol()
    bag = pit.bag()
    pit.enter(bag)
    lot = bag["facts"]["lot"]
    make.entered(world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=world.ours.depot))
    sequence_all(tmp_path)

    pack = pack_for_lot(lot, world.auditor)

    report = verify_pack(pack, policy())
    assert report.findings == []
    assert (report.signed_at_source, report.devices) == (1, 1)
    kinds = [entry["kind"] for entry in entries_of(pack)]
    assert kinds.count("device.enrolled.v1") == 1


def test_enrolments_of_other_devices_are_not_in_the_pack(pit, tmp_path):
    pit.enrol(Phone(settings.LOG_ORIGIN))
    bag = pit.bag()
    pit.enter(bag)
    sequence_all(tmp_path)

    told = entries_of(pack_for_lot(bag["facts"]["lot"], pit.world.auditor))

    assert [each["facts"]["device"] for each in told if "device" in each["facts"]] == [pit.phone.device]


def test_both_revocations_of_a_device_are_in_the_pack_and_what_it_signed_before_still_holds(pit, tmp_path):
    bag = pit.bag()
    pit.enter(bag)
    pit.revoke("replaced")
    pit.revoke("stolen")
    sequence_all(tmp_path)

    pack = pack_for_lot(bag["facts"]["lot"], pit.world.auditor)

    kinds = [entry["kind"] for entry in entries_of(pack)]
    assert (kinds.count("device.enrolled.v1"), kinds.count("device.revoked.v1")) == (1, 2)
    assert verify_pack(pack, policy()).findings == []


def test_the_device_that_signed_an_enrolment_is_in_the_pack_too(pit, tmp_path):
    manager = Phone(settings.LOG_ORIGIN)
    pit.enrol(manager, pit.world.programme_party)
    phone = Phone(settings.LOG_ORIGIN)
    enrolling = make.envelope("device.enrolled.v1", **phone.enrolment(pit.world.agency))
    make.entered(pit.world.programme, sign(manager, enrolling))
    bag = sign(phone, pit.world.tagging())
    pit.enter(bag)
    sequence_all(tmp_path)

    pack = pack_for_lot(bag["facts"]["lot"], pit.world.auditor)

    enrolled = {each["facts"]["device"] for each in entries_of(pack) if each["kind"] == "device.enrolled.v1"}
    assert enrolled == {phone.device, manager.device}
    report = verify_pack(pack, policy())
    assert (report.findings, report.devices) == ([], 2)


def test_an_entry_that_the_server_made_up_in_a_device_s_name_is_found(pit, tmp_path):
    """Who holds the log's key can seal what it likes, but not sign for the device."""
    bag = pit.bag()
    (answer,) = pit.enter(bag)
    sequence_all(tmp_path)
    enrolled = Device.objects.get().event_id
    one, other = (event.envelope for event in events_by_id([enrolled, answer.event_id]))
    forged = {**other, "facts": {**other["facts"], "mass_g": other["facts"]["mass_g"] + 1}}

    assert findings([one, other]) == []
    assert findings([one, forged]) == ["was not signed by the device that it names"]
    assert findings([other]) != []


def findings(leaves):
    """Return what the verifier says of entries that the log's own key sealed in a tree of their own."""
    sources = Sources()
    for index, leaf in enumerate(leaves):
        sources.take(index, leaf)
    sources.finish()
    return [said for _, said in sources.findings]
