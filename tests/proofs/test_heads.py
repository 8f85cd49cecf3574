"""What was left out of a lot's way leaves a head that no entry of the pack has."""

import pytest

from ledger.proofs.heads import check_heads


def said(key, kind="lot.noted.v1", heads=None, **facts):
    return {"key": key, "kind": kind, "facts": facts} | ({} if heads is None else {"heads": heads})


def found(lot, *entries):
    return list(check_heads(lot, dict(enumerate(entries, start=5))))


BAGS = [
    said("a1", "lot.tagged.v1", lot="A"),
    said("b1", "lot.tagged.v1", lot="B"),
    said("a2", "lot.bought.v1", {"A": "a1"}, lot="A"),
]
BLENDED = said("c1", "lot.blended.v1", {"A": "a2", "B": "b1"}, lot="C", inputs=["A", "B"])
WASHED = said("d1", "lot.processed.v1", {"C": "c1"}, inputs=["C"], outputs=[{"lot": "D"}, {"lot": "E"}])
SPLIT = said("f1", "lot.split.v1", {"D": "d1"}, lot="D", outputs=[{"lot": "F"}, {"lot": "G"}])
SENT = said("s1", "consignment.dispatched.v1", {"F": "f1", "G": "g7", "E": "e3"})
WAY = [*BAGS, BLENDED, WASHED, SPLIT, SENT]


def without(key):
    return [entry for entry in WAY if entry["key"] != key]


@pytest.mark.parametrize("lot", ["A", "B", "C", "D", "F"])
def test_a_way_that_is_told_whole_has_all_its_heads(lot):
    assert found(lot, *WAY) == []


@pytest.mark.parametrize(
    ("key", "code", "index"), [("a1", "A", 6), ("a2", "A", 7), ("b1", "B", 7), ("c1", "C", 8), ("d1", "D", 9)]
)
def test_an_entry_that_was_left_out_is_missed_by_the_next_one_on_the_lot(key, code, index):
    assert found("F", *without(key)) == [
        f"entries.jsonl: the entry at {index} follows one on {code} that the pack leaves out"
    ]


def test_heads_of_lots_that_the_pack_is_not_about_are_not_asked_for():
    assert found("F", *WAY) == []
    assert found("G", *WAY) == ["entries.jsonl: the entry at 11 follows one on G that the pack leaves out"]


def test_the_way_follows_the_order_of_the_log():
    entries = dict(sorted(enumerate(WAY), reverse=True))

    assert list(check_heads("F", entries)) == []
    del entries[2]
    assert list(check_heads("F", entries)) == [
        "entries.jsonl: the entry at 3 follows one on A that the pack leaves out"
    ]


@pytest.mark.parametrize("heads", [[], "A", {"A": None}, {"A": ["a1"]}, {"A": 7}])
def test_heads_that_are_none_are_found(heads):
    assert found("A", BAGS[0], {**BAGS[2], "heads": heads}) == [
        "entries.jsonl: the entry at 6 does not name its heads by lot"
    ]


@pytest.mark.parametrize("facts", [None, [], {}, {"lot": "C"}, {"lot": ["C"], "inputs": ["A"]}, {"outputs": [7]}])
@pytest.mark.parametrize("kind", ["lot.blended.v1", "lot.split.v1", "lot.processed.v1"])
def test_a_making_that_says_nothing_is_left_to_the_recount(kind, facts):
    broken = {"key": "c1", "kind": kind, "facts": facts}

    assert found("A", *BAGS, broken) == []


@pytest.mark.parametrize("key", [None, 7, ["a1"]])
def test_a_key_that_is_none_shows_no_head(key):
    assert found("A", {**BAGS[0], "key": key}, BAGS[2]) == [
        "entries.jsonl: the entry at 6 follows one on A that the pack leaves out"
    ]
