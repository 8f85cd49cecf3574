"""The pages of conflict: rows that can be traced, names of groups for those who may see where sites lie."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.parties import roles
from ledger.risk.conflict.models import Cahra, ConflictEvent, Roadblock
from sites.zones.models import Zone
from tests import make
from tests.conflict.conftest import event, site_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world, client):
    """Open a page as a role, as text."""

    def opened(role, name, *args, query=""):
        client.force_login(make.user("reader", role, world.programme_party))
        return client.get(reverse(name, args=args) + query)

    return opened


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def recent(**changed):
    return event(date_start=make.days_ago(9), date_end=make.days_ago(8), **changed)


def test_the_page_of_a_site_shows_each_row_that_counts(world, page, brought):
    site = site_at(world)
    brought(recent(best="7", high="9"), recent(id="5", where_prec="2"), recent(id="6", where_prec="5"))

    told = text(page(roles.REGULATOR, "site_conflict", site))

    assert "2 events within 50 km" in told
    assert "with 9 deaths" in told
    assert "ucdp:36212" in told and "ucdp:5" in told and "ucdp:6" not in told
    assert "within some 25 km of the place named" in told
    assert "Government of Uganda – LRA" in told


def test_one_event_more_of_the_province_is_told_apart(world, page, brought):
    site = site_at(world)
    brought(recent(), recent(id="6", where_prec="4"))

    assert "One event more is known for the province or country alone" in text(
        page(roles.REGULATOR, "site_conflict", site)
    )


def test_who_may_not_see_where_sites_lie_reads_no_names_of_groups(world, page, brought):
    site = site_at(world)
    brought(recent())

    told = text(page(roles.BUYER, "site_conflict", site))

    assert "ucdp:36212" in told
    assert "A State against an armed group" in told
    assert "LRA" not in told


@pytest.mark.parametrize(
    ("days", "words"),
    [(9, "The events that are held reach to"), (500, "What happened since is unknown")],
)
def test_how_far_the_data_reach_is_said(world, page, brought, days, words):
    site = site_at(world)
    brought(event(date_start=make.days_ago(days), date_end=make.days_ago(days)))

    assert words in text(page(roles.REGULATOR, "site_conflict", site))


def test_no_data_and_no_place_are_unknown(world, page):
    site = site_at(world)

    assert "Unknown: no conflict events of Central African Republic are held." in text(
        page(roles.REGULATOR, "site_conflict", site)
    )
    assert "Unknown: nobody has said where the site lies." in text(page(roles.REGULATOR, "site_conflict", world.site))


def test_a_long_list_goes_on(world, page, brought):
    site = site_at(world)
    brought(*(recent(id=str(number)) for number in range(1, 61)))

    first = page(roles.REGULATOR, "site_conflict", site)
    second = page(roles.REGULATOR, "site_conflict", site, query="?after=50")

    assert [len(re.findall(r"ucdp:\d", text(each))) for each in (first, second)] == [50, 10]
    assert "after=50" in first.content.decode()


def test_a_page_asks_the_same_number_of_questions_for_one_row_as_for_fifty(world, page, brought, client):
    site = site_at(world)
    page(roles.REGULATOR, "conflict")

    def questions():
        addresses = [reverse("site_conflict", args=[site]), reverse("conflict")]
        numbers = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            numbers.append(len(asked))
        return numbers

    brought(recent())
    few = questions()
    brought(*(recent(id=str(number)) for number in range(1, 61)))

    assert questions() == few


@pytest.fixture
def keeper(world, client):
    client.force_login(make.user("keeper", roles.PROGRAMME_MANAGER, world.programme_party))
    return client


def sent(client, name, /, *args, **said):
    """Open a form, fill it in and send it."""
    address = reverse(name, args=args)
    form = client.get(address).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return client.post(address, {**hidden, **said})


AREA = {
    "country": "cf",
    "province": "Haut-Mbomou",
    "status": "cahra",
    "valid_from": "2026-01-01",
    "source": "cahraslist.net",
    "decided_by": "Committee",
    "rationale": "Armed conflict.",
}


def test_a_keeper_determines_an_area_and_takes_it_back(world, keeper, page):
    assert sent(keeper, "determine_area", **AREA).status_code == 302

    row = Cahra.objects.get()
    assert (row.area, row.country) == ("CF:haut mbomou", "CF")
    assert "Armed conflict." in text(keeper.get(reverse("cahras")))

    assert sent(keeper, "take_back_area", row.key, reason="Wrong province.").status_code == 302
    assert "taken back: Wrong province." in text(keeper.get(reverse("cahras")))
    assert keeper.get(reverse("take_back_area", args=[row.key])).status_code == 404


@pytest.mark.parametrize(("changed", "field"), [({"country": "XX"}, "country"), ({"rationale": ""}, "rationale")])
def test_a_determination_that_cannot_be_names_its_field(world, keeper, changed, field):
    response = sent(keeper, "determine_area", **{**AREA, **changed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Cahra.objects.exists()


def test_a_keeper_notes_a_roadblock_and_that_it_is_gone(world, keeper):
    said = {"country": "CF", "cell": "5.0,21.0", "keeper": "local_group", "seen_on": "2026-11-01", "source": "Drivers"}

    assert sent(keeper, "note_roadblock", **said, taxes=["minerals"], group="3R").status_code == 302

    told = text(keeper.get(reverse("roadblocks")))
    assert "Local armed group" in told and "5.0,21.0" in told
    assert "3R" not in told, "what groups are called is not on the list"
    row = Roadblock.objects.get()
    assert sent(keeper, "end_roadblock", row.key, ended_on="2026-11-02", source="Drivers").status_code == 302
    assert "gone since 2 Nov 2026" in text(keeper.get(reverse("roadblocks")))


def test_a_keeper_draws_a_zone_of_conflict_and_ends_it(world, keeper):
    outline = '{"type":"Polygon","coordinates":[[[28,-2],[29,-2],[29,-1],[28,-1],[28,-2]]]}'
    said = {"name": "Advance", "country": "CD", "valid_from": "2026-10-01", "source": "Own", "legal_basis": "Fighting"}

    assert sent(keeper, "draw_conflict_zone", **said, outline=outline).status_code == 302

    zone = Zone.objects.get()
    assert (zone.kind, zone.valid_from.isoformat()) == ("conflict_zone", "2026-10-01")
    assert sent(keeper, "end_conflict_zone", zone.code, closed_on="2026-11-01").status_code == 302
    assert Zone.objects.get().closed_on.isoformat() == "2026-11-01"


def test_an_outline_that_is_none_is_refused_at_its_field(world, keeper):
    said = {"name": "Advance", "country": "CD", "valid_from": "2026-10-01", "source": "Own", "legal_basis": "Fighting"}

    response = sent(keeper, "draw_conflict_zone", **said, outline="a circle")

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["outline"])


def upload(path, what):
    file = SimpleUploadedFile("ged.csv", path.read_bytes(), "text/csv")
    return {"file": file, "edition": "23.1", "what": what}


def test_a_file_is_tried_then_entered_then_taken_back(world, keeper, written, replays):
    path = written(event(), event(id="x"), event(id="7", where_prec="6"))
    address = reverse("bring_conflict_events")

    tried = text(keeper.post(address, upload(path, "try")))
    assert "Nothing was entered" in tried and "Rows of the file 3" in tried
    assert "no whole number in its bounds" in tried
    assert "One row is an area and no point" in tried
    assert not ConflictEvent.objects.exists()

    keeper.post(address, upload(path, "enter"))
    assert ConflictEvent.objects.count() == 2

    held = text(keeper.get(reverse("conflict")))
    assert "Central African Republic 2 1 16 Oct 2026" in held
    file = re.search(r"/conflict/files/([0-9a-f]{64})/take-back/", keeper.get(reverse("conflict")).content.decode())
    address = reverse("take_back_conflict_events", args=[file.group(1)])
    assert "brought on" in text(keeper.get(address))
    assert keeper.post(address, {"reason": ""}).status_code == 422
    keeper.post(address, {"reason": "Another country."})
    assert keeper.get(address).status_code == 404
    assert not ConflictEvent.objects.filter(gone_by=None).exists()
    assert "Another country." in text(keeper.get(reverse("conflict")))


def test_a_file_without_columns_is_refused_at_its_field(world, keeper):
    file = SimpleUploadedFile("other.csv", b"a,b\n1,2\n", "text/csv")

    response = keeper.post(reverse("bring_conflict_events"), {"file": file, "edition": "1", "what": "enter"})

    assert response.status_code == 422
    assert "The file has no column id" in text(response)
