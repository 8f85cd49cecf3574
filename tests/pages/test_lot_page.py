"""The page of a lot: complete, in kilograms, with a number of questions that does not grow with its ancestors."""

from __future__ import annotations

from html import unescape
from re import sub

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.parties import roles
from tests import make


def text_of(answer):
    """Return what a reader reads; every blank, also a no-break one, is a blank."""
    return " ".join(unescape(sub(r"<[^>]+>", " ", answer.content.decode())).split())


def questions(client, path):
    client.get(path)  # what a first request fills (the session's last use, connections) is not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def green_site(world):
    world.status("green", since="2026-03-01")
    world.visit(on=make.days_ago(10))


def test_the_page_asks_as_many_questions_for_sixty_ancestors_as_for_two(world, as_role, settled):
    green_site(world)
    few = world.blended(*[world.bought() for _ in range(2)], mass_g=91_600)
    many = world.blended(*[world.bought() for _ in range(60)], mass_g=60 * 45_800)
    settled()
    client = as_role(roles.DEPOT_MANAGER)

    assert questions(client, f"/lots/{many}/") == questions(client, f"/lots/{few}/") < 32


def test_a_clear_lot_says_so_in_kilograms(world, as_role, settled):
    green_site(world)
    lot = world.blended(world.bought(), world.bought(), mass_g=90_400, changes=[{"cause": "drying", "grams": -1_200}])
    settled()

    page = text_of(as_role(roles.DEPOT_MANAGER).get(f"/lots/{lot}/"))

    assert "Green · nothing speaks against it" in page
    assert "100 % (90.4 kg) comes from 1 site that was green and clear." in page
    assert "2 lots went in 91.6 Drying − 1.2 This lot 90.4" in page


def test_a_lot_is_not_called_green_before_the_rules_looked_at_it(world, as_role):
    green_site(world)
    lot = world.bought()

    page = text_of(as_role(roles.DEPOT_CLERK).get(f"/lots/{lot}/"))

    assert "Unknown · not enough is known" in page
    assert "The risk rules have not looked at this lot yet." in page


def test_what_is_missing_names_who_can_supply_it(world, as_role, settled):
    world.status("green", since="2025-03-01")
    report = {"place": world.site, "filed_on": "2026-03-01", "document": "ab" * 32}
    make.entered(world.regulator, make.envelope("blue.report_filed.v1", **report))
    lot = world.bought()
    settled()

    page = text_of(as_role(roles.DEPOT_CLERK).get(f"/lots/{lot}/"))

    assert "Amber · buy only with answers" in page
    assert "An act that renews the status of Kashuvi Ouest for the day it was dug." in page
    assert "The State's mines authority" in page


def test_a_lot_on_hold_is_red_and_shows_the_second_use(world, as_role, settled):
    green_site(world)
    tagging = world.tagging()
    make.entered(world.tagger, tagging)
    lot, tag = tagging["facts"]["lot"], tagging["facts"]["tag"]
    make.enter(world.tagger, world.tagging(tag=tag))
    settled()

    page = text_of(as_role(roles.AUDITOR).get(f"/lots/{lot}/"))

    assert "Red · do not buy" in page
    assert "A misread number or a copied tag: the entry is kept, nothing was booked." in page


def test_a_blend_with_a_held_bag_in_it_is_red(world, as_role, settled):
    green_site(world)
    bag = world.bought()
    lot = world.blended(bag, world.bought(), mass_g=91_600)
    make.entered(world.programme, make.envelope("lot.held.v1", lot=bag, rule="TAG-02"))
    settled()

    page = text_of(as_role(roles.AUDITOR).get(f"/lots/{lot}/"))

    assert "Red · do not buy" in page
    assert "A lot that went into it is on hold." in page


def test_a_gain_that_nobody_explains_is_of_unknown_origin(world, as_role, settled):
    green_site(world)
    lot = world.blended(
        world.bought(), world.bought(), mass_g=95_600, changes=[{"cause": "unexplained", "grams": 4_000}]
    )
    settled()

    page = text_of(as_role(roles.AUDITOR).get(f"/lots/{lot}/"))

    assert "Unknown · not enough is known" in page
    assert "3.084 kg of unknown origin" in page
    assert "Not explained 4.0" in page


def test_a_rival_does_not_find_a_lot_that_never_was_theirs(world, as_role):
    lot = world.bought()

    assert as_role(roles.DEPOT_CLERK, world.rivals.party).get(f"/lots/{lot}/").status_code == 404
    assert as_role(roles.DEPOT_CLERK, world.rivals.party).get(f"/lots/{lot}/pack/").status_code == 404


def test_the_seller_is_not_told_what_the_buyer_made_of_it(world, as_role, settled):
    first = world.bought()
    second = world.bought(by=world.rivals)
    world.received(world.dispatched(first))
    blend = world.blended(first, second, by=world.rivals, mass_g=91_600)
    settled()

    page = as_role(roles.DEPOT_CLERK).get(f"/lots/{first}/").content.decode()

    assert blend not in page
    assert "1 line is withheld" in page


def test_the_price_is_not_on_the_page_of_anybody(world, as_role):
    lot = world.bought()

    assert "41220" not in as_role(roles.AUDITOR).get(f"/lots/{lot}/").content.decode().replace(",", "").replace(".", "")


def test_a_typed_code_leads_to_its_lot(world, as_role):
    lot = world.bought()
    client = as_role(roles.DEPOT_CLERK)

    typed = f"{lot[:4]}-{lot[4:8]}-{lot[8]}".lower()

    assert client.get(f"/lots/{typed}/").headers["Location"] == f"/lots/{lot}/"
    assert client.get("/lots/", {"q": typed}).headers["Location"] == f"/lots/{lot}/"


def test_the_list_of_lots_asks_as_many_questions_for_many_as_for_one(world, as_role):
    client = as_role(roles.DEPOT_CLERK)
    world.bought()
    one = questions(client, "/lots/")
    for _ in range(12):
        world.bought()

    assert questions(client, "/lots/") == one


def test_pages_of_lots_lead_forth_and_back_without_a_gap(world, as_role, monkeypatch):
    monkeypatch.setattr("buyers.pages.newest_first.__defaults__", (3,))
    lots = [world.bought() for _ in range(7)]
    client = as_role(roles.DEPOT_CLERK)
    seen, query = [], ""
    while query is not None:
        page = client.get(f"/lots/?{query}").context["page"]
        seen += [lot.code for lot in page.rows]
        query, back = page.after or None, page.before

    assert seen == lots[::-1]
    assert [lot.code for lot in client.get(f"/lots/?{back}").context["page"].rows] == seen[3:6]
