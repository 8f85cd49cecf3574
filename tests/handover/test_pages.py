"""Both sides read the same hand-over: vehicle, seals and papers, every bag, and how many days it is late."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import Consignment, Lot
from ledger.parties import roles
from tests import make
from tests.make import entered, envelope

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def sign_in(world):
    """Return a signed-in browser of a role at a party."""

    def browser(role: str, party: str) -> Client:
        client = Client()
        client.force_login(make.user(f"{role}-{party}", role, party))
        return client

    return browser


@pytest.fixture
def ours(world, sign_in):
    return sign_in(roles.DEPOT_CLERK, world.ours.party)


@pytest.fixture
def rivals(world, sign_in):
    return sign_in(roles.DEPOT_CLERK, world.rivals.party)


@pytest.fixture
def overseer(world, sign_in):
    return sign_in(roles.AUDITOR, world.programme_party)


def shown(client: Client, address: str) -> dict[str, str]:
    """Return the hidden fields of a form as it is first shown."""
    form = client.get(address).context["form"]
    return {name: str(form[name].value() or "") for name in ("key", "at", "new_code") if name in form.fields}


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def sent(world, ours):
    """A consignment of two bags with vehicle, seals, way and a paper, sent from the desk."""
    lots = sorted(world.bought(mass_g=mass) for mass in (45_800, 30_000))
    said = {
        **shown(ours, "/desk/dispatch/"),
        "lots": lots,
        "destination": world.rivals.depot,
        "vehicle": "CGO 1234 AB",
        "seals": "A-1, A-2",
        "route": "Walikale, Goma",
        "papers": SimpleUploadedFile("waybill.pdf", PDF),
    }
    answer = ours.post("/desk/dispatch/", said)
    assert answer.status_code == 302, answer.context["form"].errors
    return lots, Consignment.objects.get().code


def receipt(rivals, world, code, **more):
    address = f"/consignments/{code}/receive/"
    return rivals.post(address, {**shown(rivals, address), "place": world.rivals.depot, **more})


def test_both_sides_read_vehicle_and_way_and_open_the_papers(world, sent, ours, rivals, sign_in):
    _, code = sent
    for side in (ours, rivals):
        page = side.get(f"/consignments/{code}/")
        assert "CGO 1234 AB" in page.content.decode() and "Walikale → Goma" in page.content.decode()
        (paper,) = page.context["sent"]["papers"]
        assert side.get(f"/consignments/{code}/papers/{paper}/").content == PDF

    stranger = sign_in(roles.BUYER, world.cooperative)
    assert stranger.get(f"/consignments/{code}/papers/{paper}/").status_code == 404
    assert rivals.get(f"/consignments/{code}/papers/{'ab' * 32}/").status_code == 404


def test_one_seal_is_broken_and_the_sender_is_told_but_for_the_remark(world, sent, ours, rivals):
    _, code = sent

    receipt(rivals, world, code, seal_1="intact", seal_2="broken", note="The driver was rude.")

    page = text_of(ours, f"/consignments/{code}/")
    assert "A-2: <strong>broken</strong>" in page and "A-1: intact" in page
    assert "rude" not in page
    assert "rude" in text_of(rivals, f"/consignments/{code}/")


def test_what_is_missing_is_refused_later_and_the_page_tells_all_of_it(world, sent, ours, rivals):
    (first, lost), code = sent
    receipt(rivals, world, code, missing=[lost], **{f"weighed_{first}": "45,3", "surplus_about_2": "White bag"})

    page = text_of(ours, f"/consignments/{code}/")
    assert f"{'30.0' if Lot.objects.get(code=lost).mass_g == 30_000 else '45.8'} kg missing" in page
    assert "White bag" in page

    refusing = f"/consignments/{code}/refuse/"
    rivals.post(refusing, {**shown(rivals, refusing), "reason": "other"})
    page = text_of(ours, f"/consignments/{code}/")
    assert "the rest refused" in page and "turned away" in page and "It came back" in page


def test_a_refused_entry_may_be_corrected_in_the_same_form(world, sent, rivals):
    """What was refused is kept under its key, so the form comes back with another."""
    _, code = sent
    address = f"/consignments/{code}/receive/"
    hidden = shown(rivals, address)

    refused = rivals.post(address, {**hidden, "place": world.ours.depot})
    assert refused.status_code == 422
    again = {name: str(refused.context["form"][name].value()) for name in ("key", "at")}
    assert again["key"] != hidden["key"]

    assert rivals.post(address, {**again, "place": world.rivals.depot}).status_code == 302
    assert Consignment.objects.get().state == "received"


def test_sender_receiver_and_overseer_read_how_late_it_is(world, ours, rivals, overseer, sign_in):
    late = make.code("C")
    facts = {"to": world.rivals.party, "destination": world.rivals.depot, "expected_on": "2026-11-04"}
    entered(world.ours.clerk, envelope("consignment.dispatched.v1", consignment=late, lots=[world.bought()], **facts))

    for side in (ours, rivals, overseer):
        assert side.get("/consignments/").context["overdue"] == 1
        (row,) = side.get("/consignments/", {"state": "overdue"}).context["rows"]
        assert row["late"] > 7 and row["grams"] == 45_800
        assert f"{row['late']} days late" in text_of(side, f"/consignments/{late}/")
    assert sign_in(roles.BUYER, world.cooperative).get("/consignments/").context["overdue"] == 0


def test_a_lot_on_the_road_leads_to_its_consignment(sent, ours):
    (first, _), code = sent

    assert f"/consignments/{code}/" in text_of(ours, f"/lots/{first}/")


def test_the_evidence_page_tells_of_deliveries_that_came_back(world, sent, ours, rivals, overseer):
    _, code = sent
    for client, what, said in ((rivals, "refuse", {"reason": "weight"}), (ours, "return", {"place": world.ours.depot})):
        address = f"/consignments/{code}/{what}/"
        assert client.post(address, {**shown(client, address), **said}).status_code == 302

    page = overseer.get("/audit/")

    assert page.status_code == 200
    assert "Came back to its sender" in page.content.decode()
