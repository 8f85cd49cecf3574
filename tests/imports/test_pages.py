"""The pages of imports: bring a file, read what is wrong, enter the good rows, undo the whole."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.parties import roles
from sites.bringing.models import ImportRun
from sites.bringing.sheets import SHEETS
from sites.models import MineSite
from tests import make
from tests.imports.conftest import as_csv, brought, entered, purchase_row, rest, site_row, visit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(world):
    client = Client()
    client.force_login(make.user("keeper", roles.PROGRAMME_MANAGER, world.programme_party))
    return client


def upload(rows, name="sites.csv"):
    return SimpleUploadedFile(name, as_csv(rows))


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_file_is_brought_tried_entered_and_undone(world, keeper):
    rows = [site_row(1), site_row(2), site_row(3, minerals="cassitrite")]
    sent = keeper.post("/imports/", {"sheet": "sites", "file": upload(rows)})
    run = ImportRun.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/imports/{run.pk}/")
    assert 'http-equiv="refresh"' in keeper.get(sent["Location"]).content.decode()
    rest(run)

    shown = keeper.get(sent["Location"])
    assert 'http-equiv="refresh"' not in shown.content.decode()
    assert "1 of 3 rows cannot be taken." in words(shown)
    assert "minerals cassitrite" in words(shown)
    assert "Enter 2 good rows" in words(shown)

    keeper.post(f"/imports/{run.pk}/enter/", {"only_good": "1"})
    rest(run)
    assert "2 entries were made." in words(keeper.get(sent["Location"]))
    assert MineSite.objects.filter(pcode__startswith="codmine").count() == 2

    keeper.post(f"/imports/{run.pk}/undo/", {"reason": "Wrong file."})
    rest(run)
    assert "Undone" in words(keeper.get(sent["Location"]))
    assert "Taken back: 2." in words(keeper.get(sent["Location"]))


def test_all_or_nothing_is_refused_while_rows_are_bad(world, keeper):
    run = brought(world, "sites", [site_row(1), site_row(2, country="")])

    answer = keeper.post(f"/imports/{run.pk}/enter/")

    assert answer.status_code == 422
    assert "Some rows are bad." in words(answer)


def test_what_is_wrong_with_an_order_is_said(world, keeper):
    no_file = keeper.post("/imports/", {"sheet": "sites"})
    no_sheet = keeper.post("/imports/", {"file": upload([site_row()])})
    run = entered(world, "visits", [visit_row(world)])
    no_reason = keeper.post(f"/imports/{run.pk}/undo/", {"reason": " "})

    assert [answer.status_code for answer in (no_file, no_sheet, no_reason)] == [422, 422, 422]
    assert "Choose a file" in words(no_file)
    assert "Choose what the file holds" in words(no_sheet)
    assert "Say in at most 200 signs" in words(no_reason)
    run.refresh_from_db()
    assert run.state == "entered"


def test_a_damaged_file_is_told_in_one_sentence(world, keeper):
    run = brought(world, "sites", b'name,country\n"Site A,CD\n')

    assert "The file is damaged near row 2" in words(keeper.get(f"/imports/{run.pk}/"))


def test_problems_come_page_by_page(world, keeper):
    run = brought(world, "sites", [site_row(number, country="") for number in range(120)])
    seen, address = [], f"/imports/{run.pk}/"

    while address:
        page = keeper.get(address).content.decode()
        seen += [int(row) for row in re.findall(r"<tr><td>(\d+)</td>", page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/imports/{run.pk}/{following[1]}" if following else ""

    assert seen == list(range(2, 122))
    back = re.search(r'rel="prev" href="([^"]+)"', page)[1]
    earlier = keeper.get(f"/imports/{run.pk}/{back}").content.decode()
    assert [int(row) for row in re.findall(r"<tr><td>(\d+)</td>", earlier)] == list(range(52, 102))


def test_runs_come_page_by_page_at_the_same_number_of_queries(world, keeper, django_assert_max_num_queries):
    for number in range(30):
        brought(world, "sites", [site_row(number)])

    with django_assert_max_num_queries(12):
        first = keeper.get("/imports/").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = keeper.get(f"/imports/{following}").content.decode()

    shown = [set(re.findall(r'href="/imports/([0-9a-f-]{36})/"', page)) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (25, 5)
    assert not shown[0] & shown[1]


@pytest.mark.parametrize("sheet", list(SHEETS))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_can_be_read_and_its_example_too(world, keeper, sheet, form):
    answer = keeper.get(f"/imports/templates/{sheet}.{form}")

    by = {"bags": world.tagger, "purchases": world.ours.clerk}.get(sheet)
    run = brought(world, sheet, answer.content, by=by)

    assert answer.status_code == 200
    assert run.rows_total == 1
    assert None not in run.columns
    named = {"not_listed", "not_a_day", "missing", "not_of_form", "not_whole", "not_a_number", "not_a_weight"}
    named |= {"not_a_tag", "not_money", "not_a_share", "not_a_time", "time_needed"}
    from sites.bringing.models import ImportProblem

    assert not named & set(ImportProblem.objects.filter(run=run.pk).values_list("code", flat=True))


def test_bad_rows_are_handed_out_as_files(world, keeper):
    run = brought(world, "sites", [site_row(1, country="")])

    text = b"".join(keeper.get(f"/imports/{run.pk}/bad-rows.csv").streaming_content).decode("utf-8-sig")
    book = b"".join(keeper.get(f"/imports/{run.pk}/bad-rows.xlsx").streaming_content)

    assert text.splitlines()[0].startswith("name,country,province")
    assert book[:2] == b"PK"


def test_an_unknown_run_is_not_found(world, keeper):
    nobody = "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11"

    for path in ("", "bad-rows.csv", "bad-rows.xlsx"):
        assert keeper.get(f"/imports/{nobody}/{path}").status_code == 404
    assert keeper.post(f"/imports/{nobody}/enter/").status_code == 404
    assert keeper.get("/imports/templates/horses.csv").status_code == 404


def test_pages_speak_french(world, keeper):
    run = brought(world, "sites", [site_row(1, country="")])

    assert keeper.get(f"/imports/{run.pk}/", headers={"Accept-Language": "fr"}).status_code == 200


def test_a_clerk_sees_the_sheets_and_files_of_the_own_hand_alone(world, keeper):
    clerk, colleague = Client(), Client()
    clerk.force_login(make.user("clerk", roles.DEPOT_CLERK, world.ours.party))
    colleague.force_login(make.user("clerk", roles.DEPOT_CLERK, world.ours.party))
    make.entered(world.tagger, tagging := world.tagging())
    row = purchase_row(tagging["facts"]["tag"], world)

    page = clerk.get("/imports/").content.decode()
    assert 'value="purchases"' in page
    assert 'value="sites"' not in page
    assert 'value="bags"' not in page
    sent = clerk.post("/imports/", {"sheet": "purchases", "file": upload([row])})
    run = rest(ImportRun.objects.get())

    assert clerk.post("/imports/", {"sheet": "sites", "file": upload([site_row()])}).status_code == 422
    assert "lot by lot" in words(clerk.get(sent["Location"]))
    assert colleague.get(sent["Location"]).status_code == 404
    assert colleague.post(f"/imports/{run.pk}/enter/").status_code == 404
    assert "Enter 1 row" not in words(keeper.get(sent["Location"]))
    assert keeper.post(f"/imports/{run.pk}/enter/").status_code == 422
    clerk.post(f"/imports/{run.pk}/enter/")
    assert rest(run).state == "entered"
    shown = clerk.get(sent["Location"]).content.decode()
    assert f'href="/lots/{tagging["facts"]["lot"]}/"' in shown
    assert "Undo the whole import" not in shown
    assert "one by one" in words(clerk.post(f"/imports/{run.pk}/undo/", {"reason": "Wrong file."}))
