"""Devices are enrolled with one key each, for good, and revoked by those who answer for them."""

import base64
from uuid import uuid4

import pytest
from django.conf import settings

from ledger.deeds.entries import Actor
from ledger.parties.devices.keys import SMALL_ORDER, BadKey, check_public_key
from ledger.parties.devices.models import Device, DeviceKey
from ledger.parties.roles import DEPOT_CLERK, TAGGING_AGENT
from tests import make
from tests.devices.conftest import Field, sign
from tests.devices.phone import Ed25519Key, Es256Key, Phone, base64_of

P25519 = 2**255 - 19
D = -121665 * pow(121666, -1, P25519) % P25519
P256_PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1


def enrolled(by, phone, party, **more):
    (answer,) = make.enter(by, make.envelope("device.enrolled.v1", **phone.enrolment(party, **more)))
    return answer


@pytest.fixture
def phone():
    return Phone(settings.LOG_ORIGIN)


@pytest.mark.django_db
def test_a_device_is_enrolled_with_its_key(world, new_key, replays):
    phone = Phone(settings.LOG_ORIGIN, new_key())

    answer = enrolled(world.programme, phone, world.agency, label="phone 3", holder="tagger")

    device = Device.objects.get(device=phone.device)
    assert answer.status == "recorded"
    assert (device.party, device.alg, device.public_key) == (world.agency, phone.key.alg, phone.key.public)
    assert (device.label, device.holder, device.entries, device.last_seq) == ("phone 3", "tagger", 0, 0)
    replays()


@pytest.mark.django_db
@pytest.mark.rule("DEV-01")
def test_a_manager_enrols_devices_of_the_own_party_alone(world, phone):
    own = enrolled(world.ours.manager, phone, world.ours.party)
    other = enrolled(world.ours.manager, Phone(settings.LOG_ORIGIN), world.rivals.party)

    assert own.status == "recorded"
    assert (other.code, other.rule) == ("not_your_device", "DEV-01")


@pytest.mark.django_db
def test_a_clerk_enrols_none(world, phone):
    assert enrolled(world.ours.clerk, phone, world.ours.party).code == "not_allowed"


@pytest.mark.django_db
def test_a_uuid_is_enrolled_once(world, phone):
    enrolled(world.programme, phone, world.agency)
    phone.key = Ed25519Key()

    assert enrolled(world.programme, phone, world.agency).code == "device_taken"


@pytest.mark.django_db
def test_a_public_key_belongs_to_one_device_for_good(world, phone):
    pit = Field(world, phone)
    pit.enrol()
    pit.revoke()
    again = Phone(settings.LOG_ORIGIN, phone.key)

    assert enrolled(world.programme, again, world.agency).code == "device_key_taken"
    assert DeviceKey.objects.count() == 1


@pytest.mark.django_db
def test_two_devices_of_one_batch_with_the_same_key(world, phone):
    again = Phone(settings.LOG_ORIGIN, phone.key)
    both = [make.envelope("device.enrolled.v1", **each.enrolment(world.agency)) for each in (phone, again)]

    answers = make.enter(world.programme, *both)

    assert [answer.code for answer in answers] == [None, "device_key_taken"]


@pytest.mark.django_db
def test_a_party_must_be_registered(world, phone):
    answer = enrolled(world.programme, phone, make.code("Q"))

    assert (answer.code, answer.field) == ("unknown_party", "facts.party")


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["Jean Mukendi", "mukendi 3", "phone of Jean", "phone 0", "phone 3 "])
def test_a_label_names_no_person(world, phone, label):
    answer = enrolled(world.programme, phone, world.agency, label=label)

    assert answer.field == "facts.label"


def ed25519_point(y: int, sign: int = 0) -> str:
    return base64_of((y | sign << 255).to_bytes(32, "little"))


def p256_point(x: int, y: int) -> str:
    return base64_of(b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))


PROGRAM, BROWSER = Ed25519Key(bytes(range(32))).public, Es256Key(20_26_11_23).public
GOOD = base64.b64decode(BROWSER)
BAD_KEYS = [
    *(("Ed25519", ed25519_point(y, sign)) for y in sorted(SMALL_ORDER) for sign in (0, 1)),
    ("Ed25519", ed25519_point(2)),  # on no point of the curve
    ("Ed25519", ed25519_point(2**255 - 19 + 3)),  # y = 3 once more, in another spelling
    ("Ed25519", BROWSER),
    ("Ed25519", base64_of(bytes(31))),
    ("Ed25519", PROGRAM.rstrip("=")),
    ("Ed25519", "not base64"),
    ("ES256", PROGRAM),
    ("ES256", p256_point(0, 0)),
    ("ES256", p256_point(1, 1)),
    ("ES256", p256_point(int.from_bytes(GOOD[1:33], "big"), int.from_bytes(GOOD[33:], "big") ^ 1)),
    ("ES256", p256_point(5, P256_PRIME)),
    ("ES256", base64_of(b"\x00")),
    ("ES256", base64_of(b"\x02" + GOOD[1:33])),  # compressed
    ("ES256", base64_of(b"\x06" + GOOD[1:])),  # hybrid
]


@pytest.mark.parametrize(("alg", "public_key"), BAD_KEYS)
def test_what_is_no_good_key_is_not_taken(alg, public_key):
    with pytest.raises(BadKey):
        check_public_key(alg, public_key)


@pytest.mark.parametrize("key", [Ed25519Key, Es256Key])
def test_keys_that_are_made_are_taken(key):
    for _ in range(50):
        made = key()
        check_public_key(made.alg, made.public)


def test_the_points_of_small_order_make_nothing_eight_times():
    def doubled(y):
        x2 = (y * y - 1) * pow(D * y * y + 1, -1, P25519) % P25519
        return (y * y + x2) * pow(2 - y * y + x2, -1, P25519) % P25519

    # eight points: nothing itself, one of order 2, two of order 4 with one y, four of order 8 with two
    assert len(SMALL_ORDER) == 5
    assert {doubled(doubled(doubled(y))) for y in SMALL_ORDER} == {1}


@pytest.mark.django_db
def test_a_bad_key_is_said_to_whoever_enrols_it(world, phone):
    facts = phone.enrolment(world.agency) | {"public_key": ed25519_point(1)}
    (answer,) = make.enter(world.programme, make.envelope("device.enrolled.v1", **facts))

    assert (answer.code, answer.field, answer.kept) == ("no_public_key", "facts.public_key", False)


@pytest.mark.django_db
@pytest.mark.rule("DEV-01")
def test_who_revokes(world):
    holder = Actor("holder", world.ours.party, frozenset({DEPOT_CLERK}))
    rival = Actor("holder", world.rivals.party, frozenset({DEPOT_CLERK}))
    said = {}
    for name, by in {
        "programme": world.programme,
        "regulator": world.regulator,
        "manager": world.ours.manager,
        "holder": holder,
        "colleague": world.ours.clerk,
        "rival manager": world.rivals.manager,
        "holder who left for the rivals": rival,
        "tagger": Actor("t", world.agency, frozenset({TAGGING_AGENT})),
    }.items():
        pit = Field(world, Phone(settings.LOG_ORIGIN))
        pit.enrol(party=world.ours.party, holder="holder")
        said[name] = pit.revoke(by=by).code

    assert {name for name, code in said.items() if code is None} == {"programme", "regulator", "manager", "holder"}
    assert {code for code in said.values() if code} == {"not_your_device"}


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["lost", "stolen", "compromised"])
def test_after_a_loss_nothing_is_taken_whatever_time_it_names(pit, reason, replays):
    pit.enter(pit.bag())
    pit.revoke(reason, since="2026-11-03T10:00:00+02:00")

    (before,) = pit.enter(pit.bag(at="2026-11-03T09:59:00+02:00"))

    device = Device.objects.get(device=pit.phone.device)
    assert (before.code, before.facts["reason"]) == ("device_revoked", reason)
    assert (device.entries, device.last_seq) == (1, 1)
    replays()


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["replaced", "left"])
def test_a_device_that_went_in_good_order_may_still_say_what_happened_before(pit, reason):
    pit.revoke(reason, since="2026-11-03T10:00:00+02:00")

    before, after = pit.enter(pit.bag(at="2026-11-03T09:59:59+02:00"), pit.bag(at="2026-11-03T09:00:00+01:00"))

    assert (before.status, after.code) == ("recorded", "device_revoked")


@pytest.mark.django_db
def test_a_device_that_went_in_good_order_may_turn_out_to_be_stolen_and_never_the_other_way(pit, replays):
    first, worse = pit.revoke("replaced"), pit.revoke("stolen")
    again, better = pit.revoke("lost"), pit.revoke("left")

    device = Device.objects.get(device=pit.phone.device)
    assert [first.status, worse.status] == ["recorded", "recorded"]
    assert [again.code, better.code] == ["device_already_revoked"] * 2
    assert (device.revoked_reason, device.revocations) == ("stolen", [first.event_id, worse.event_id])
    replays()


@pytest.mark.django_db
def test_a_device_may_sign_its_own_end(pit, replays):
    facts = {"device": pit.phone.device, "reason": "left", "since": make.NOW}
    holder = Field(pit.world, Phone(settings.LOG_ORIGIN))
    holder.enrol(party=pit.world.ours.party, holder=pit.world.ours.clerk.id)
    facts["device"] = holder.phone.device

    (answer,) = holder.enter(
        sign(holder.phone, make.envelope("device.revoked.v1", **facts)), actor=pit.world.ours.clerk
    )

    device = Device.objects.get(device=holder.phone.device)
    assert answer.status == "recorded"
    assert (device.revoked_reason, device.last_seq) == ("left", 1)
    replays()


@pytest.mark.django_db
def test_nobody_revokes_what_was_never_enrolled(pit):
    pit.phone.device = str(uuid4())

    answer = pit.revoke()

    assert (answer.code, answer.kept) == ("unknown_device", False)


@pytest.mark.django_db
def test_a_loss_does_not_lie_ahead(pit):
    assert pit.revoke(since="2026-11-03T10:43:00+02:00").code == "noticed_later"
