"""What a stranger sees of a code: known, used, void or lost; ore, country, month, scheme; nothing else."""

from __future__ import annotations

import re

import pytest

from ledger.custody.models import Lot
from ledger.parties import roles
from tests.pages.test_lot_page import text_of

ALLOWED = {"Ore", "Country", "Month", "Scheme"}


@pytest.fixture
def used(world):
    lot = world.bought()
    return Lot.objects.get(code=lot)


def test_a_stranger_learns_four_things_of_a_used_tag_and_no_more(client, world, used):
    answer = client.get(f"/t/{used.tag}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Known tag, used" in page
    assert set(re.findall(r"<dt>([^<]+)</dt>", page)) == ALLOWED
    for hidden in ("45.8", "45,8", "Kashuvi", "Umoja", "Orévia", world.site, used.code, "3 November", "2026-11-03"):
        assert hidden not in page
    assert "November 2026" in page


def test_a_tag_that_no_bag_has_yet_tells_neither_ore_nor_month(client, world):
    (tag,) = world.issue(1)

    page = client.get(f"/t/{tag}/").content.decode()

    assert "Known tag, not used yet" in page
    assert set(re.findall(r"<dt>([^<]+)</dt>", page)) == {"Country", "Scheme"}


@pytest.mark.parametrize("write", [str.lower, lambda tag: f"{tag[:4]}-{tag[4:8]}-{tag[8]}"])
def test_a_typed_code_is_understood(client, used, write):
    assert "Known tag, used" in text_of(client.get(f"/t/{write(used.tag)}/"))


@pytest.mark.parametrize("code", ["TK7MB40AW", "TK7MB40AX", "ITSCI:0000001", "x"])
def test_an_unknown_code_is_answered_calmly(client, db, code):
    answer = client.get(f"/t/{code}/")

    assert answer.status_code == 404
    assert "Not known here" in text_of(answer)
    assert "not suspect" in text_of(answer)


def test_a_lot_s_code_gives_a_stranger_the_same_kind_of_answer(client, world, used):
    answer = client.get(f"/t/{used.code}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Known lot" in page
    assert set(re.findall(r"<dt>([^<]+)</dt>", page)) <= ALLOWED
    assert "45.8" not in page


def test_who_sees_the_lot_is_led_to_it(as_role, used):
    clerk = as_role(roles.DEPOT_CLERK)

    assert f"/lots/{used.code}/" in clerk.get(f"/t/{used.tag}/").content.decode()
    assert clerk.get(f"/t/{used.code}/").headers["Location"] == f"/lots/{used.code}/"


def test_a_rival_sees_what_a_stranger_sees(as_role, world, used):
    rival = as_role(roles.DEPOT_CLERK, world.rivals.party)

    assert used.code not in rival.get(f"/t/{used.tag}/").content.decode()


def test_scanning_leads_from_the_empty_field_to_the_answer(client, used):
    typed = {"code": f"https://book.example/t/{used.tag}"}

    assert client.get("/t/", typed).headers["Location"] == f"/t/{used.tag}/"
