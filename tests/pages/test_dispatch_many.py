"""Hundreds of bags go in one consignment: their numbers are pasted or come as a file, and a bad bag is named."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger import codes
from ledger.custody.models import Consignment, Lot
from ledger.models import EventKey
from ledger.parties import roles
from tests import make
from tests.imports.conftest import as_xlsx
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import text_of


@pytest.fixture
def clerk(as_role):
    return as_role(roles.DEPOT_CLERK)


def bought(world, number: int) -> list[str]:
    """Tag and buy bags and return their tags."""
    taggings = [world.tagging(tag=tag) for tag in world.issue(number)]
    make.entered(world.tagger, *taggings)
    world.tags.clear()
    facts = [each["facts"] for each in taggings]
    buying = [make.envelope("lot.bought.v1", lot=each["lot"], place=world.ours.depot) for each in facts]
    make.entered(world.ours.clerk, *buying)
    return [each["tag"] for each in facts]


def sending(world, clerk, **named) -> dict:
    """Return the filled form."""
    return shown(clerk, "/desk/dispatch/") | {"destination": world.rivals.depot, "waybill": "97", **named}


def test_three_hundred_pasted_tags_go_in_one_consignment_once(world, clerk):
    tags = bought(world, 300)
    form = sending(world, clerk, bags="\n".join(codes.shown(tag) for tag in tags))

    told = clerk.post("/desk/dispatch/", form, follow=True)
    again = clerk.post("/desk/dispatch/", form, follow=True)

    assert "Confirmed" in text_of(told)
    assert "Already recorded" in text_of(again)
    assert len(Consignment.objects.get().lots) == 300
    assert Lot.objects.filter(state="in_transit", tag__in=tags).count() == 300


@pytest.mark.parametrize("form", ["csv", "xlsx", "csv without header"])
def test_bags_come_as_a_file_beside_chosen_lots(world, clerk, form):
    tags = bought(world, 3)
    lots = {lot.tag: lot.code for lot in Lot.objects.filter(tag__in=tags)}
    rows = [{"no": "1", "tag": tags[0]}, {"no": "2", "tag": codes.shown(lots[tags[1]])}]
    content = {
        "csv": f"no;Tag\n1;{tags[0]}\n2;{codes.shown(lots[tags[1]])}\n".encode(),
        "xlsx": as_xlsx(rows),
        "csv without header": "\n".join(tags[:2]).encode(),
    }[form]
    file = SimpleUploadedFile(f"bags.{form[:4].strip()}", content)

    clerk.post("/desk/dispatch/", sending(world, clerk, lots=[lots[tags[2]]], file=file))

    assert sorted(Consignment.objects.get().lots) == sorted(lots.values())


def test_every_bad_bag_is_named_with_its_line_and_nothing_is_entered(world, clerk):
    mine, sent, held = bought(world, 3)
    theirs = Lot.objects.get(code=world.bought(by=world.rivals)).tag
    (unused,) = world.issue(1)
    lots = {lot.tag: lot.code for lot in Lot.objects.all()}
    world.dispatched(lots[sent])
    make.entered(world.programme, make.envelope("lot.held.v1", lot=lots[held], rule="TAG-02"))
    keys = EventKey.objects.count()
    typed = [mine, sent, held, theirs, unused, "T0000001X", mine[:-1] + "??", codes.shown(lots[mine])]

    page = clerk.post("/desk/dispatch/", sending(world, clerk, bags="\n".join(typed)))

    assert page.status_code == 422
    text = text_of(page)
    for line, what in (
        (2, "is on its way already"),
        (3, "is on hold"),
        (4, "is not in your stock"),
        (5, "is a tag that has opened no lot yet"),
        (6, "is no tag or lot"),
        (7, "is no tag or lot"),
        (8, "stands in line 1 already"),
    ):
        assert f"Line {line}: {typed[line - 1]} {what}" in text
    assert "Line 1:" not in text
    assert "7 bags cannot go." in text
    assert EventKey.objects.count() == keys
    assert typed[0] in page.content.decode()


def test_a_consignment_holds_four_hundred_bags_and_says_so(world, clerk):
    tags = bought(world, 390) + bought(world, 11)

    page = clerk.post("/desk/dispatch/", sending(world, clerk, bags=", ".join(tags)))

    assert page.status_code == 422
    assert "These are 401 bags; one consignment holds 400." in text_of(page)


def test_no_bag_at_all_and_no_table_at_all_are_told(world, clerk):
    nothing = clerk.post("/desk/dispatch/", sending(world, clerk))
    locked = SimpleUploadedFile("bags.xls", b"\xd0\xcf\x11\xe0" + b"x" * 20)
    unread = clerk.post("/desk/dispatch/", sending(world, clerk, file=locked))

    assert [nothing.status_code, unread.status_code] == [422, 422]
    assert "Choose at least one lot, or name bags in the list or the file." in text_of(nothing)
    assert "cannot be read as a table" in text_of(unread)


def test_what_the_ledger_refuses_comes_back_with_all_its_bags(world, clerk):
    tags = bought(world, 300)
    lots = sorted(Lot.objects.filter(tag__in=tags).values_list("code", flat=True))
    form = sending(world, clerk, bags="\n".join(tags), expected_on="2026-01-01")

    refused = clerk.post("/desk/dispatch/", form)
    assert refused.status_code == 409, text_of(refused)
    corrected = clerk.post("/desk/dispatch/", {"again": "1", **hidden(refused)})

    assert corrected.status_code == 200
    assert all(lot in corrected.content.decode() for lot in lots)
    assert not Consignment.objects.exists()


def hidden(page) -> dict:
    """Return the hidden fields of the form that brings back what was typed."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
