"""The register is taken away as a file: the same sites in every form, and places only as exact as one may know."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from ledger.parties import roles
from ledger.parties.models import Place
from tests.exporting.schemas import problems
from tests.make import entered, envelope


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def csv_rows(response) -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in csv.DictReader(io.StringIO(body(response).decode("utf-8-sig")))}


def test_an_overseer_takes_exact_places_away_and_a_clerk_coarse_ones(whole_site, browser):
    exact = csv_rows(browser(roles.AUDITOR).get("/sites/export.csv"))[whole_site]
    coarse = csv_rows(browser(roles.DEPOT_CLERK).get("/sites/export.csv"))[whole_site]

    assert (exact["latitude"], exact["longitude"], exact["precision_m"]) == ("-1.035512", "27.720049", "12")
    assert (coarse["latitude"], coarse["longitude"], coarse["precision_m"]) == ("-1.0", "27.7", "8000")


def test_csv_and_xlsx_hold_the_same_lines(whole_site, world, browser):
    client = browser(roles.PROGRAMME_MANAGER)
    lines = csv_rows(client.get("/sites/export.csv"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(client.get("/sites/export.xlsx"))))
    header, *rows = book.get_sheet_by_index(0).to_python()

    assert list(next(iter(lines.values()))) == header
    assert [row[0] for row in rows] == list(lines)
    whole = dict(zip(header, next(row for row in rows if row[0] == whole_site), strict=True))
    assert (whole["state"], str(whole["state_since"]), whole["latitude"]) == ("green", "2026-03-15", -1.035512)


def test_geojson_is_a_feature_collection_with_longitude_first(whole_site, world, browser):
    collection = json.loads(body(browser(roles.AUDITOR).get("/sites/export.geojson")))
    features = {feature["id"]: feature for feature in collection["features"]}

    assert (collection["type"], set(features)) == ("FeatureCollection", {whole_site, world.site})
    assert features[whole_site]["geometry"] == {"type": "Point", "coordinates": [27.720049, -1.035512]}
    assert features[world.site]["geometry"] is None
    assert "crs" not in collection


def test_a_filter_of_the_list_is_a_filter_of_the_file(whole_site, world, browser):
    lines = csv_rows(browser(roles.AUDITOR).get("/sites/export.csv", {"mineral": "coltan"}))

    assert set(lines) == {whole_site}


def test_the_public_file_tells_no_exact_place_and_no_armed_actor(whole_site, world, client):
    world.visit("2026-10-19", presence="yes", interference="yes")

    text = body(client.get("/public/sites.geojson")).decode()

    assert whole_site in text
    hidden = ("-1.035512", "27.720049", "armed_presence", "interference", "workers")
    assert [word for word in hidden if word in text] == []
    assert client.get("/public/sites.xlsx").status_code == 404


def test_a_registration_taken_back_is_in_no_file(whole_site, world, browser, client):
    line = {"subject": whole_site, "event": Place.objects.get(code=whole_site).event_id}
    entered(world.programme, envelope("entries.withdrawn.v1", entries=[line], reason="Entered by mistake."))

    assert whole_site not in body(client.get("/public/sites.csv")).decode()
    assert whole_site not in csv_rows(browser(roles.AUDITOR).get("/sites/export.csv"))


def test_a_name_that_looks_like_a_formula_stays_a_name(world, browser):
    world.new_site(name="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in body(browser(roles.AUDITOR).get("/sites/export.csv")).decode()


def test_the_icglr_file_holds_the_whole_sites_and_names_what_others_lack(whole_site, world, browser):
    told = json.loads(body(browser(roles.REGULATOR).get("/sites/icglr.json")))

    (record,) = told["mineSites"]
    assert problems(record) == []
    assert record["nationalId"] == "CD-NK-0042"
    assert record["certificationStatus"] == 1
    assert record["statusChange"][0] == {"dateOfChange": "2025-02-12", "newStatus": 3}
    (lacks,) = told["incomplete"]
    assert lacks["code"] == world.site
    assert {"mineSiteLocation", "owner"} <= set(lacks["missing"])


def test_the_exchange_pages_as_the_protocol_has_it(whole_site, world, rest):
    first = rest.get("/api/v1/icglr/mine-sites/", {"limit": 1}).json()
    beyond = rest.get("/api/v1/icglr/mine-sites/", {"limit": 1, "page": 9}).json()

    assert first["pagination"] == {
        "page": 1,
        "limit": 1,
        "total": 2,
        "totalPages": 2,
        "hasNext": True,
        "hasPrevious": False,
    }
    assert len(first["data"]) + len(first["incomplete"]) == 1
    assert (beyond["data"], beyond["pagination"]["hasNext"]) == ([], False)


def test_one_site_is_found_by_the_identifier_that_the_list_gives_it(whole_site, rest):
    listed = rest.get("/api/v1/icglr/mine-sites/").json()["data"][0]

    found = rest.get(f"/api/v1/icglr/mine-sites/{listed['icglrId']}/")

    assert found.json() == listed
    assert rest.get(f"/api/v1/icglr/mine-sites/{listed['icglrId'][:-5]}99999/").status_code == 404


@pytest.mark.parametrize("asked", [{"limit": "0"}, {"limit": "101"}, {"page": "x"}])
def test_a_page_that_cannot_be_is_a_bad_parameter(rest, asked):
    answer = rest.get("/api/v1/icglr/mine-sites/", asked)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


def test_the_number_of_questions_does_not_grow_with_the_sites(whole_site, world, browser):
    client = browser(roles.AUDITOR)
    asked = []
    for more in (0, 12):
        for number in range(more):
            world.new_site(name=f"Site {number}")
        with CaptureQueriesContext(connection) as queries:
            body(client.get("/sites/icglr.json"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
