"""Custody as steps: the bags that went in stand together, what happened to the lot itself stands by the day."""

from __future__ import annotations

from buyers import timeline
from ledger.log.reading import Positioned


def event(number, kind, at, lot, party="Q1", recorded=None, **facts):
    envelope = {
        "key": f"key-{number}",
        "kind": f"{kind}.v1",
        "facts": {"lot": lot, **facts},
        "party": party,
        "actor": "somebody",
        "happened_at": f"{at}T10:00:00+02:00",
        "local_date": at,
        "recorded_at": f"{recorded or at}T09:00:00.000000Z",
    }
    return Positioned(number, number, b"", envelope)


EVENTS = [
    event(1, "lot.tagged", "2026-09-02", "A", place="S1"),
    event(2, "lot.tagged", "2026-09-14", "B", place="S1"),
    event(3, "lot.tagged", "2026-09-03", "C", place="S2", recorded="2026-09-08"),
    event(4, "lot.blended", "2026-09-26", "Z", party="Q2"),
    event(5, "consignment.dispatched", "2026-09-28", "Z", party="Q2"),
    event(6, "lot.weighed", "2026-09-30", "Z", party="Q3"),
    event(7, "lot.weighed", "2026-10-01", "Z", party="Q3"),
]
LOTS = {1: ["A"], 2: ["B"], 3: ["C"], 4: ["A", "B", "C", "Z"], 5: ["Z"], 6: ["Z"], 7: ["Z"]}
MASSES = {"A": 10, "B": 20, "C": 30, "Z": 59}


def steps():
    return timeline.steps("Z", EVENTS, LOTS, MASSES)


def test_bags_of_one_place_stand_together_with_their_kilograms():
    first = steps()[0]

    assert (first.lots, first.grams) == (["A", "B"], 30)
    assert (first.first.date().isoformat(), first.last.date().isoformat()) == ("2026-09-02", "2026-09-14")


def test_a_blend_shows_what_came_out_and_not_what_went_in():
    blend = next(step for step in steps() if step.kind == "lot.blended")

    assert (blend.lots, blend.grams) == (["Z"], 59)


def test_what_happened_to_the_lot_itself_stands_by_the_day():
    assert [step.kind for step in steps()][-3:] == ["consignment.dispatched", "lot.weighed", "lot.weighed"]


def test_hand_overs_are_numbered_and_work_is_not():
    assert [step.number for step in steps()] == [1, 2, None, 3, None, None]
    assert timeline.hand_overs(steps()) == 3


def test_what_was_recorded_days_later_says_how_many():
    assert [step.late_days for step in steps()] == [0, 5, 0, 0, 0, 0]
    assert timeline.late(steps()) == 1
