"""The map: clusters add up to the list, cells are coarse, and the page says the same without a map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ledger.parties import roles
from sites.listing.clustering import step
from tests import make
from tests.pages.test_lot_page import questions, text_of
from tests.register.test_filters import found, registered, visited

CELLS = ["-1.9,28.9", "-1.9,28.9", "-2.0,28.8", "0.1,-75.3", "-0.1,-75.2", "4.3,103.5"]


@pytest.fixture
def overseer(as_role):
    return as_role(roles.AUDITOR)


@pytest.fixture
def placed(world):
    """Six sites on three continents, beside the one without a place; two of them in one cell."""
    return [
        registered(world, f"Hill {number}", cell=cell, province="Ituri" if number < 3 else f"Far {number}")
        for number, cell in enumerate(CELLS)
    ]


def on_map(client, **query):
    return client.get("/sites/map.json", query).json()


@pytest.mark.parametrize("zoom", range(0, 15, 2))
def test_clusters_add_up_to_the_sites_that_have_a_place(placed, overseer, zoom):
    clusters = on_map(overseer, zoom=zoom)["clusters"]

    assert sum(each["count"] for each in clusters) == len(CELLS) == len(found(overseer, q="Hill"))
    assert all(sum(each["colours"].values()) == each["count"] for each in clusters)


def test_clusters_of_views_side_by_side_add_up_to_the_whole(placed, overseer):
    west, east = (on_map(overseer, zoom=4, bbox=box)["clusters"] for box in ("-180,-90,0,90", "0.1,-90,180,90"))

    assert sum(each["count"] for each in west + east) == len(CELLS)
    assert sum(each["count"] for each in west) == 2


@pytest.mark.parametrize(
    ("bbox", "inside"),
    [
        ("28.89,-1.91,28.91,-1.89", 2),
        ("28.91,-1.95,29.0,-1.85", 0),
        ("28.8,-1.899,29,-1.5", 0),
        ("28.8,-3,29,-1.911", 1),
    ],
)
def test_a_view_holds_the_cells_within_its_edges_and_no_other(placed, overseer, bbox, inside):
    assert sum(each["count"] for each in on_map(overseer, zoom=11, bbox=bbox)["clusters"]) == inside


def test_clusters_carry_the_colours_of_today_and_follow_the_filters(world, placed, overseer):
    world.status("green", place=placed[0], since=make.days_ago(730))
    visited(world, placed[1], 30, presence="yes")

    clusters = on_map(overseer, zoom=12, bbox="28,-3,30,0")["clusters"]
    armed = on_map(overseer, zoom=12, presence="yes")["clusters"]

    assert {"blue": 1, "none": 1} in [each["colours"] for each in clusters]
    assert [each["count"] for each in armed] == [1]


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_zoom_shows_more_than_a_cell_to_who_does_not_oversee(world, as_role, role):
    exact = {"cell": "-1.9,28.9", "latitude_e6": -1_934_567, "longitude_e6": 28_912_345}
    registered(world, "Hill", **exact)

    (site,) = on_map(as_role(role), zoom=14, bbox="28,-3,30,0")["sites"]

    oversees = role in {roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER}
    assert site["at"] == ([-1.934567, 28.912345] if oversees else [-1.9, 28.9])
    assert site["exact"] is oversees


def test_exact_places_are_shown_close_up_alone(world, overseer):
    registered(world, "Hill", cell="-1.9,28.9", latitude_e6=-1_934_567, longitude_e6=28_912_345)

    (site,) = on_map(overseer, zoom=8)["sites"]

    assert site["at"] == [-1.9, 28.9]


def test_few_sites_are_named_and_many_are_counted(placed, overseer, monkeypatch):
    assert len(on_map(overseer, zoom=3)["sites"]) == len(CELLS)

    monkeypatch.setattr("sites.map_page.FEW", 5)

    assert on_map(overseer, zoom=3)["sites"] == []


@pytest.mark.parametrize("bbox", ["", "x", "1,2,3", "nan,0,0,0", "30,0,20,5", "0,0,inf,5", "0,0,1,2,3", "-181,0,5,5"])
def test_a_view_that_means_nothing_is_the_whole_world(placed, overseer, bbox):
    assert sum(each["count"] for each in on_map(overseer, zoom=3, bbox=bbox)["clusters"]) == len(CELLS)


@pytest.mark.parametrize("zoom", ["", "x", "-1", "99", "3.5", "²"])
def test_a_zoom_that_means_nothing_is_answered_all_the_same(placed, overseer, zoom):
    assert sum(each["count"] for each in on_map(overseer, zoom=zoom)["clusters"]) == len(CELLS)


def test_the_page_says_the_same_by_province_without_any_script(world, placed, overseer):
    world.status("red", place=placed[0], since=make.days_ago(40))

    page = overseer.get("/sites/map/")

    assert "6 sites with a place. 1 more has none and is only in the list." in text_of(page)
    assert "The map needs script. The table says the same." in text_of(page)
    ituri = next(each for each in page.context["provinces"] if each["province"] == "Ituri")
    assert ituri["colours"] == {"green": 0, "yellow": 0, "red": 1, "blue": 0, "none": 2}
    assert sum(each["count"] for each in page.context["provinces"]) == len(CELLS) + 1
    assert [line.site.name for line in overseer.get(f"/sites/?{ituri['query']}").context["lines"]] == [
        "Hill 0",
        "Hill 1",
        "Hill 2",
    ]


def test_list_and_map_lead_to_each_other_with_the_same_filters(placed, overseer):
    assert 'href="/sites/map/?q=Hill&amp;visit=never"' in overseer.get("/sites/?q=Hill&visit=never").content.decode()
    assert 'href="/sites/?q=Hill&amp;visit=never"' in overseer.get("/sites/map/?q=Hill&visit=never").content.decode()


def test_the_map_asks_as_many_questions_for_sixty_sites_as_for_six(world, placed, overseer):
    paths = ("/sites/map/", "/sites/map.json?zoom=3", "/sites/map.json?zoom=13&bbox=28,-3,30,0")
    few = [questions(overseer, path) for path in paths]
    for number in range(54):
        registered(world, f"More {number}", cell=f"-1.{number % 10},28.{number % 7}", province=f"P {number % 9}")

    assert [questions(overseer, path) for path in paths] == few


def test_a_stranger_sees_no_map(client, db):
    for path in ("/sites/map/", "/sites/map.json"):
        assert client.get(path).headers["Location"].startswith("/login/")


@given(st.integers(0, 18))
def test_clusters_get_finer_with_the_zoom_and_never_finer_than_a_cell(zoom):
    assert step(zoom) >= step(zoom + 1) >= 1


def test_the_base_of_the_map_is_small_and_needs_no_other_house():
    land = Path(settings.BASE_DIR) / "static" / "map" / "countries.geojson"
    shapes = json.loads(land.read_text(encoding="utf-8"))

    assert land.stat().st_size < 150 * 1024
    codes = {each["properties"]["iso"] for each in shapes["features"]}
    assert {"CD", "RW", "UG", "BI", "TZ", "ZM", "ZW", "GH", "BO", "PE", "CO", "BR", "ID", "MM", "PH"} <= codes
    assert "://" not in (Path(settings.BASE_DIR) / "static" / "js" / "map.js").read_text().replace(
        "http://www.w3.org", ""
    )
