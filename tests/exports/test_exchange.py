"""Lots and certificates leave in the exchange form of the ICGLR, validate there, and tell no person's name."""

from __future__ import annotations

import json
from functools import cache

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from ledger import codes
from ledger.parties import roles
from ledger.parties.tokens import make_token
from sites.positions.following import look_at_once
from tests import make
from tests.exports.conftest import certificate, exporting
from tests.make import entered, envelope
from tests.shared import shared

CONTACT = {"address": "Avenue des Mines 4, Walikale", "phone": "+243 812 345 678", "email": "office@umoja.cd"}


@cache
def validator(name: str) -> Draft7Validator:
    folder = shared("vectors", "icglr", "schemas")
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
    registry = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in schemas)
    (wanted,) = [each for each in schemas if each["$id"].endswith(name)]
    return Draft7Validator(wanted, registry=registry, format_checker=FormatChecker())


def problems(record: dict, name: str) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator(name).iter_errors(record)]


@pytest.fixture
def site(world):
    """A site whose exact position is known."""
    site = make.code(codes.PLACE)
    at = {"cell": "-1.0,27.7", "latitude_e6": -1_035_512, "longitude_e6": 27_720_049, "precision_m": 12}
    where = {"name": "Bisie Nord", "country": "CD", "zone": "Africa/Lubumbashi", "minerals": ["cassiterite"]}
    look_at_once(entered(world.programme, envelope("site.registered.v2", place=site, **where, **at)))
    world.status("green", place=site, **make.FOR_MANY_YEARS)
    return site


@pytest.fixture
def described(world):
    """Everybody's address and telephone are known."""
    parties = (world.ours.party, world.cooperative, world.programme_party, world.rivals.party)
    entered(world.programme, *[envelope("party.described.v1", party=party, **CONTACT) for party in parties])


@pytest.fixture
def lot(world, site, described, seal):
    """A bought, assayed lot with its certificate."""
    (tag,) = world.issue(1, place=site)
    lot = world.bought(place=site, tag=tag)
    assay = {"grade_of": "SnO2", "grade_ppm": 625_000, "method": "xrf", "stage": "final"}
    entered(world.ours.manager, envelope("lot.assayed.v1", lot=lot, **assay))
    entered(world.programme, certificate(world, lot, certificate="CD:2026-118", route=["CD", "TZ"], carrier="Lwamba"))
    seal()
    return lot


@pytest.fixture
def reader(world):
    """Return an API client for a role of a party."""

    def sign_in(role: str, party: str) -> Client:
        return Client(headers={"authorization": f"Bearer {make_token(make.user(role, role, party))}"})

    return sign_in


@pytest.fixture
def auditor(world, reader):
    return reader(roles.AUDITOR, world.programme_party)


def test_a_lot_validates_and_says_what_it_is(world, lot, auditor):
    record = auditor.get(f"/api/v1/icglr/lots/{lot}/").json()

    assert problems(record, "/chain-of-custody/lot.json") == []
    assert (record["mass"], record["concentration"], record["concentrationOf"]) == (45.8, 62.5, "SnO2")
    assert record["mineSiteId"].startswith("CD--1.0355+27.7200-")
    assert record["originatingOperation"] == [1, 2]
    assert record["inputLot"][0]["lotNumber"] == lot, "a pure change of hands refers to itself"
    assert record["exportCertificateId"] == "CD:2026-118"


def test_a_blend_names_its_inputs_with_what_each_gave(world, lot, described, auditor):
    other = world.bought()
    blend = world.blended(lot, other, mass_g=91_600)
    assay = {"grade_of": "SnO2", "grade_ppm": 600_000, "method": "xrf", "stage": "final"}
    entered(world.ours.manager, envelope("lot.assayed.v1", lot=blend, **assay))

    record = auditor.get(f"/api/v1/icglr/lots/{blend}/").json()

    assert problems(record, "/chain-of-custody/lot.json") == []
    inputs = {each["lotNumber"]: each for each in record["inputLot"]}
    assert inputs[lot] == {"lotNumber": lot, "contributedMass": 45.8, "contributedConcentration": 62.5}
    assert "contributedConcentration" not in inputs[other], "its grade is not known"
    assert "mineSiteId" not in record


def test_what_is_not_known_of_a_lot_is_named_and_never_made_up(world, auditor):
    lot = world.bought()

    answer = auditor.get(f"/api/v1/icglr/lots/{lot}/")

    assert answer.status_code == 409
    assert answer.json() == {
        "lotNumber": lot,
        "missing": ["creator", "concentration", "mineSiteId", "tag"],
    }


def test_a_certificate_validates_and_names_no_person(world, lot, auditor):
    record = auditor.get("/api/v1/icglr/export-certificates/CD:2026-118/").json()

    assert problems(record, "/export-certificate/export-certificate.json") == []
    assert (record["lotNumber"], record["lotWeight"], record["mineralOrigin"]) == (lot, 45.8, "CD")
    assert (record["customsValue"], record["shipmentRoute"]) == ("USD 41220.00", "CD;TZ")
    assert "Kabongo" not in json.dumps(record) and "Mutombo" not in json.dumps(record)
    assert record["nameOfVerifier"] == record["nameOfValidator"] == "withheld"


def test_the_validator_looks_at_formats_too(lot, auditor):
    record = auditor.get("/api/v1/icglr/export-certificates/CD:2026-118/").json()

    assert problems({**record, "dateOfIssuance": "2026-02-30"}, "/export-certificate/export-certificate.json")


def test_a_rival_sees_neither_lot_nor_certificate(world, lot, reader):
    rival = reader(roles.BUYER, world.rivals.party)

    assert rival.get(f"/api/v1/icglr/lots/{lot}/").status_code == 404
    assert rival.get("/api/v1/icglr/export-certificates/CD:2026-118/").status_code == 404
    assert rival.get("/api/v1/icglr/export-certificates/").json()["pagination"]["total"] == 0


def test_an_exported_lot_says_so(world, lot, manager, auditor):
    entered(manager, exporting(lot, "CD:2026-118"))

    assert auditor.get(f"/api/v1/icglr/lots/{lot}/").json()["originatingOperation"] == [1, 2, 8]


def test_the_lists_page_as_the_protocol_has_it(world, lot, auditor):
    world.bought()

    page = auditor.get("/api/v1/icglr/lots/", {"limit": 1}).json()

    assert (page["pagination"]["total"], page["pagination"]["hasNext"]) == (2, True)
    assert [each["lotNumber"] for each in page["data"]] == [lot]
    assert auditor.get("/api/v1/icglr/lots/", {"limit": 0}).status_code == 400


def test_the_number_of_questions_does_not_grow_with_the_lots(world, lot, auditor):
    asked = []
    for more in (0, 6):
        for _ in range(more):
            world.bought()
        with CaptureQueriesContext(connection) as queries:
            auditor.get("/api/v1/icglr/lots/")
        asked.append(len(queries))

    assert asked[0] == asked[1]
