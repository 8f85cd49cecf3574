"""What a pack says of its lot must follow from its entries: the verifier counts again, without the ledger's code."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.arithmetic import apportion
from ledger.proofs.canonical import encode
from ledger.proofs.errors import ProofError
from ledger.proofs.recount import check_recount, share_out
from ledger.proofs.verify import verify_pack
from tests.proofs.logs import ORIGIN, MemoryLog, lot_pack, trading_log

LOG = trading_log()


def entry(kind, facts, **resolved):
    said = {"v": 1, "log": ORIGIN, "kind": kind, "local_date": "2026-03-02", "facts": facts, "resolved": resolved}
    return encode({**said, "commitments": {}, "alg": "log"})


def tagged(lot, mass_g, place="S-1"):
    return entry("lot.tagged.v1", {"lot": lot, "mass_g": mass_g, "place": place, "dug_on": "2026-02-28"})


def blended(lot, inputs, mass_g, changes=(), unknown_g=0):
    facts = {"lot": lot, "inputs": inputs, "mass_g": mass_g, "changes": list(changes)}
    return entry("lot.blended.v1", facts, unknown_g=unknown_g)


def origin(place, grams, dug_on="2026-02-28", model="segregated"):
    return {"place": place, "dug_on": dug_on, "custody_model": model, "grams": grams}


def found(leaves, lot, mass_g, origins):
    log = MemoryLog(LOG.signer)
    log.append(leaves)
    said = {"v": 1, "about": {"lot": lot}, "lot": {"code": lot, "mass_g": mass_g, "origins": origins}}
    return verify_pack(lot_pack(log, range(len(leaves)), openings=[], statement=said), None).findings


BAGS = [tagged("A", 300), tagged("B", 100, "S-2")]
DRYING = [{"cause": "drying", "grams": -10}]
BLEND = [*BAGS, blended("C", ["A", "B"], 390, DRYING)]


def test_a_blend_is_counted_again_to_the_gram():
    # 390 over 300 and 100: 292.5 and 97.5, and the tie goes to the first place
    assert found(BLEND, "C", 390, [origin("S-1", 293), origin("S-2", 97)]) == []


@pytest.mark.parametrize(
    ("leaves", "lot", "mass_g", "origins", "said"),
    [
        (BLEND, "C", 390, [origin("S-1", 292), origin("S-2", 98)], "do not follow"),
        (BLEND, "C", 390, [origin("S-1", 390)], "do not follow"),
        (BLEND, "C", 390, [origin("S-1", 293, model="identity"), origin("S-2", 97)], "do not follow"),
        (BLEND, "C", 391, [origin("S-1", 293), origin("S-2", 98)], "the entries make 390 g"),
        (BLEND, "D", 390, [origin("S-1", 390)], "no entry of the pack opens the lot"),
        (BLEND[1:], "C", 390, [origin("S-2", 390)], "which no entry of the pack opens"),
        ([*BAGS, blended("C", ["A", "B"], 400, DRYING)], "C", 400, [origin("S-1", 400)], "makes 400 g out of 390 g"),
        ([*BLEND, tagged("C", 5)], "C", 390, [origin("S-1", 293), origin("S-2", 97)], "opens C a second time"),
        ([entry("lot.tagged.v1", {"lot": "A"})], "A", 5, [origin("S-1", 5)], "does not say what its kind must say"),
    ],
)
def test_a_statement_that_does_not_follow_from_the_entries_is_found(leaves, lot, mass_g, origins, said):
    assert any(said in finding for finding in found(leaves, lot, mass_g, origins))


def test_a_gain_of_unknown_origin_is_counted_as_such():
    gain = [{"cause": "unexplained", "grams": 20}]
    leaves = [*BAGS, blended("C", ["A", "B"], 420, gain, unknown_g=20)]

    unknown = origin("UNKNOWN", 20, dug_on="2026-03-02")
    assert found(leaves, "C", 420, [origin("S-1", 300), origin("S-2", 100), unknown]) == []


weights = st.dictionaries(st.tuples(st.sampled_from("abc"), st.dates().map(str), st.just("m")), st.integers(1, 10**9))


@given(weights.filter(bool), st.integers(0, 10**10))
def test_both_counts_share_out_alike(weights, total):
    assert share_out(total, sorted(weights.items())) == dict(apportion(total, list(weights.items())))


def split(lot, outputs, unknown_g=0, changes=()):
    facts = {"lot": lot, "outputs": [{"lot": code, "mass_g": grams} for code, grams in outputs]}
    return entry("lot.split.v1", facts | ({"changes": list(changes)} if changes else {}), unknown_g=unknown_g)


def processed(inputs, outputs, unknown_g=0, changes=(), **facts):
    outputs = [{"lot": code, "mass_g": grams} for code, grams in outputs]
    said = {"inputs": inputs, "outputs": outputs, "changes": list(changes), **facts}
    return entry("lot.processed.v1", said, unknown_g=unknown_g)


SPLIT = [*BLEND, split("C", [("E", 100), ("D", 290)])]


def test_a_split_shares_out_its_origins_in_the_order_of_the_codes():
    # D comes first: 290 over 293 and 97 are 217.87 and 72.13; E has what is left
    assert found(SPLIT, "D", 290, [origin("S-1", 218), origin("S-2", 72)]) == []
    assert found(SPLIT, "E", 100, [origin("S-1", 75), origin("S-2", 25)]) == []


def test_a_split_keeps_the_identity_of_a_bag():
    assert found([BAGS[0], split("A", [("B", 299), ("C", 1)])], "C", 1, [origin("S-1", 1, model="identity")]) == []


def test_what_a_split_finds_more_is_of_unknown_origin_in_each_part():
    leaves = [BAGS[0], split("A", [("B", 100), ("C", 220)], unknown_g=20, changes=[{"grams": 20}])]
    unknown = {"dug_on": "2026-03-02", "model": "identity"}

    # 20 over 100 and 220: 6.25 and 13.75
    assert found(leaves, "B", 100, [origin("S-1", 94, model="identity"), origin("UNKNOWN", 6, **unknown)]) == []
    assert found(leaves, "C", 220, [origin("S-1", 206, model="identity"), origin("UNKNOWN", 14, **unknown)]) == []


def test_a_part_may_be_of_unknown_origin_alone():
    leaves = [BAGS[0], split("A", [("B", 300), ("C", 300)], unknown_g=300, changes=[{"grams": 300}])]

    assert (
        found(
            leaves,
            "C",
            300,
            [origin("S-1", 150, model="identity"), origin("UNKNOWN", 150, dug_on="2026-03-02", model="identity")],
        )
        == []
    )
    # all that is traced is used up by the first part
    tiny = [tagged("A", 1), split("A", [("B", 1), ("C", 2)], unknown_g=2, changes=[{"grams": 2}])]
    assert found(tiny, "B", 1, [origin("UNKNOWN", 1, dug_on="2026-03-02", model="identity")]) == []


def test_processing_takes_the_weaker_custody_model():
    made = [*BAGS, processed(["A", "B"], [("C", 390)], changes=DRYING)]
    mixed = [*BAGS, processed(["A", "B"], [("C", 390)], changes=DRYING, model="mass_balance")]

    assert found(made, "C", 390, [origin("S-1", 293), origin("S-2", 97)]) == []
    assert (
        found(mixed, "C", 390, [origin("S-1", 293, model="mass_balance"), origin("S-2", 97, model="mass_balance")])
        == []
    )
    again = [*mixed, processed(["C"], [("D", 390)])]
    assert (
        found(again, "D", 390, [origin("S-1", 293, model="mass_balance"), origin("S-2", 97, model="mass_balance")])
        == []
    )


def test_a_blend_of_mass_balance_and_segregated_ore_keeps_them_apart():
    leaves = [
        *BAGS,
        tagged("M", 100),
        processed(["A"], [("P", 300)], model="mass_balance"),
        blended("Q", ["P", "B", "M"], 500),
    ]

    origins = [origin("S-1", 300, model="mass_balance"), origin("S-1", 100), origin("S-2", 100)]
    assert found(leaves, "Q", 500, origins) == []


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        ([*BAGS, split("X", [("C", 1)])], "uses up X, which no entry of the pack opens"),
        ([*BAGS, processed(["A", "X"], [("C", 1)])], "uses up X, which no entry of the pack opens"),
        ([*BAGS, split("A", [("C", 301)])], "makes 301 g out of 300 g"),
        ([*BAGS, split("A", [("A", 300)])], "opens A a second time"),
        ([*BAGS, split("A", [("C", 300)], unknown_g=301)], "shares out what is not there"),
        (
            [*BAGS, entry("lot.split.v1", {"lot": "A", "outputs": 7}, unknown_g=0)],
            "does not say what its kind must say",
        ),
    ],
)
def test_a_split_or_process_that_does_not_add_up_is_found(leaves, said):
    assert any(said in finding for finding in found(leaves, "A", 300, [origin("S-1", 300, model="identity")]))


def test_ore_from_abroad_is_of_unknown_origin():
    leaves = [entry("lot.imported.v1", {"lot": "I", "mass_g": 70})]

    assert found(leaves, "I", 70, [origin("UNKNOWN", 70, dug_on="2026-03-02", model="mass_balance")]) == []


def brought_in(signers):
    facts = {"lots": [{"lot": "O", "mass_g": 50}, {"lot": "R", "mass_g": 60}], "counted_on": "2026-01-31"}
    said = {"v": 1, "log": ORIGIN, "kind": "stock.brought_in.v1", "key": "stock", "facts": facts}
    return encode({**said, "resolved": {"signers": signers}, "commitments": {}, "alg": "log"})


def signed(proposal="stock"):
    return entry("proposal.signed.v1", {"proposal": proposal})


STOCK = [origin("UNKNOWN", 60, dug_on="2026-01-31", model="mass_balance")]


@pytest.mark.parametrize(
    "leaves", [[brought_in(1)], [brought_in(2), signed()], [brought_in(3), signed(), signed("another"), signed()]]
)
def test_stock_from_before_the_book_is_there_once_all_have_signed(leaves):
    assert found(leaves, "R", 60, STOCK) == []


@pytest.mark.parametrize("leaves", [[brought_in(2)], [brought_in(2), signed("another")], [signed(), brought_in(2)]])
def test_stock_that_not_all_have_signed_is_not_there(leaves):
    assert any("no entry of the pack opens the lot" in finding for finding in found(leaves, "R", 60, STOCK))


def test_a_lot_without_a_code_or_origins_that_are_none_are_found():
    assert "statement.json: the origins do not follow from the entries" in found(BAGS, "A", 300, [{"grams": 300}])
    assert [*check_recount({"code": 7}, {})] == ["statement.json: no entry of the pack opens the lot that it is about"]
    assert [*check_recount({"code": "A", "mass_g": 300}, {0: {"kind": "x"}, 1: json.loads(BAGS[0])})] == []


@pytest.mark.parametrize(("total", "weights"), [(5, []), (-1, [("a", 1)]), (1, [("a", 0)])])
def test_what_is_not_there_cannot_be_shared_out(total, weights):
    with pytest.raises(ProofError):
        share_out(total, weights)
