"""The drawing: SVG made on the server, boxes and lines with their kilograms; colours are the style sheet's."""

from __future__ import annotations

from collections import Counter

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers import words
from buyers.lineage.layering import Drawn, Spot
from ledger import codes
from ledger.balance.graph import Arrow
from ledger.reference.spelling import kilograms_with_unit

WIDE, HIGH, APART, BETWEEN, EDGE = 168, 44, 112, 14, 8
"""Sizes in CSS pixels: of a box, between columns, between rows, around the drawing."""
THICKEST = 16.0


def drawing(drawn: Drawn, lot: str) -> SafeString:
    """Return the whole drawing of a lot."""
    width = 2 * EDGE + drawn.columns * WIDE + (drawn.columns - 1) * APART
    height = 2 * EDGE + drawn.rows * (HIGH + BETWEEN)
    places = {spot.id: _place(spot) for spot in drawn.spots}
    heaviest = max((arrow.grams for arrow in drawn.arrows), default=1) or 1
    few = len(drawn.arrows) <= 400
    degrees = Counter(end for arrow in drawn.arrows for end in (("from", arrow.source), ("to", arrow.target)))
    parts = [
        f'<svg class="tree" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' aria-label="{escape(_("Lineage from left to right; the table below says the same."))}">',
        *(_line(arrow, places, heaviest) for arrow in drawn.arrows),
        *(_box(spot, lot) for spot in drawn.spots),
        *(_mass(arrow, places, degrees) for arrow in drawn.arrows if few),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  (every word in it is escaped or a number of ours)


def _place(spot: Spot) -> tuple[float, float]:
    return EDGE + spot.column * (WIDE + APART), EDGE + spot.row * (HIGH + BETWEEN) + BETWEEN / 2


def _ends(arrow: Arrow, places: dict[str, tuple[float, float]]) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = places[arrow.source], places[arrow.target]
    return left + WIDE, top + HIGH / 2, right, bottom + HIGH / 2


def _line(arrow: Arrow, places: dict[str, tuple[float, float]], heaviest: int) -> str:
    x, y, to_x, to_y = _ends(arrow, places)
    bend = (to_x - x) / 2
    thick = max(1.0, THICKEST * arrow.grams / heaviest)
    way = f"M{x:.0f} {y:.1f}C{x + bend:.0f} {y:.1f} {to_x - bend:.0f} {to_y:.1f} {to_x:.0f} {to_y:.1f}"
    return f'<path d="{way}" stroke-width="{thick:.1f}"/>'


def _mass(arrow: Arrow, places: dict[str, tuple[float, float]], degrees: Counter[tuple[str, str]]) -> str:
    x, y, to_x, to_y = _ends(arrow, places)
    # near the end where fewer lines meet: there they lie apart
    near_target = degrees["from", arrow.source] > degrees["to", arrow.target]
    at, up, side = (
        (to_x - 6, y + (to_y - y) * 0.96, ' text-anchor="end"') if near_target else (x + 6, y + (to_y - y) * 0.04, "")
    )
    said = escape(kilograms_with_unit(arrow.grams))
    return f'<text class="kg" x="{at:.0f}" y="{up - 3:.0f}"{side}>{said}</text>'


def _box(spot: Spot, lot: str) -> str:
    x, y = _place(spot)
    first, second = _words(spot)
    kind = (
        "rest" if spot.gathered else "here" if spot.id == lot else "lot" if spot.node and spot.node.seen else "veiled"
    )
    shape = (
        f'<g class="{kind}"><rect x="{x:.0f}" y="{y:.1f}" width="{WIDE}" height="{HIGH}"/>'
        f'<text x="{x + 10:.0f}" y="{y + 18:.1f}">{escape(first)}</text>'
        f'<text class="sub" x="{x + 10:.0f}" y="{y + 35:.1f}">{escape(second)}</text></g>'
    )
    if kind == "lot" and spot.node and spot.node.code:
        return f'<a href="{escape(reverse("lineage", args=[spot.node.code]))}">{shape}</a>'
    return shape


def _words(spot: Spot) -> tuple[str, str]:
    said = kilograms_with_unit(spot.grams)
    if spot.gathered:
        return ngettext("%(n)s more lot", "%(n)s more lots", spot.gathered) % {"n": spot.gathered}, said
    node = spot.node
    if node is None or node.code is None:
        return _("A lot you may not see"), said
    ore = f" · {words.word('mineral', node.mineral)}" if node.mineral else ""
    return codes.shown(node.code), f"{said}{ore}"
