"""Whatever is changed of what a phone signed is found; what the server adds is not part of it."""

from __future__ import annotations

import base64
import copy
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from ledger.parties.devices.keys import is_signed
from ledger.proofs.source import signed_words
from tests.devices.conftest import Field
from tests.devices.phone import Ed25519Key, Es256Key, Phone

KEYS = {"Ed25519": Ed25519Key(), "ES256": Es256Key()}
ADDED_BY_THE_SERVER = ("recorded_at", "local_date", "actor", "party", "resolved", "heads")


def leaf_of(phone: Phone) -> dict:
    """Return a leaf as the ledger seals what this phone signed."""
    said = phone.signed(
        {"key": str(uuid4()), "kind": "lot.bought.v1", "happened_at": "2026-11-03T10:42:00+02:00"}
        | {"facts": {"lot": "P0000001Y", "place": "S0000002X"}, "heads": {"P0000001Y": str(uuid4())}},
        trade={"price_minor": 41_220, "currency": "USD"},
        notes={"note": "Bag torn."},
    )
    signed = {name: said[name] for name in ("device", "seq", "heads", "signature")}
    words = {name: said[name] for name in ("key", "kind", "happened_at", "facts", "commitments", "alg")}
    added = {name: {} for name in ADDED_BY_THE_SERVER}
    return {"v": 1, "log": phone.origin, **words, **added, "signed": signed}


def holds(phone: Phone, leaf: dict) -> bool:
    return is_signed(phone.key.public, signed_words(leaf), leaf["signed"]["signature"])


def places_in(value, path=()):
    """Return the paths of all values in a leaf that are neither records nor lists."""
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in places_in(each, (*path, name))]
    return [path]


SIGNED_PLACES = [
    ("v",), ("log",), ("key",), ("kind",), ("happened_at",), ("facts", "lot"), ("facts", "place"), ("alg",),
    ("commitments", "trade"), ("commitments", "notes"), ("signed", "device"), ("signed", "seq"),
    ("signed", "heads", "P0000001Y"),
]  # fmt: skip


@pytest.mark.parametrize("alg", KEYS)
def test_all_places_are_named(alg):
    leaf = leaf_of(Phone("log.example/kivu", KEYS[alg]))

    named = {*SIGNED_PLACES, ("signed", "signature")}
    assert named == {path for path in places_in(leaf) if path[0] not in ADDED_BY_THE_SERVER}


@pytest.mark.parametrize("alg", KEYS)
@how(max_examples=60)
@given(data=st.data())
def test_any_change_of_what_was_signed_is_found(alg, data):
    phone = Phone("log.example/kivu", KEYS[alg])
    leaf = leaf_of(phone)
    changed = copy.deepcopy(leaf)
    *way, last = data.draw(st.sampled_from(SIGNED_PLACES))
    inner = changed
    for name in way:
        inner = inner[name]
    values = st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=40).filter(_can_be_spelled)
    inner[last] = data.draw(values.filter(lambda value: value != inner[last] or type(value) is not type(inner[last])))

    assert holds(phone, leaf)
    assert not holds(phone, changed)


def _can_be_spelled(text: str) -> bool:
    return not any(0xD800 <= ord(sign) < 0xE000 for sign in text)


@pytest.mark.parametrize("alg", KEYS)
@pytest.mark.parametrize("record", ["facts", "commitments", "heads"])
def test_a_name_more_or_less_is_found(alg, record):
    phone = Phone("log.example/kivu", KEYS[alg])
    leaf = leaf_of(phone)
    for change in (lambda inner: inner.update(more="x"), lambda inner: inner.popitem()):
        changed = copy.deepcopy(leaf)
        change((changed["signed"] if record == "heads" else changed)[record])

        assert not holds(phone, changed)


@pytest.mark.parametrize("alg", KEYS)
@how(max_examples=80)
@given(bit=st.integers(0, 511))
def test_any_bit_of_a_signature_counts(alg, bit):
    phone = Phone("log.example/kivu", KEYS[alg])
    leaf = leaf_of(phone)
    octets = bytearray(base64.b64decode(leaf["signed"]["signature"]))
    octets[bit // 8] ^= 1 << bit % 8
    leaf["signed"]["signature"] = base64.b64encode(octets).decode()

    assert not holds(phone, leaf)


@pytest.mark.parametrize("alg", KEYS)
@how(max_examples=40)
@given(name=st.sampled_from(ADDED_BY_THE_SERVER), value=st.integers(0, 9) | st.text(max_size=20))
def test_what_the_server_adds_is_not_part_of_it(alg, name, value):
    phone = Phone("log.example/kivu", KEYS[alg])
    leaf = leaf_of(phone) | {name: value}

    assert holds(phone, leaf)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"happened_at": "2026-11-03T10:43:00+02:00"},
        {"seq": 9},
        {"key": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11"},
        {"mass_g": 45_801},
        {"heads": {"P0000001X": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_intake_refuses_a_change_on_the_way(world, new_key, change):
    pit = Field(world, Phone(settings.LOG_ORIGIN, new_key()))
    pit.enrol()
    bag = pit.bag()
    if "mass_g" in change:
        bag["facts"] = bag["facts"] | change
    elif "heads" in change:
        bag["heads"] = {bag["facts"]["lot"]: change["heads"]["P0000001X"]}
    else:
        bag |= change

    (answer,) = pit.enter(bag)

    assert (answer.status, answer.code) == ("refused", "signature_false")
