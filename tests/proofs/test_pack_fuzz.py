"""Whatever stands in a pack, even under a true signature: a report or a refusal, and never another exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.archive import read_archive, write_archive
from ledger.proofs.canonical import decode, encode
from ledger.proofs.errors import Unreadable
from ledger.proofs.manifest import MANIFEST, README, STATEMENT
from ledger.proofs.verify import verify_pack
from tests.proofs.devices import Device
from tests.proofs.logs import MemoryLog, leaf, lot_pack, people_of, remade, trade_of, unzip
from tests.proofs.test_recount import blended, brought_in, processed, signed, split, tagged

PHONE = Device("phone")
TRADE = [tagged("A", 300), tagged("B", 100), blended("C", ["A", "B"], 400), split("C", [("D", 100), ("E", 300)])]
OTHERS = [processed(["D"], [("F", 100)]), brought_in(2), signed(), PHONE.enrolment(), PHONE.entry(1)]
LEAVES = [*TRADE, *OTHERS, leaf(1, trade_of(1), people_of(1))]
ERASED = {"erased": [[9, "people"]]}
ORIGINS = [{"place": "S-1", "dug_on": "2026-02-28", "custody_model": "segregated", "grams": 100}]
SAID = {"v": 1, "about": {"lot": "D"}, "lot": {"code": "D", "mass_g": 100, "origins": ORIGINS}, **ERASED}

LOG = MemoryLog()
LOG.append(LEAVES)
PACK = lot_pack(LOG, range(len(LEAVES)), openings=[], statement=SAID)
FILES = unzip(PACK)

scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=9)
anything = st.recursive(
    scalars | st.sampled_from(["A", "D", "S-1", "log", "stock", "lot.split.v1", "a" * 64]),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=6), each, max_size=3),
    max_leaves=6,
)


WORDS = ["a" * 64, "  ", " ", "entries.jsonl", "..", "\n"]


def places_in(value: Any, way: tuple = ()) -> list[tuple]:
    """Every place in a JSON value, itself included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, each in inner for place in places_in(each, (*way, key)))]


def put(value: Any, way: tuple, new: Any) -> Any:
    """The value with another one at a place."""
    if not way:
        return new
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[way[0]] = put(value[way[0]], way[1:], new)
    return changed


def test_the_pack_that_is_changed_below_is_sound():
    assert verify_pack(PACK, LOG.policy()).findings == verify_pack(PACK, None).findings == []


@pytest.mark.parametrize("name", ["entries.jsonl", "proofs.jsonl", STATEMENT])
@given(data=st.data())
def test_any_value_in_the_place_of_another_is_a_finding_or_says_the_same(name, data):
    lines = FILES[name].split(b"\n")
    number = data.draw(st.sampled_from([at for at, line in enumerate(lines) if line]))
    said = decode(lines[number])
    lines[number] = encode(put(said, data.draw(st.sampled_from(places_in(said))), data.draw(anything)))

    report = verify_pack(remade(PACK, LOG.signer, **{name.replace(".", "_"): b"\n".join(lines)}), None)

    assert report.findings or name == STATEMENT or b"\n".join(lines) == FILES[name]
    assert all(isinstance(finding, str) for finding in report.findings)


@pytest.mark.parametrize("name", sorted(FILES.keys() - {MANIFEST, README}))
@given(octets=st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode() + b"\n"))
def test_any_bytes_in_the_place_of_a_file_are_reported_on(name, octets):
    report = verify_pack(remade(PACK, LOG.signer, **{name.replace(".", "_"): octets}), None)

    assert report.findings or octets == FILES[name]


@given(text=st.text(max_size=40) | st.lists(st.sampled_from(WORDS)).map("".join))
def test_any_manifest_is_reported_on(text):
    files = {name: octets for name, octets in FILES.items() if name != MANIFEST}
    try:
        note = LOG.signer.sign_note(text + "\n")
    except Unreadable:
        note = text

    report = verify_pack(write_archive({**files, MANIFEST: note.encode("utf-8", "replace")}), None)

    assert report.findings


@given(at=st.integers(0, len(PACK)), cut=st.integers(0, 40), put_in=st.binary(max_size=40))
def test_a_container_is_the_one_spelling_of_its_files_or_is_refused(at, cut, put_in):
    octets = PACK[:at] + put_in + PACK[at + cut :]

    try:
        archive = read_archive(octets)
    except Unreadable:
        return
    assert archive.findings or write_archive(archive.contents) == octets
    assert verify_pack(octets, None).findings or octets == PACK


@given(octets=st.binary(max_size=200) | st.binary(max_size=60).map(lambda end: b"PK\x03\x04" + end + b"PK\x05\x06"))
def test_any_bytes_are_a_container_or_are_refused(octets):
    try:
        archive = read_archive(octets)
    except Unreadable:
        return
    assert archive.findings or write_archive(archive.contents) == octets
