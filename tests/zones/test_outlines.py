"""Outlines are read strictly, spelled in one way and measured on the ellipsoid."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import BadEntry
from sites.zones.outlines import (
    MOST_VERTICES,
    BadOutline,
    Outline,
    area_m2,
    distance_m,
    geometry,
    outline,
    spelled,
    thinned,
    vertices,
)
from sites.zones.outlining import drawing

FACT = Outline(about="x")
SQUARE = '{"type":"Polygon","coordinates":[[[28.8,-2.0],[28.9,-2.0],[28.9,-1.9],[28.8,-1.9],[28.8,-2.0]]]}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 5_000,
        '{"type":"Point","coordinates":[1,2]}',
        '{"type":"Polygon"}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[["a",0],[1,1],[2,0]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[1,0],[0,0]]]}',
        '{"type":"Polygon","coordinates":[[[NaN,0],[1,1],[2,2],[NaN,0]]]}',
        '{"type":"Polygon","coordinates":[[[200,0],[201,1],[200,1],[200,0]]]}',
        '{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}',
    ],
)
def test_what_is_no_outline_is_refused_at_its_field(text):
    with pytest.raises(BadEntry) as refusal:
        FACT.read(text, "facts.outline")

    assert (refusal.value.code, refusal.value.field) == ("fact_not_outline", "facts.outline")


def test_an_outline_has_one_spelling():
    turned = (
        '{"coordinates": [[[28.9,-1.9],[28.9,-2.0],[28.8,-2.0],[28.8,-1.9],[28.9,-1.9]]], "type": "Polygon", "x": 1}'
    )

    assert outline(outline(SQUARE)) == outline(SQUARE)
    assert outline(turned) == outline(SQUARE)
    assert shapely.is_ccw(shapely.from_geojson(outline(turned)).exterior), "RFC 7946: outer rings turn left"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(-179, 179), st.integers(-89, 89), st.integers(1, 900), st.integers(8, 400))
def test_reading_twice_changes_nothing_and_corners_are_kept_to_a_metre(longitude, latitude, radius, corners):
    round_about = shapely.Point(longitude, latitude).buffer(radius / 1_000, quad_segs=corners // 4)
    text = shapely.to_geojson(round_about)
    try:
        once = outline(text)
    except BadOutline:
        return  # beyond a pole or the date line
    assert outline(once) == once
    assert len(once) < 60_000


def test_an_outline_with_too_many_corners_is_refused_and_can_be_thinned():
    wild = shapely.Point(28, -2).buffer(1, quad_segs=2_000)

    with pytest.raises(BadOutline, match="2000 corners"):
        outline(spelled(wild))
    thin, moved = thinned(wild)

    assert vertices(thin) <= MOST_VERTICES
    assert 0 < moved <= 50
    assert abs(area_m2(thin) - area_m2(wild)) < area_m2(wild) / 1_000


def test_the_area_of_the_earth_comes_out():
    assert area_m2(shapely.box(-180, -90, 180, 90)) == 510_065_621_724_089


def test_a_hectare_is_a_hectare_wherever_it_lies():
    for latitude in (0, -2, 30, 60):
        high = 100 / 110_900
        side = distance_m((0, latitude), (1, latitude))
        square = shapely.box(0, latitude, 100 / side, latitude + high)
        assert abs(area_m2(square) - 10_000) < 150


def test_a_drawing_has_north_above():
    shown = drawing(geometry(SQUARE), [(28.85, -1.9, "on the northern line")])

    (left, top, label) = shown.points[0]
    assert (float(top), label) == (12.0, "on the northern line")
    assert 0 < float(left) < shown.width
