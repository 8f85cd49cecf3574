"""What a pack says of its lot must follow from its entries: the verifier counts again, without the ledger's code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.arithmetic import apportion
from ledger.proofs.canonical import encode
from ledger.proofs.recount import share_out
from ledger.proofs.verify import verify_pack
from tests.proofs.logs import ORIGIN, MemoryLog, lot_pack, trading_log

LOG = trading_log()


def entry(kind, facts, **resolved):
    said = {"v": 1, "log": ORIGIN, "kind": kind, "local_date": "2026-03-02", "facts": facts, "resolved": resolved}
    return encode({**said, "commitments": {}})


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
