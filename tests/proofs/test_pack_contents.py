"""What a pack says: its entries, proofs, openings and statement are each held to the checkpoint."""

from __future__ import annotations

import pytest

from ledger.proofs.canonical import encode
from ledger.proofs.commitments import commit, new_key
from ledger.proofs.pack import Opening
from tests.proofs.logs import (
    ABOUT_NO_LOT,
    ORIGIN,
    STATEMENT,
    MemoryLog,
    lot_pack,
    openings_of,
    people_of,
    remade,
    trade_of,
)
from tests.proofs.packs import LOG, PACK, findings, lines


def test_entries_of_another_log_are_found():
    log = MemoryLog(LOG.signer)
    log.append([entry.replace(b"log.example/kivu", b"log.example/itur") for entry in LOG.entries])

    found = findings(lot_pack(log))

    assert found[0] == "entries.jsonl: the entry at 1 belongs to another log than the checkpoint"


@pytest.mark.parametrize(
    "entry",
    [
        b'{"log":"log.example/kivu","v":2}',
        b'{"log":"log.example/kivu","v":true}',
        b'{"log":"log.example/kivu"}',
        b'{"commitments":[],"log":"log.example/kivu","v":1}',
        b'{"v":1,"log":"log.example/kivu"}',
        b"[]",
        b"1",
        b"not JSON",
        b"",
        encode({"log": ORIGIN, "v": 1, "x": "x" * 65_536}),
    ],
    ids=lambda entry: repr(entry[:30]),
)
def test_what_is_no_entry_is_found_even_if_the_log_holds_it(entry):
    log = MemoryLog(LOG.signer)
    log.append([*LOG.entries, entry])

    found = findings(lot_pack(log, (1, 9), openings=[]))

    assert len(found) == 1
    assert found[0].startswith("entries.jsonl line 2: ")


def test_a_changed_mass_is_found_though_the_manifest_fits():
    changed = b"".join(lines("entries.jsonl")).replace(b'"mass_g":1004', b'"mass_g":9004')

    assert findings(remade(PACK, LOG.signer, entries_jsonl=changed)) == [
        "proofs.jsonl line 2: inclusion proof leads to another root"
    ]


def test_a_proof_too_many_too_few_or_doubled_is_found():
    proofs, entries = lines("proofs.jsonl"), lines("entries.jsonl")

    fewer = findings(remade(PACK, LOG.signer, proofs_jsonl=b"".join(proofs[:2])))
    more = findings(remade(PACK, LOG.signer, proofs_jsonl=b"".join([*proofs, proofs[0]])))
    doubled = findings(
        remade(PACK, LOG.signer, entries_jsonl=b"".join(entries[:1] * 3), proofs_jsonl=b"".join(proofs[:1] * 3))
    )

    assert "proofs.jsonl: 2 proofs for 3 entries" in fewer
    assert "proofs.jsonl: 4 proofs for 3 entries" in more
    assert "proofs.jsonl line 2: index 1 stands in the pack twice" in doubled


@pytest.mark.parametrize(
    "line",
    [
        b"{}\n",
        b'{"hashes":[],"index":-1}\n',
        b'{"hashes":[],"index":true}\n',
        b'{"hashes":[],"index":99}\n',
        b'{"hashes":"","index":1}\n',
        b'{"hashes":[1],"index":1}\n',
        b'{"hashes":["AAAA"],"index":1}\n',
        b'{"hashes":[],"index":1,"root":""}\n',
        b"[]\n",
        b"\n",
        b"\xff\n",
    ],
    ids=repr,
)
def test_what_is_no_proof_is_found(line):
    changed = b"".join([line, *lines("proofs.jsonl")[1:]])

    found = findings(remade(PACK, LOG.signer, proofs_jsonl=changed))

    assert found[0].startswith("proofs.jsonl line 1: ")


@pytest.mark.parametrize(
    "line", [b'{"hashes":[],"index":false}\n', b'{"hashes":"","index":0}\n', b'{"hashes":{},"index":0}\n']
)
def test_a_proof_of_other_kinds_of_values_is_found_even_where_it_would_lead_to_the_root(line):
    log = MemoryLog(LOG.signer)
    log.append(LOG.entries[:1])
    pack = lot_pack(log, [0], openings=[])
    assert findings(pack) == []

    found = findings(remade(pack, LOG.signer, proofs_jsonl=line))

    assert found[0].startswith("proofs.jsonl line 1: ")
    assert "is not of its kind" in found[0]


def test_an_opening_of_another_value_is_found():
    changed = b"".join(lines("openings.jsonl")).replace(b'"price":104', b'"price":904')

    assert findings(remade(PACK, LOG.signer, openings_jsonl=changed)) == [
        "openings.jsonl line 2: the opening does not fit its commitment"
    ]


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening(1, "trade", new_key(), trade_of(1)), "does not fit"),
        (Opening(1, "people", openings_of([1])[0].key, people_of(1)), "does not fit"),
        (Opening(2, "trade", new_key(), trade_of(2)), "does not hold"),
        (Opening(1, "position", new_key(), {}), "no group of this name"),
        (Opening(1, "price", new_key(), {}), "no group of this name"),
        (Opening(1, "trade", b"short", trade_of(1)), "32 bytes"),
    ],
)
def test_an_opening_that_fits_nothing_is_found(opening, words):
    found = findings(lot_pack(LOG, openings=[opening]))

    assert len(found) == 1
    assert found[0].startswith("openings.jsonl line 1: ")
    assert words in found[0]


def test_openings_doubled_or_out_of_order_are_found():
    openings = lines("openings.jsonl")

    for wrong in ([openings[0], *openings], openings[::-1]):
        found = findings(remade(PACK, LOG.signer, openings_jsonl=b"".join(wrong)))
        assert "openings.jsonl line 2: not sorted by index and group, or opened twice" in found


@pytest.mark.parametrize(
    "line",
    [
        b"{}\n",
        b"\n",
        b"{",
        b'{"group":"trade","index":1,"key":"","value":[]}\n',
        b'{"group":1,"index":1,"key":"","value":{}}\n',
    ],
    ids=repr,
)
def test_what_is_no_opening_is_found(line):
    found = findings(remade(PACK, LOG.signer, openings_jsonl=line))

    assert [one for one in found if one.startswith("openings.jsonl line 1: ")]


@pytest.mark.parametrize("made", ["ab", "AB" * 32, 7, None, "zz" * 32])
def test_a_commitment_that_is_none_is_found_when_it_is_opened(made):
    log = MemoryLog(LOG.signer)
    log.append([encode({"v": 1, "log": ORIGIN, "commitments": {"trade": made}, "alg": "log"})])

    found = findings(lot_pack(log, [0], openings=[Opening(0, "trade", new_key(), {})], statement=ABOUT_NO_LOT))

    assert len(found) == 1
    assert found[0].startswith("openings.jsonl line 1: ")


@pytest.mark.parametrize("change", [str.upper, lambda text: " ".join([text[:2], text[2:]])], ids=["capitals", "space"])
def test_a_commitment_has_one_spelling(change):
    """Another spelling of the right 32 bytes is refused too."""
    key, value = new_key(), trade_of(1)
    log = MemoryLog(LOG.signer)
    made = change(commit("trade", value, key).hex())
    log.append([encode({"v": 1, "log": ORIGIN, "commitments": {"trade": made}, "alg": "log"})])

    found = findings(lot_pack(log, [0], openings=[Opening(0, "trade", key, value)], statement=ABOUT_NO_LOT))

    assert found == ["openings.jsonl line 1: a commitment has 64 hexadecimal digits in small letters"]


@pytest.mark.parametrize(("length", "is_good"), [(65_535, True), (65_536, False)])
def test_an_entry_has_at_most_65535_bytes(length, is_good):
    said = {"alg": "log", "log": ORIGIN, "v": 1, "x": ""}
    log = MemoryLog(LOG.signer)
    log.append([encode({**said, "x": "x" * (length - len(encode(said)))})])

    found = findings(lot_pack(log, [0], openings=[], statement=ABOUT_NO_LOT))

    assert len(log.entries[0]) == length
    assert found == ([] if is_good else ["entries.jsonl line 1: longer than 65535 bytes"])


def test_a_pack_of_nothing_shows_nothing():
    assert findings(lot_pack(LOG, [], openings=[])) == ["entries.jsonl: no entries"]


def test_lines_that_are_not_ended_are_found():
    found = findings(remade(PACK, LOG.signer, entries_jsonl=b"".join(lines("entries.jsonl"))[:-1]))

    assert found == ["entries.jsonl: the last line is not ended"]


def statement_with(**lot: object) -> dict[str, object]:
    return {**STATEMENT, "lot": {**STATEMENT["lot"], **lot}}


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ({**STATEMENT, "v": 2}, '"v":1'),
        ({**STATEMENT, "v": True}, '"v":1'),
        ({**STATEMENT, "as_of_size": 8}, "size 9"),
        ({**STATEMENT, "about": "KIV-1"}, "what it is about"),
        ({"v": 1, "about": {"lot": "KIV-1"}}, "does not describe its lot"),
        ({"v": 1, "about": {"month": "2026-03"}, "lot": 7}, "does not describe its lot"),
        ({**STATEMENT, "about": {"lot": "KIV-7"}}, "another lot"),
        (statement_with(code=7), "another lot"),
        (statement_with(mass_g=1_002), "the origins add up to 1001 g, the lot has 1002 g"),
        (statement_with(mass_g=0), "whole grams"),
        (statement_with(mass_g="3000"), "whole grams"),
        (statement_with(mass_g=True), "whole grams"),
        (statement_with(origins=[]), "add up to 0 g"),
        (statement_with(origins={}), "not a list"),
        (statement_with(origins=["S-1"]), "not a list"),
        (statement_with(origins=[{"grams": 3_001}, {"grams": -1}]), "no positive number"),
        (statement_with(origins=[{"grams": 3_000}, {}]), "no positive number"),
    ],
)
def test_a_statement_that_does_not_add_up_is_found(statement, words):
    found = findings(lot_pack(LOG, statement=statement))

    assert len(found) == 1
    assert found[0].startswith("statement.json: ")
    assert words in found[0]


@pytest.mark.parametrize(
    "statement",
    [
        ABOUT_NO_LOT,
        statement_with(origins=None),
    ],
)
def test_a_statement_may_be_about_little(statement):
    assert findings(lot_pack(LOG, statement=statement)) == []


@pytest.mark.parametrize("octets", [b"", b"[]", b"{", b'{"v":1.0}', b'{"v": 1}', b"\xff"])
def test_what_is_no_statement_is_found(octets):
    found = findings(remade(PACK, LOG.signer, statement_json=octets))

    assert len(found) == 1
    assert found[0].startswith("statement.json: ")
