"""An entry that a device signed is taken as it was signed, or not at all."""

import json
from uuid import uuid4

import pytest
from django.conf import settings

from ledger.inbox.models import InboxEntry
from ledger.inbox.receiving import retry_waiting
from ledger.log.models import Opening
from ledger.log.reading import events_by_id
from ledger.log.wire import watch_traffic
from ledger.parties.devices.models import Device, DeviceEntry
from ledger.proofs.commitments import check_opening
from ledger.proofs.source import signed_words
from tests import make
from tests.devices.conftest import Field, sign
from tests.devices.phone import Ed25519Key, Phone

pytestmark = pytest.mark.django_db


def leaf_of(answer):
    (event,) = events_by_id([answer.event_id])
    return event.envelope


def test_what_a_phone_signed_stands_in_the_leaf_as_it_signed_it(world, new_key, replays):
    pit = Field(world, Phone(settings.LOG_ORIGIN, new_key()))
    pit.enrol()
    bag = pit.bag()

    (answer,) = pit.enter(bag)

    leaf = leaf_of(answer)
    assert answer.status == "recorded"
    assert signed_words(leaf) == pit.phone.message(bag)
    assert (leaf["alg"], leaf["signed"]["signature"]) == (pit.phone.key.alg, bag["signature"])
    assert leaf["facts"] == bag["facts"]
    assert leaf["commitments"] == bag["commitments"]
    replays()


def test_the_openings_that_are_kept_are_the_phone_s(pit):
    bag = pit.bag(holder=pit.world.cooperative)
    bought = pit.world.ours.clerk
    phone = Phone(settings.LOG_ORIGIN)
    pit.enrol(phone, pit.world.ours.party)
    pit.enter(bag)
    buying = make.envelope(
        "lot.bought.v1", lot=bag["facts"]["lot"], place=pit.world.ours.depot, price_minor=41_220, currency="USD"
    )

    signed = sign(phone, buying)
    (answer,) = pit.enter(signed, actor=bought)

    leaf = leaf_of(answer)
    assert answer.status == "recorded"
    assert signed["commitments"].keys() == {"trade"}
    for opening in Opening.objects.filter(key=signed["key"]):
        assert json.loads(bytes(opening.value)) == signed["openings"][opening.group]["value"]
        check_opening(
            opening.group,
            bytes(opening.value),
            bytes(opening.hmac_key),
            bytes.fromhex(leaf["commitments"][opening.group]),
        )


def test_the_same_words_get_the_same_answer_even_under_a_second_signature(world):
    from tests.devices.phone import Es256Key

    pit = Field(world, Phone(settings.LOG_ORIGIN, Es256Key()))
    pit.enrol()
    bag = pit.bag()
    again = {**bag, "signature": pit.phone.key.sign(pit.phone.message(bag))}

    (first,) = pit.enter(bag)
    (second,) = pit.enter(again)

    assert again["signature"] != bag["signature"]
    assert (first.status, second.status, second.event_id) == ("recorded", "repeated", first.event_id)


def test_the_same_key_with_another_number_is_another_entry(pit):
    bag = pit.bag()
    pit.enter(bag)

    hidden = {group: opening["value"] for group, opening in bag["openings"].items()}
    (answer,) = pit.enter(
        pit.phone.signed({name: bag[name] for name in ("key", "kind", "happened_at", "facts")}, **hidden)
    )

    assert (answer.status, answer.code) == ("refused", "key_reused")


def test_an_unsigned_entry_is_signed_by_the_log_alone(pit):
    (answer,) = pit.enter(pit.world.tagging())

    leaf = leaf_of(answer)
    assert leaf["alg"] == "log"
    assert "signed" not in leaf


def test_a_phone_counts_what_it_signs(pit, replays):
    pit.enter(pit.bag(), pit.bag())
    pit.enter(pit.bag(seq=7))

    device = Device.objects.get(device=pit.phone.device)
    assert (device.entries, device.last_seq, device.missing) == (3, 7, 4)
    assert [entry.seq for entry in DeviceEntry.objects.order_by("seq")] == [1, 2, 7]
    replays()


def test_a_phone_s_day_costs_the_same_number_of_statements_whatever_its_size(pit):
    seen = []
    for bags in (1, 30):
        day = [pit.bag() for _ in range(bags)]
        with watch_traffic() as traffic:
            pit.enter(*day)
        seen.append(len(traffic.statements))

    assert seen[0] == seen[1] <= 16
    assert Device.objects.get().entries == 31


def test_a_late_number_fills_its_gap(pit):
    late = pit.bag()
    pit.enter(pit.bag())

    (answer,) = pit.enter(late)

    assert answer.status == "recorded"
    assert Device.objects.get(device=pit.phone.device).missing == 0


def test_a_number_is_given_to_one_entry_alone(pit):
    first = pit.bag()
    pit.enter(first)

    (answer,) = pit.enter(pit.bag(seq=1))

    assert (answer.code, answer.facts["earlier"]) == ("device_seq_reused", first["key"])
    assert answer.kept


def test_two_entries_of_one_batch_under_one_number(pit):
    answers = pit.enter(pit.bag(seq=5), pit.bag(seq=5))

    assert [answer.code for answer in answers] == [None, "device_seq_reused"]


def test_a_signature_by_another_key_is_false(pit):
    thief = Phone(settings.LOG_ORIGIN, Ed25519Key(), pit.phone.device)

    (answer,) = pit.enter(sign(thief, pit.world.tagging()))

    assert (answer.status, answer.code, answer.kept) == ("refused", "signature_false", True)
    assert DeviceEntry.objects.count() == 0


def test_what_was_signed_for_another_log_is_not_taken(pit):
    elsewhere = Phone("log.example/elsewhere", pit.phone.key, pit.phone.device)

    (answer,) = pit.enter(sign(elsewhere, pit.world.tagging()))

    assert answer.code == "signature_false"


def test_a_phone_of_another_party_may_not_be_used(pit):
    rival = Phone(settings.LOG_ORIGIN)
    pit.enrol(rival, pit.world.ours.party)

    (answer,) = pit.enter(sign(rival, pit.world.tagging()))

    assert answer.code == "device_of_another"


def test_a_phone_that_is_one_person_s_may_not_be_used_by_a_colleague(pit):
    own = Phone(settings.LOG_ORIGIN)
    pit.enrol(own, holder="somebody-else")

    (answer,) = pit.enter(sign(own, pit.world.tagging()))

    assert answer.code == "device_of_another"


def test_an_entry_waits_for_the_enrolment_of_its_phone_and_is_then_the_signed_one(world, replays):
    pit = Field(world, Phone(settings.LOG_ORIGIN))
    lot = pit.world.lot()
    note = make.envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400)
    weighing = sign(pit.phone, note)

    (waiting,) = pit.enter(weighing)
    pit.enrol()

    kept = InboxEntry.objects.get(key=weighing["key"])
    (event,) = events_by_id([DeviceEntry.objects.get(key=weighing["key"]).event_id])
    assert (waiting.status, waiting.code, waiting.awaits) == ("waiting", "device_unknown", (pit.phone.device,))
    assert kept.status == "recorded"
    assert signed_words(event.envelope) == pit.phone.message(weighing)
    replays()


def test_what_waits_for_a_lot_keeps_the_phone_s_own_commitments(pit):
    phone = Phone(settings.LOG_ORIGIN)
    pit.enrol(phone, pit.world.ours.party)
    bag = pit.bag()
    lot = bag["facts"]["lot"]
    buying = make.envelope("lot.bought.v1", lot=lot, place=pit.world.ours.depot, price_minor=41_220, currency="USD")
    signed = sign(phone, buying)

    (waiting,) = pit.enter(signed, actor=pit.world.ours.clerk)
    pit.enter(bag)

    (event,) = events_by_id([DeviceEntry.objects.get(key=signed["key"]).event_id])
    (opening,) = Opening.objects.filter(key=signed["key"])
    assert waiting.status == "waiting"
    assert event.envelope["commitments"] == signed["commitments"]
    check_opening("trade", bytes(opening.value), bytes(opening.hmac_key), bytes.fromhex(signed["commitments"]["trade"]))


def test_a_false_signature_of_an_unknown_phone_is_found_when_it_is_enrolled(world):
    pit = Field(world, Phone(settings.LOG_ORIGIN))
    bag = pit.bag()
    bag["facts"] = {**bag["facts"], "mass_g": bag["facts"]["mass_g"] + 1}
    pit.enter(bag)

    pit.enrol()

    kept = InboxEntry.objects.get(key=bag["key"])
    assert (kept.status, kept.code) == ("refused", "signature_false")


def test_a_refused_entry_is_kept_with_its_signature_and_takes_no_number(pit):
    bag = pit.bag()
    pit.enter(bag)

    (answer,) = pit.enter(pit.bag(tag=bag["facts"]["tag"]))

    kept = InboxEntry.objects.get(key=answer.key)
    device = Device.objects.get(device=pit.phone.device)
    assert answer.code == "tag_already_used"
    assert (kept.signed["device"], kept.signed["seq"]) == (pit.phone.device, 2)
    assert (device.entries, device.last_seq) == (1, 1)


def test_a_key_that_is_no_key_yet_says_nothing(pit):
    bag = pit.bag()
    bag["device"] = str(uuid4())

    (answer,) = pit.enter(bag)

    assert answer.status == "waiting"


def test_what_waits_may_be_sent_again_and_again(world):
    pit = Field(world, Phone(settings.LOG_ORIGIN))
    bag = pit.bag()

    waits = [pit.enter(bag)[0].status for _ in range(3)]
    pit.enrol()
    (late,) = pit.enter(bag)

    assert waits == ["waiting"] * 3
    assert late.status == "repeated"
    assert DeviceEntry.objects.count() == 1


def test_an_entry_under_the_same_key_does_not_slip_its_facts_into_one_that_waits(world, replays):
    pit = Field(world, Phone(settings.LOG_ORIGIN))
    lot = pit.world.lot()
    weighing = sign(pit.phone, make.envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400))
    pit.enter(weighing)
    other = make.envelope(
        "lot.bought.v1", key=weighing["key"], lot=make.code("P"), place=pit.world.ours.depot, price_minor=7
    )

    (waits,) = pit.enter(other, actor=pit.world.ours.clerk)
    pit.enrol()
    retry_waiting()

    (event,) = events_by_id([DeviceEntry.objects.get(key=weighing["key"]).event_id])
    assert waits.status == "waiting"
    assert (event.envelope["facts"], event.envelope["commitments"]) == (weighing["facts"], {})
    replays()
