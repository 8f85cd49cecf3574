"""Ore of another country comes in under its certificate, once, of unknown origin; a file is taken whole or not."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta

import pytest
from django.test import Client

from ledger.balance.periods import Period
from ledger.balance.regions import regions
from ledger.deeds.kinds import KINDS
from ledger.models import ExportCertificate, Lot, Move, Origin
from ledger.parties import roles
from ledger.parties.tokens import make_token
from ledger.reports.icglr.reading import read_certificates, read_lots
from tests import make
from tests.exports.abroad import noting
from tests.exports.test_exchange import problems
from tests.make import enter, entered, envelope
from tests.making.saying import recounted
from tests.shared import shared

LOTS, CERTIFICATES = "/api/v1/icglr/lots/", "/api/v1/icglr/export-certificates/"
TODAY = date.today()


def business(name: str, country: str) -> dict:
    address = {"country": country, "addressLocalityText": "Kigali"}
    contact = {"legalRepresentative": "Jo Doe", "contactPhoneNumber": "+250788123456", "contactEmail": "a@b.rw"}
    return {"identifier": f"ID-{name}", "name": name, "tin": "N/A", "legalAddress": address, "contactDetails": contact}


def certificate(**changed) -> dict:
    """A certificate of Rwanda as its own system sends it."""
    record = {
        "issuingCountry": "RW",
        "identifier": "RW-EXP-2026-031",
        "exporter": business("Ikaze Concentrates", "RW"),
        "importer": business("Comptoir", "CD"),
        "lotNumber": "LOT-RW-031",
        "designatedMineralDescription": "Cassiterite concentrate",
        "typeOfOre": "2609.00.00",
        "lotWeight": 24_000.0,
        "lotWeightUOM": "KGM",
        "lotGrade": "68 % Sn",
        "mineralOrigin": "RW",
        "customsValue": "USD 400000.00",
        "dateOfShipment": TODAY.isoformat(),
        "memberStateIssuingAuthority": "RMB",
        "nameOfVerifier": "Peter Smith",
        "positionOfVerifier": "Inspector",
        "dateOfVerification": (TODAY - timedelta(days=3)).isoformat(),
        "nameOfValidator": "Mary Johnson",
        "dateOfIssuance": (TODAY - timedelta(days=2)).isoformat(),
        "dateOfExpiration": (TODAY + timedelta(days=60)).isoformat(),
        "certificateFile": "https://certificates.example.rw/RW-EXP-2026-031.pdf",
    }
    return {**record, **changed}


def foreign(**changed) -> dict:
    """The lot of that certificate."""
    record = {
        "lotNumber": "LOT-RW-031",
        "dateRegistration": TODAY.isoformat(),
        "timeRegistration": "103000",
        "creator": business("Ikaze Concentrates", "RW"),
        "mineral": "2609.00.00",
        "concentration": 68.0,
        "concentrationOf": "Sn",
        "mass": 23_980.5,
        "unitOfMeasurement": "KGM",
        "nrOfPackages": 24,
        "creatorRole": [4, 7],
        "originatingOperation": [4, 8],
        "inputLot": [{"lotNumber": "LOT-RW-001"}, {"lotNumber": "LOT-RW-002"}],
        "exportCertificateId": "RW-EXP-2026-031",
    }
    return {**record, **changed}


@pytest.fixture
def api(world):
    """Return an API client of a role at a party."""

    def sign_in(role: str, party: str) -> Client:
        token = make_token(make.user(f"{role}-{party}", role, party))
        return Client(headers={"authorization": f"Bearer {token}"})

    return sign_in


@pytest.fixture
def keeper(world, api):
    return api(roles.REGULATOR, world.agency)


@pytest.fixture
def importer(world, api):
    return api(roles.DEPOT_MANAGER, world.ours.party)


def send(client: Client, address: str, body, **query):
    return client.post(address, json.dumps(body), content_type="application/json", query_params=query)


def pointers(answer) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [each["pointer"] for each in answer.json()["errors"]]


def nothing_written() -> bool:
    return not (ExportCertificate.objects.exists() or Lot.objects.exists())


def test_ore_comes_in_under_its_certificate_with_unknown_origin(world, keeper, importer):
    assert send(keeper, CERTIFICATES, certificate()).status_code == 201

    answer = send(importer, LOTS, foreign(), place=world.ours.depot)

    assert answer.status_code == 201, answer.content
    lot = Lot.objects.get(code=answer.json()["recorded"][0]["lot"])
    assert (lot.made_as, lot.holder, lot.mass_g, lot.bags) == ("import", world.ours.party, 23_980_500, 24)
    assert (lot.grade_of, lot.grade_ppm) == ("Sn", 680_000)
    assert [(each.place, each.grams) for each in Origin.objects.filter(lot=lot.code)] == [("UNKNOWN", 23_980_500)]
    assert Move.objects.get(lot=lot.code).cause == "imported"
    paper = ExportCertificate.objects.get()
    assert (paper.number, paper.state, paper.lot, paper.importer) == (
        "RW:RW-EXP-2026-031",
        "used",
        lot.code,
        world.ours.party,
    )


def test_the_same_files_again_add_nothing(world, keeper, importer):
    for _ in range(2):
        first = send(keeper, CERTIFICATES, certificate())
        second = send(importer, LOTS, {"data": [foreign()]}, place=world.ours.depot)

    assert (first.status_code, first.json()["repeated"]) == (200, ["RW:RW-EXP-2026-031"])
    assert (second.status_code, second.json()["repeated"]) == (200, ["LOT-RW-031"])
    assert (ExportCertificate.objects.count(), Lot.objects.count()) == (1, 1)


def test_a_certificate_that_says_something_else_than_before_is_not_taken(keeper):
    send(keeper, CERTIFICATES, certificate())

    assert pointers(send(keeper, CERTIFICATES, certificate(mineralOrigin="RW;0"))) == ["/mineralOrigin"]
    assert ExportCertificate.objects.get().origins == "RW"


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"issuingCountry": "BE"}, "/issuingCountry"),
        ({"lotWeight": 0}, "/lotWeight"),
        ({"lotWeight": 1.0005}, "/lotWeight"),
        ({"lotWeight": "24000"}, "/lotWeight"),
        ({"lotWeightUOM": "LBR"}, "/lotWeightUOM"),
        ({"typeOfOre": "9999.00.00"}, "/typeOfOre"),
        ({"mineralOrigin": "Rwanda"}, "/mineralOrigin"),
        ({"customsValue": "EUR 10"}, "/customsValue"),
        ({"dateOfIssuance": "2026-02-30"}, "/dateOfIssuance"),
        ({"dateOfVerification": (TODAY + timedelta(days=9)).isoformat()}, "/dateOfVerification"),
        ({"exporter": {**business("X", "RW"), "contactDetails": {}}}, "/exporter/contactDetails/contactEmail"),
        ({"exporter": "Ikaze"}, "/exporter"),
        ({"nameOfValidator": None}, "/nameOfValidator"),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(keeper, changed, pointer):
    answer = send(keeper, CERTIFICATES, [certificate(identifier="RW-1"), certificate(**changed)])

    assert f"/1{pointer}" in pointers(answer)
    assert all(each["expected"] for each in answer.json()["errors"])
    assert nothing_written()


def test_no_persons_name_is_told_back(keeper):
    answer = send(keeper, CERTIFICATES, certificate(nameOfVerifier="Peter Smith" * 20))

    assert pointers(answer) == ["/nameOfVerifier"]
    assert "Peter" not in answer.content.decode()


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    "changed",
    [{"dateOfExpiration": (TODAY + timedelta(days=89)).isoformat()}, {"nameOfValidator": "SMITH Peter"}],
    ids=["91 days", "one person"],
)
def test_a_foreign_certificate_keeps_the_rules_of_the_mechanism_too(keeper, changed):
    assert pointers(send(keeper, CERTIFICATES, certificate(**changed))) == [""]
    assert nothing_written()


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"mass": 24_481}, "/mass"),
        ({"mass": -1}, "/mass"),
        ({"mineral": "2611.00.00"}, "/mineral"),
        ({"lotNumber": "LOT-RW-032"}, "/lotNumber"),
        ({"exportCertificateId": "RW-EXP-none"}, "/exportCertificateId"),
        ({"exportCertificateId": None}, "/exportCertificateId"),
        ({"concentration": 101}, "/concentration"),
        ({"concentrationOf": "gold dust"}, "/concentrationOf"),
        ({"timeRegistration": "10:30"}, "/timeRegistration"),
        ({"originatingOperation": [9]}, "/originatingOperation"),
        ({"originatingOperation": [1]}, "/mineSiteId"),
        ({"originatingOperation": [1], "mineSiteId": "RW-1.9641+30.0619-00001"}, "/tag"),
        ({"inputLot": ["LOT-RW-001"]}, "/inputLot"),
    ],
)
def test_a_lot_that_is_not_what_its_certificate_covers_stays_out(world, keeper, importer, changed, pointer):
    send(keeper, CERTIFICATES, certificate())

    answer = send(importer, LOTS, [foreign(**changed)], place=world.ours.depot)

    assert f"/0{pointer}" in pointers(answer)
    assert not Lot.objects.exists()


def stop(world, since):
    facts = {**KINDS["party.status_decided.v1"].example, "party": world.ours.party, "valid_from": since}
    entered(world.regulator, envelope("party.status_decided.v1", **{**facts, "status": "suspended", "by": "state"}))


def test_all_of_a_file_or_nothing(world, keeper, importer):
    """Each lot is in order as a record; a rule refuses them, and nothing stays."""
    send(keeper, CERTIFICATES, certificate())
    stop(world, "2026-01-01")

    answer = send(importer, LOTS, foreign(), place=world.ours.depot)

    assert pointers(answer) == [""]
    assert not Lot.objects.exists()
    assert ExportCertificate.objects.get().state == "foreign"


def test_lots_that_only_led_up_to_another_of_the_file_do_not_come_in(world, keeper, importer):
    send(keeper, CERTIFICATES, certificate())
    before = foreign(lotNumber="LOT-RW-001", exportCertificateId=None, inputLot=[], originatingOperation=[2])

    answer = send(importer, LOTS, [before, foreign()], place=world.ours.depot)

    assert answer.json()["earlier"] == ["LOT-RW-001"]
    assert Lot.objects.count() == 1


def test_who_may_bring_what(world, keeper, importer, api):
    assert send(importer, CERTIFICATES, certificate()).status_code == 403
    assert send(keeper, LOTS, foreign(), place=world.ours.depot).status_code == 403
    assert send(importer, LOTS, foreign(), place=world.rivals.depot).status_code == 400
    assert send(importer, LOTS, foreign()).status_code == 400
    assert nothing_written()


def imported(world, **more):
    facts = {"lot": make.code("P"), "place": world.ours.depot, "certificate": "RW:77", "lot_number": "L-77"}
    return envelope("lot.imported.v1", **{**facts, "mineral": "cassiterite", "mass_g": 99_000, **more})


@pytest.mark.rule("IMP-01")
@pytest.mark.parametrize(
    ("note", "said", "code"),
    [
        ({}, {"certificate": "RW:78"}, "certificate_not_for_import"),
        ({}, {"lot_number": "L-78"}, "certificate_not_for_import"),
        ({}, {"mineral": "coltan"}, "certificate_not_for_import"),
        ({"certificate": "CD:77"}, {"certificate": "CD:77"}, "certificate_not_for_import"),
        ({}, {"mass_g": 102_001}, "import_above_certificate"),
        ({"issued_on": "2026-11-04"}, {}, "certificate_expired"),
        ({"expires_on": "2026-11-02"}, {}, "certificate_expired"),
    ],
    ids=["unknown", "another lot", "another ore", "our own country", "too much", "begins tomorrow", "ended yesterday"],
)
def test_ore_comes_in_only_under_a_certificate_that_covers_it(world, note, said, code):
    entered(world.regulator, noting(**note))

    (answer,) = enter(world.ours.manager, imported(world, **said))

    assert (answer.code, answer.rule) == (code, "IMP-01")
    assert not Lot.objects.exists()


@pytest.mark.rule("IMP-01")
def test_a_certificate_lets_ore_in_once(world):
    entered(world.regulator, noting())
    entered(world.ours.manager, imported(world))

    (answer,) = enter(world.ours.manager, imported(world))

    assert (answer.code, answer.rule) == ("certificate_not_for_import", "IMP-01")


@pytest.mark.rule("ACT-03")
def test_who_is_stopped_imports_nothing(world):
    entered(world.regulator, noting())
    stop(world, "2026-11-01")

    (answer,) = enter(world.ours.manager, imported(world))

    assert (answer.code, answer.rule) == ("party_stopped", "ACT-03")


@pytest.mark.rule("MB-03")
def test_what_came_in_under_a_certificate_feeds_exports(world):
    entered(world.regulator, noting())
    entered(world.ours.manager, imported(world))

    (line,) = regions(["CD"], Period(date(2026, 11, 1), date(2026, 11, 30)))

    assert (line.certified_g, line.stock_g, line.opening_g, line.unfed_g) == (99_000, 99_000, 0, 0)


def test_whoever_counts_again_finds_the_same_origins(world):
    entered(world.regulator, noting())
    sent = imported(world)
    entered(world.ours.manager, sent)
    blend = world.blended(sent["facts"]["lot"], world.bought(), mass_g=144_800)

    assert sum(each.grams for each in Origin.objects.filter(lot=blend, place="UNKNOWN")) == 99_000
    assert recounted(sent["facts"]["lot"], blend) == []


def test_an_imported_lot_goes_on_as_imported_and_names_the_lot_it_was(world, seal):
    contact = {"address": "Goma", "phone": "+243 812 345 678", "email": "office@umoja.cd"}
    entered(world.programme, envelope("party.described.v1", party=world.ours.party, **contact))
    entered(world.regulator, noting())
    sent = imported(world, grade_of="Sn", grade_ppm=680_000)
    entered(world.ours.manager, sent)
    seal()
    token = make_token(make.user("auditor", roles.AUDITOR, world.programme_party))
    client = Client(headers={"authorization": f"Bearer {token}"})

    record = client.get(f"{LOTS}{sent['facts']['lot']}/").json()

    assert problems(record, "/chain-of-custody/lot.json") == []
    assert (record["originatingOperation"], record["inputLot"]) == ([7], [{"lotNumber": "L-77"}])
    assert "exportCertificateId" not in record
    assert client.get(CERTIFICATES).json()["pagination"]["total"] == 0, "it is for its issuer to give out"


def test_a_state_sends_the_certificate_of_a_lot_of_ours(world, keeper):
    lot = world.bought()
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    paper = "data:application/pdf;base64," + base64.b64encode(pdf).decode()
    said = {
        "issuingCountry": "CD",
        "identifier": "CD:2026-9",
        "lotNumber": lot,
        "lotWeight": 40.0,
        "mineralOrigin": "CD",
        "designatedMineralDescription": "Cassiterite / Cassitérite",
        "certificateFile": paper,
    }

    answer = send(keeper, CERTIFICATES, certificate(**said))

    assert answer.status_code == 201, answer.content
    kept = ExportCertificate.objects.get()
    assert (kept.number, kept.lot, kept.exporter, kept.state) == ("CD:2026-9", lot, world.ours.party, "issued")
    assert pointers(
        send(keeper, CERTIFICATES, certificate(**said, **{"nameOfVerifier": "withheld"}) | {"identifier": "CD:8"})
    ) == ["/nameOfVerifier"]


@pytest.mark.parametrize("name", ["lot-transformation-example", "lot-example"])
def test_the_published_lots_are_read(name):
    record = json.loads((shared("vectors", "icglr", "examples") / f"{name}.json").read_text(encoding="utf-8"))

    found = read_lots(record)

    missing = [] if "exportCertificateId" in record else ["/exportCertificateId"]
    assert [wrong.pointer for wrong in found.wrongs] == missing


def test_the_published_certificate_is_read():
    path = shared("vectors", "icglr", "examples") / "export-certificate-example.json"

    found = read_certificates(json.loads(path.read_text(encoding="utf-8")))

    assert found.wrongs == []
    assert found.good[0].facts["certificate"] == "RW:RW-EXP-2024-001"
