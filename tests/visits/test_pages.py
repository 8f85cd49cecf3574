"""The form of a visit, and what a site's page shows of it to whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from ledger.log.models import Opening
from ledger.parties import roles
from sites.models import Visit
from sites.visits.summing import of_visits
from tests import make
from tests.visits.test_visiting import EVERYTHING, KIND

ASKED = {"on_site": "yes", "presence": "yes", "interference": "no", "children": "unknown", "by_whom": "Field team"}


@pytest.fixture
def signed_in(world):
    def client(role: str) -> Client:
        party = world.programme_party if role != roles.BUYER else world.rivals.party
        made = Client()
        made.force_login(make.user(role, role, party))
        return made

    return client


def form(client: Client, path: str, **typed: object) -> dict[str, object]:
    """Return the fields of a form as it is shown, with what somebody types."""
    shown = client.get(path).context["form"]
    first = {name: shown[name].value() for name in ("key", "at", "visited_on")}
    return {**{name: value() if callable(value) else value for name, value in first.items()}, **ASKED, **typed}


def test_what_is_typed_in_the_sections_becomes_the_visit(world, signed_in):
    client, path = signed_in(roles.PROGRAMME_MANAGER), f"/sites/{world.site}/visit/"
    typed = {
        "workers": "58",
        "armed_kind_1": "army",
        "armed_conduct_1": ["taxation", "buying"],
        "armed_frequency_1": "4",
        "armed_name_2": "Group of the hill",
        "barrier_count": "2",
        "women": "yes",
        "ore_1": "cassiterite",
        "ore_to_1": "Bukavu",
        "depth_m": "12.5",
        "mechanisation": "0",
        "services": ["saemape"],
        "schemes": ["itsci"],
    }

    page = client.post(path, form(client, path, **typed), follow=True)

    assert page.status_code == 200
    kept = Visit.objects.get()
    assert kept.armed == [
        {"number": 1, "kind": "army", "conduct": ["taxation", "buying"], "frequency": 4},
        {"number": 2, "kind": "unknown"},
    ]
    assert (kept.workers, kept.depth_cm, kept.mechanisation, kept.women, kept.mercury) == (58, 1_250, 0, "yes", None)
    assert kept.minerals == [{"mineral": "cassiterite", "destination": "Bukavu"}]
    assert (kept.roadblocks, kept.services, kept.schemes) == (2, ["saemape"], ["itsci"])


def test_no_answer_of_any_section_is_chosen_beforehand(world, signed_in):
    page = signed_in(roles.PROGRAMME_MANAGER).get(f"/sites/{world.site}/visit/").content.decode()

    assert "checked" not in page
    assert page.count("<details") >= 7 and '<details class="more" open' not in page


def test_an_inspection_without_its_agency_is_told_at_its_field(world, signed_in):
    client, path = signed_in(roles.REGULATOR), f"/sites/{world.site}/visit/"

    page = client.post(path, form(client, path, inspection_id="PS-1"))

    assert page.status_code == 422
    assert 'id="id_inspection_agency_error"' in page.content.decode()
    assert not Visit.objects.exists()


def test_a_photo_is_kept_and_named_by_its_hash(world, signed_in, settings, tmp_path):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    settings.PAPERS_FOLDER = tmp_path
    picture = BytesIO()
    Image.new("RGB", (4, 4), "red").save(picture, "PNG")
    client, path = signed_in(roles.PROGRAMME_MANAGER), f"/sites/{world.site}/visit/"
    upload = SimpleUploadedFile("pit.png", picture.getvalue(), "image/png")

    page = client.post(path, form(client, path, photo_1=upload), follow=True)

    assert page.status_code == 200
    (opening,) = Opening.objects.filter(group="trade").order_by("-key")[:1] or [None]
    assert Visit.objects.count() == 1
    assert any(b'"papers"' in bytes(each.value) for each in Opening.objects.filter(group="trade"))
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 1


@pytest.mark.parametrize(("role", "sees"), [(roles.AUDITOR, True), (roles.REGULATOR, True), (roles.BUYER, False)])
def test_names_of_groups_are_for_those_who_see_positions(world, signed_in, role, sees):
    now = datetime.now(UTC).isoformat()
    facts = {"place": world.site, "visited_on": make.days_ago(9), **EVERYTHING}
    make.entered(world.programme, make.envelope(KIND, at=now, **facts))

    page = signed_in(role).get(f"/sites/{world.site}/").content.decode()

    assert "Local armed group" in page and "taxes the digging" in page
    for hidden in ("Group of the hill", "Gr. du ruisseau", "Numbi"):
        assert (hidden in page) is sees


@pytest.mark.parametrize(("role", "sees"), [(roles.REGULATOR, True), (roles.AUDITOR, False), (roles.BUYER, False)])
def test_the_name_of_an_inspector_is_a_persons(world, signed_in, role, sees):
    now = datetime.now(UTC).isoformat()
    facts = {"place": world.site, "visited_on": make.days_ago(9), **EVERYTHING}
    make.entered(world.programme, make.envelope(KIND, at=now, **facts))

    assert ("Sumaili" in signed_in(role).get(f"/sites/{world.site}/").content.decode()) is sees


def test_a_visit_taken_back_no_longer_counts_in_the_sums(world):
    from sites.tables import MINE_SITE, VISIT

    world.visit(on="2026-10-01", presence="yes")
    world.visit(on="2026-10-19", presence="no")
    rows = [VISIT.row(**each) for each in Visit.objects.order_by("event_id").values()]
    site = MINE_SITE.row(code=world.site, presence="no")

    assert of_visits(rows, site)["presence"] == "no"
    assert of_visits(rows[:1], site)["presence"] == "yes"
    assert of_visits([], site)["presence"] is None
