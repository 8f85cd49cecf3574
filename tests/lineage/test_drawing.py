"""The drawing: layers from left to right, the heaviest boxes first, the rest gathered; 5,000 lots are no trouble."""

import re

import pytest

from buyers.lineage.drawing import drawing
from buyers.lineage.layering import layered
from ledger.balance.graph import BACK, FORWARD, Arrow, Graph, Node


def wide(lots):
    """Return a lot of so many bags, the first the heaviest."""
    bags = [
        Node(f"P{number:08d}", 1, lots - number, f"P{number:08d}", True, mineral="coltan") for number in range(lots)
    ]
    here = Node("HERE", 0, sum(bag.grams for bag in bags), "HERE", True)
    return Graph(BACK, [here, *bags], [Arrow(bag.id, "HERE", bag.grams, "mass") for bag in bags], False)


NOTHING = Graph(FORWARD, [], [], False)


def test_origins_stand_left_and_offspring_right():
    went_in = Graph(BACK, [Node("b", 0, 9), Node("a", 1, 9)], [Arrow("a", "b", 9, "mass")], False)
    came_out = Graph(FORWARD, [Node("b", 0, 9), Node("c", 1, 9)], [Arrow("b", "c", 9, "mass")], False)

    drawn = layered(went_in, came_out, 200)

    assert {spot.id: spot.column for spot in drawn.spots} == {"a": 0, "b": 1, "c": 2}
    assert (drawn.columns, drawn.rows, drawn.left_out) == (3, 1, 0)


def test_the_heaviest_are_drawn_and_the_rest_keeps_its_kilograms():
    drawn = layered(wide(10), NOTHING, 4)

    (rest,) = (spot for spot in drawn.spots if spot.gathered)
    assert {spot.id for spot in drawn.spots if spot.node} == {"HERE", "P00000000", "P00000001", "P00000002"}
    assert (rest.gathered, rest.grams, drawn.left_out) == (7, 7 + 6 + 5 + 4 + 3 + 2 + 1, 7)
    assert sum(arrow.grams for arrow in drawn.arrows) == 55


def test_no_two_boxes_share_a_place():
    drawn = layered(wide(50), NOTHING, 20)

    places = {(spot.column, spot.row) for spot in drawn.spots}
    assert len(places) == len(drawn.spots) == 21


@pytest.mark.parametrize("lots", [1, 5_000])
def test_every_box_and_line_is_in_the_drawing(lots):
    drawn = layered(wide(lots), NOTHING, 5_001)

    svg = drawing(drawn, "HERE")

    assert svg.count("<rect ") == lots + 1
    assert svg.count("<path ") == lots
    assert svg.count('class="here"') == 1


def test_a_lot_without_a_name_is_drawn_without_one_and_leads_nowhere():
    graph = Graph(FORWARD, [Node("hidden-1", 1, 500)], [Arrow("b", "hidden-1", 500, "mass")], False)

    svg = drawing(layered(Graph(BACK, [Node("b", 0, 500, "b", True)], [], False), graph, 200), "b")

    assert "A lot you may not see" in svg
    assert "hidden-1" not in svg
    assert "<a " not in svg


def test_words_in_a_drawing_are_escaped():
    bad = '<script>alert("1")</script>'

    svg = drawing(layered(Graph(BACK, [Node("b", 0, 5, bad, False)], [], False), NOTHING, 200), "x")

    assert "<script" not in svg
    assert re.search(r"&lt;script", svg, re.IGNORECASE)
