"""At the screen: a foreign certificate is recorded, its ore comes in, a file is taken or every wrong field is named."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import ExportCertificate, Lot
from ledger.parties import roles
from tests import make
from tests.exports.abroad import noting
from tests.exports.test_taking import TODAY, certificate, foreign
from tests.make import entered

FILES = "/icglr/files/"


@pytest.fixture
def sign_in(world):
    """Return a signed-in browser of a role at a party."""

    def browser(role: str, party: str) -> Client:
        client = Client()
        client.force_login(make.user(f"{role}-{party}", role, party))
        return client

    return browser


@pytest.fixture
def keeper(world, sign_in):
    return sign_in(roles.REGULATOR, world.agency)


@pytest.fixture
def importer(world, sign_in):
    return sign_in(roles.DEPOT_MANAGER, world.ours.party)


def file(body) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.json", body if isinstance(body, bytes) else json.dumps(body).encode())


def shown(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["form"]
    return {name: str(form[name].value() or "") for name in ("key", "at", "new_code") if name in form.fields}


def test_certificates_and_lots_are_brought_as_files(world, keeper, importer):
    first = keeper.post(FILES, {"what": "certificates", "file": file(certificate())})
    second = importer.post(FILES, {"what": "lots", "place": world.ours.depot, "file": file(foreign())})

    assert (first.status_code, second.status_code) == (200, 200)
    assert Lot.objects.get().code in second.content.decode()


def test_every_wrong_field_stands_on_the_page_with_what_was_expected(world, importer):
    answer = importer.post(FILES, {"what": "lots", "place": world.ours.depot, "file": file([foreign(mass=-1)])})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "/0/mass" in page and "more than 0, with at most three decimals" in page and "-1" in page
    assert "Nothing was written" in page


@pytest.mark.parametrize("body", [b"no json", b"\xff\xfe", b'{"a": 1, "a": 2}'], ids=["text", "bytes", "doubled name"])
def test_what_is_no_json_is_said_so(world, keeper, body):
    answer = keeper.post(FILES, {"what": "certificates", "file": file(body)})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_lots_need_a_place_of_ones_own(world, importer):
    answer = importer.post(FILES, {"what": "lots", "place": world.rivals.depot, "file": file(foreign())})

    assert answer.context["form"].errors["place"]
    assert not Lot.objects.exists()


def test_a_role_brings_only_what_it_may_enter(keeper, importer):
    offered = [name for name, _ in keeper.get(FILES).context["form"].fields["what"].choices]
    assert offered == ["certificates"]

    answer = importer.post(FILES, {"what": "certificates", "file": file(certificate())})
    assert answer.context["form"].errors["what"]
    assert not ExportCertificate.objects.exists()


def test_a_certificate_is_typed_by_the_authority_and_its_ore_by_who_imports_it(world, keeper, importer):
    facts = noting()["facts"]
    typed = {name: value for name, value in facts.items() if name != "weight_g"} | {"weight": "100"}
    typed |= {"issued_on": TODAY.isoformat(), "verified_on": TODAY.isoformat(), "shipment_on": TODAY.isoformat()}
    address = "/certificates/foreign/"
    answer = keeper.post(address, {**shown(keeper, address), **typed})
    assert answer.status_code == 302, answer.context["form"].errors

    address = "/certificates/import/"
    said = {"certificate": "RW:77", "lot_number": "L-77", "mineral": "cassiterite", "place": world.ours.depot}
    too_much = importer.post(address, {**shown(importer, address), **said, "mass": "120"})
    assert "at most 102.0" in too_much.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    hidden = {name: str(too_much.context["form"][name].value()) for name in ("key", "at", "new_code")}
    assert importer.post(address, {**hidden, **said, "mass": "99,5"}).status_code == 302

    lot = Lot.objects.get()
    page = importer.get(f"/lots/{lot.code}/").content.decode()
    assert "/certificates/RW:77/" in page and "from abroad" in page
    assert "L-77" in importer.get("/certificates/RW:77/").content.decode()


def test_a_foreign_certificate_is_seen_by_who_imports_under_it_alone(world, sign_in, importer):
    entered(world.regulator, noting())

    assert importer.get("/certificates/RW:77/").status_code == 404
    assert sign_in(roles.AUDITOR, world.programme_party).get("/certificates/RW:77/").status_code == 200
