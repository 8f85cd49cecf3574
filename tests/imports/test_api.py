"""Imports over HTTP, with a token."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.parties import roles
from sites.bringing.models import ImportRun
from tests import make, served
from tests.imports.conftest import as_csv, brought, entered, purchase_row, rest, site_row, visit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(world):
    return served.caller(roles.REGULATOR, world.agency)


def bring(keeper, rows, sheet="sites"):
    body = {"sheet": sheet, "file": SimpleUploadedFile("file.csv", as_csv(rows))}
    return keeper.client.post("/api/v1/imports/", body, headers=keeper.headers)


def order(keeper, run, what, body="{}"):
    path = f"/api/v1/imports/{run.pk}/{what}/"
    return keeper.client.post(path, body, content_type="application/json", headers=keeper.headers)


def test_a_file_is_brought_entered_and_undone(world, keeper):
    brought_ = bring(keeper, [site_row(1), site_row(2, minerals="cassitrite")])
    run = ImportRun.objects.get()
    assert (brought_.status_code, brought_.json()["state"]) == (202, "reading")
    rest(run)

    tried = keeper.get(f"/api/v1/imports/{run.pk}/").json()
    assert (tried["state"], tried["rows_total"], tried["good"], tried["bad"]) == ("tried", 2, 1, 1)
    (problem,) = keeper.get(f"/api/v1/imports/{run.pk}/problems/").json()["results"]
    assert (problem["row"], problem["column"], problem["value"], problem["suggestion"]) == (
        3,
        "minerals",
        "cassitrite",
        "cassiterite",
    )
    assert order(keeper, run, "enter").json()["code"] == "has_bad_rows"
    assert order(keeper, run, "enter", '{"only_good": true}').status_code == 202
    rest(run)
    assert order(keeper, run, "undo").json()["code"] == "reason_needed"
    assert order(keeper, run, "undo", '{"reason": "Wrong file."}').status_code == 202
    assert rest(run).state == "undone"


def test_problems_come_page_by_page(world, keeper):
    run = brought(world, "sites", [site_row(number, country="") for number in range(120)])
    rows, address = [], f"/api/v1/imports/{run.pk}/problems/"

    while address:
        page = keeper.get(address).json()
        rows += [problem["row"] for problem in page["results"]]
        address = page["next"]

    assert rows == list(range(2, 122))


def test_bad_requests_are_problems(world, keeper):
    no_sheet = bring(keeper, [site_row()], sheet="horses")
    json_body = keeper.client.post("/api/v1/imports/", "{}", content_type="application/json", headers=keeper.headers)
    run = brought(world, "visits", [visit_row(world)])
    nothing = order(keeper, run, "undo", '{"reason": "Wrong file."}')

    assert (no_sheet.status_code, no_sheet.json()["code"]) == (400, "unknown_sheet")
    assert "sites, parties" in no_sheet.json()["detail"]
    assert json_body.status_code == 415
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_entered")


def test_an_order_given_twice_changes_nothing(world, keeper):
    run = entered(world, "visits", [visit_row(world)])

    assert order(keeper, run, "enter").json()["state"] == "entered"


def test_a_clerk_brings_purchases_over_http_and_is_told_that_they_are_not_undone_whole(world, keeper):
    clerk = served.caller(roles.DEPOT_CLERK, world.ours.party)
    rival = served.caller(roles.DEPOT_CLERK, world.rivals.party)
    make.entered(world.tagger, tagging := world.tagging())
    rows = [purchase_row(tagging["facts"]["tag"], world), purchase_row("T00000018", world)]

    assert bring(keeper, rows, sheet="purchases").json()["code"] == "unknown_sheet"
    assert bring(clerk, rows, sheet="purchases").status_code == 202
    run = rest(ImportRun.objects.get())
    (problem,) = clerk.get(f"/api/v1/imports/{run.pk}/problems/").json()["results"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "bag", "T00000018")
    assert "tag or lot of a bag" in problem["expected"]
    assert rival.get(f"/api/v1/imports/{run.pk}/").status_code == 404
    assert order(rival, run, "enter", '{"only_good": true}').status_code == 404
    assert (order(keeper, run, "enter", '{"only_good": true}')).status_code == 403
    assert order(clerk, run, "enter", '{"only_good": true}').status_code == 202
    assert (rest(run).good, clerk.get(f"/api/v1/imports/{run.pk}/").json()["undone_whole"]) == (1, False)
    undo = order(clerk, run, "undo", '{"reason": "Wrong file."}')
    assert (undo.status_code, undo.json()["code"]) == (409, "one_by_one")
    assert "one by one" in undo.json()["detail"]
