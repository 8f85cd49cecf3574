"""At the counter: a delivery is received bag by bag or turned away, a lot gets its certificate and leaves."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import Consignment, Lot
from ledger.parties import roles
from tests import make
from tests.exports.conftest import certificate
from tests.make import entered, envelope


@pytest.fixture
def sign_in(world):
    """Return a signed-in browser of a role at a party."""

    def browser(role: str, party: str) -> Client:
        client = Client()
        client.force_login(make.user(role, role, party))
        return client

    return browser


@pytest.fixture
def rivals(world, sign_in):
    return sign_in(roles.DEPOT_CLERK, world.rivals.party)


def typed(page) -> dict[str, str]:
    """Return what a form holds when it is first shown."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in ("key", "at")}


@pytest.fixture
def sent(world):
    lots = sorted(world.bought(mass_g=mass) for mass in (45_800, 30_000))
    return lots, world.dispatched(*lots)


def test_a_delivery_is_received_bag_by_bag(world, sent, rivals):
    (first, second), consignment = sent
    address = f"/consignments/{consignment}/receive/"
    filled = {
        **typed(rivals.get(address)),
        "place": world.rivals.depot,
        "missing": [second],
        f"weighed_{first}": "45,3",
        "surplus_about_1": "White bag",
        "surplus_g_1": "12.5",
    }

    answer = rivals.post(address, filled)

    assert answer.status_code == 302
    kept = Consignment.objects.get(code=consignment)
    assert (kept.state, kept.missing, kept.surplus) == (
        "part_received",
        [second],
        [{"about": "White bag", "grams": 12_500}],
    )
    page = rivals.get(f"/consignments/{consignment}/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "45.3" in page and "White bag" in page and "Missing" in page


def test_a_delivery_is_turned_away_and_comes_back(world, sent, rivals, sign_in):
    lots, consignment = sent
    refusing = f"/consignments/{consignment}/refuse/"
    assert rivals.post(refusing, {**typed(rivals.get(refusing)), "reason": "seals"}).status_code == 302

    ours, back = sign_in(roles.DEPOT_CLERK, world.ours.party), f"/consignments/{consignment}/return/"
    assert ours.post(back, {**typed(ours.get(back)), "place": world.ours.depot}).status_code == 302

    assert {lot.state for lot in Lot.objects.filter(code__in=lots)} == {"open"}


def test_a_stranger_does_not_learn_that_a_consignment_exists(world, sent, sign_in):
    _, consignment = sent
    stranger = sign_in(roles.BUYER, world.cooperative)

    assert stranger.get(f"/consignments/{consignment}/").status_code == 404
    assert consignment not in stranger.get("/consignments/").content.decode()


def test_the_sender_is_offered_no_receipt(world, sent, sign_in):
    ours = sign_in(roles.DEPOT_CLERK, world.ours.party)

    assert ours.get(f"/consignments/{sent[1]}/").context["may_receive"] is False
    assert ours.get(f"/consignments/{sent[1]}/receive/").status_code == 403


def test_the_list_of_overdue_holds_what_should_be_there(world, sign_in):
    late, soon = world.bought(), world.bought()
    facts = {"to": world.rivals.party, "destination": world.rivals.depot}
    codes = [make.code("C"), make.code("C")]
    for code, lot, day in zip(codes, (late, soon), ("2026-11-05", "2099-01-01"), strict=True):
        entered(
            world.ours.clerk,
            envelope("consignment.dispatched.v1", consignment=code, lots=[lot], expected_on=day, **facts),
        )

    page = sign_in(roles.AUDITOR, world.programme_party).get("/consignments/", {"state": "overdue"})

    assert [row["each"].code for row in page.context["rows"]] == codes[:1]


def test_a_lot_leaves_from_its_page(world, certified, sign_in):
    held = certified()
    manager = sign_in(roles.DEPOT_MANAGER, world.ours.party)
    address = f"/lots/{held.lot}/export/"
    said = {**typed(manager.get(address)), "certificates": [held.number], "destination": "MY"}

    late = manager.post(address, said)
    assert late.status_code == 422
    assert "declared" in late.content.decode()

    said = {**said, **typed(manager.get(address)), "declared_on": "2026-11-01"}
    assert "Usually 2609.00" in manager.get(address).content.decode()
    other = manager.post(address, {**said, "hs_code": "2615.10"})
    assert other.status_code == 422
    assert "not 2615.10. Correct the code, or say why" in other.content.decode()

    said = {**said, **typed(manager.get(address))}
    assert manager.post(address, said).status_code == 302
    assert Lot.objects.get(code=held.lot).state == "exported"


def test_a_certificate_is_recorded_from_the_lots_page(world, sign_in):
    lot = world.bought()
    regulator = sign_in(roles.REGULATOR, world.agency)
    address = f"/lots/{lot}/certificate/"
    facts = certificate(world, lot)["facts"]
    said = {name: value for name, value in facts.items() if name not in {"lot", "exporter", "paper"}}
    said |= {"weight": "40", "customs_value": "41220.00", "route": "CD, TZ"}

    answer = regulator.post(address, {**typed(regulator.get(address)), **said})

    assert answer.status_code == 422, "the signed paper itself is demanded"
    assert "lacks paper" in answer.content.decode()


def test_who_oversees_reads_names_and_the_exporter_does_not(world, certified, sign_in):
    held = certified()
    page = f"/certificates/{held.number}/"

    overseer = sign_in(roles.REGULATOR, world.agency).get(page).content.decode()
    exporter = sign_in(roles.DEPOT_CLERK, world.ours.party).get(page).content.decode()

    assert "Amina Kabongo" in overseer
    assert "Amina Kabongo" not in exporter and "name withheld" in exporter
    assert sign_in(roles.BUYER, world.rivals.party).get(page).status_code == 404


def test_a_whole_certificate_is_taken_away_as_a_file(world, certified, sign_in):
    contact = {"address": "Walikale", "phone": "+243 812 345 678", "email": "office@umoja.cd"}
    entered(world.programme, envelope("party.described.v1", party=world.ours.party, **contact))
    held = certified()

    answer = sign_in(roles.AUDITOR, world.programme_party).get(f"/icglr/certificates/{held.number}.json")

    assert json.loads(answer.content)["lotNumber"] == held.lot


def test_the_exporter_opens_the_paper_that_the_authority_attached(world, sign_in):
    lot = world.bought()
    regulator = sign_in(roles.REGULATOR, world.agency)
    address = f"/lots/{lot}/certificate/"
    facts = certificate(world, lot)["facts"]
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    said = {name: value for name, value in facts.items() if name not in {"lot", "exporter", "paper"}}
    said |= {"weight": "45,8", "customs_value": "41220.00", "paper": SimpleUploadedFile("certificate.pdf", pdf)}

    answer = regulator.post(address, {**typed(regulator.get(address)), **said})

    assert answer.status_code == 302, answer.context["form"].errors
    paper = f"/certificates/{facts['certificate']}/paper/"
    assert sign_in(roles.DEPOT_CLERK, world.ours.party).get(paper).content == pdf
    assert sign_in(roles.DEPOT_CLERK, world.rivals.party).get(paper).status_code == 404


def test_a_lots_page_offers_what_can_be_done_now(world, certified, sign_in):
    held, bare = certified(), world.bought()
    manager, regulator = sign_in(roles.DEPOT_MANAGER, world.ours.party), sign_in(roles.REGULATOR, world.agency)

    covered, uncovered = manager.get(f"/lots/{held.lot}/"), manager.get(f"/lots/{bare}/")
    assert (covered.context["may_export"], uncovered.context["may_export"]) == (True, False)
    assert uncovered.context["lacks_certificate"] and "Ask the authority" in uncovered.content.decode()
    assert held.number in covered.content.decode()
    assert regulator.get(f"/lots/{bare}/").context["may_certify"]
    assert not regulator.get(f"/lots/{held.lot}/").context["may_certify"]

    entered(world.programme, envelope("lot.held.v1", lot=held.lot, rule="TAG-02"))
    assert not manager.get(f"/lots/{held.lot}/").context["may_export"]
