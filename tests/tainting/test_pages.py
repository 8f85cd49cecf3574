"""The pages of a finding: kilograms by holder, as known then, letters; each reader sees his own lots alone."""

from __future__ import annotations

import csv
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.models import Taint
from ledger.parties import roles
from ledger.tasks import watch_for_risk
from tests import make
from tests.pages.test_lot_page import text_of


@pytest.fixture
def found(world, seal):
    world.bought(mass_g=30_250)
    world.bought(by=world.rivals, mass_g=5_125)
    world.status("red", since="2026-10-01")
    seal()
    watch_for_risk()
    return Taint.objects.get()


def sign_in(party, role):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


def test_overseers_see_all_holders_and_a_holder_only_his_own(world, found):
    path = f"/findings/{found.key}/"
    auditor = text_of(sign_in(world.programme_party, roles.AUDITOR).get(path))
    ours = text_of(sign_in(world.ours.party, roles.DEPOT_MANAGER).get(path))

    assert "35.375" in auditor and "Comptoir Orévia" in auditor and "Kestrel Tin Smelting" in auditor
    assert "30.25" in ours and "Comptoir Orévia" in ours
    assert "Kestrel" not in ours and "35.375" not in ours
    assert "finding not known yet" in auditor


def test_the_list_leads_to_it(world, found):
    client = sign_in(world.programme_party, roles.AUDITOR)

    assert f"/findings/{found.key}/" in client.get("/findings/").content.decode()


def test_all_lots_come_as_csv_with_kilograms_and_share(world, found):
    answer = sign_in(world.programme_party, roles.AUDITOR).get(f"/findings/{found.key}/lots.csv")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert sorted(row["kg_touched"] for row in rows) == ["30.250", "5.125"]
    assert {row["share_percent"] for row in rows} == {"100.0000"}


def test_keepers_draw_letters_to_holders_and_nobody_else_does(world, found):
    path = f"/findings/{found.key}/letters/{world.ours.party}"
    keeper = sign_in(world.agency, roles.REGULATOR)

    pdf = keeper.get(f"{path}.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    mail = message_from_bytes(keeper.get(f"{path}.eml").content, policy=policy.default)
    assert "Kashuvi Ouest" in mail["Subject"]
    assert "30.25" in mail.get_body().get_content()
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf"]
    assert sign_in(world.ours.party, roles.DEPOT_MANAGER).get(f"{path}.pdf").status_code == 403
    assert keeper.get(f"/findings/{found.key}/letters/{world.programme_party}.pdf").status_code == 404


def test_a_page_asks_as_many_questions_for_many_lots_as_for_one(world, found):
    client = sign_in(world.programme_party, roles.AUDITOR)

    def asked():
        client.get(f"/findings/{found.key}/")
        with CaptureQueriesContext(connection) as questions:
            client.get(f"/findings/{found.key}/")
        return len(questions)

    few = asked()
    world.status("green", since="2026-10-02")
    for _ in range(4):
        world.bought()

    assert asked() == few
