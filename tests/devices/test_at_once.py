"""One device at many places at the same instant: each number is taken once, and a revocation falls between entries."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings

from ledger.inbox.receiving import retry_waiting
from ledger.parties.devices.models import Device, DeviceEntry, DeviceKey
from tests import make
from tests.concurrency.together import answered, books_agree, deadlocks
from tests.devices.conftest import Field
from tests.devices.phone import Phone

WRITERS = 8


@pytest.fixture
def field(transactional_db, caplog):
    made = Field(make.world(), Phone(settings.LOG_ORIGIN))
    made.enrol()
    made.world.issue(4 * WRITERS)
    yield made
    assert deadlocks(caplog) == []
    books_agree()


def test_entries_of_one_device_at_once_are_all_counted(field):
    bags = [field.bag() for _ in range(WRITERS)]

    answers = answered([lambda bag=bag: field.enter(bag) for bag in bags])

    device = Device.objects.get()
    assert answers == {("recorded", None): WRITERS}
    assert (device.entries, device.last_seq) == (WRITERS, WRITERS)


def test_one_number_for_many_entries_at_once_is_taken_once(field):
    bags = [field.bag(seq=3) for _ in range(WRITERS)]

    answers = answered([lambda bag=bag: field.enter(bag) for bag in bags])

    assert answers == {("recorded", None): 1, ("refused", "device_seq_reused"): WRITERS - 1}
    assert (Device.objects.get().entries, Device.objects.get().last_seq) == (1, 3)


def test_one_entry_sent_many_times_at_once_is_recorded_once(field):
    bag = field.bag()

    answers = answered([lambda: field.enter(bag) for _ in range(WRITERS)])

    assert answers == {("recorded", None): 1, ("repeated", None): WRITERS - 1}
    assert DeviceEntry.objects.count() == 1


def test_a_revocation_falls_between_entries_and_never_among_them(field):
    bags = [field.bag() for _ in range(WRITERS)]
    deeds = [lambda bag=bag: field.enter(bag) for bag in bags]

    answers = answered([*deeds[:4], lambda: [field.revoke("lost")], *deeds[4:]])

    device = Device.objects.get()
    (revoked,) = device.revocations
    assert answers["recorded", None] + answers["refused", "device_revoked"] == WRITERS + 1
    assert answers["recorded", None] == device.entries + 1
    assert all(entry.event_id < revoked for entry in DeviceEntry.objects.all())


def test_one_key_for_many_devices_at_once_becomes_one_device(field):
    phone = Phone(settings.LOG_ORIGIN)
    many = [Phone(settings.LOG_ORIGIN, phone.key) for _ in range(WRITERS)]
    facts = [make.envelope("device.enrolled.v1", **each.enrolment(field.world.agency)) for each in many]

    answers = answered([lambda said=said: make.enter(field.world.programme, said) for said in facts])

    assert answers == Counter({("recorded", None): 1, ("refused", "device_key_taken"): WRITERS - 1})
    assert DeviceKey.objects.count() == 2


def test_an_entry_and_the_enrolment_it_waits_for_at_once(field):
    phone = Phone(settings.LOG_ORIGIN)
    own = Field(field.world, phone)
    bags = [own.bag() for _ in range(4)]

    def enrolled():
        own.enrol()
        return []

    answered([*[lambda bag=bag: own.enter(bag) for bag in bags], enrolled])
    retry_waiting()

    assert DeviceEntry.objects.filter(device=phone.device).count() == 4
