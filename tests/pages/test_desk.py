"""The desk: a form sent twice is recorded once, an error keeps what was typed, a refusal says what to do."""

from __future__ import annotations

import re

import pytest

from ledger.custody.models import Consignment, Lot, LotEvent, Tag
from ledger.parties import roles
from tests import make
from tests.pages.test_lot_page import text_of


def shown(client, path):
    """Return the fields of a form as a browser would send them, from its HTML."""
    page = client.get(path).content.decode()
    fields = re.findall(r'<input[^>]*name="([^"]+)"[^>]*>', page)
    values = {}
    for name in fields:
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page).group(0)
        found = re.search(r'value="([^"]*)"', tag)
        if found and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            values[name] = found.group(1)
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner) or re.search(r'<option value="([^"]*)"', inner)
        values[name] = chosen.group(1) if chosen else ""
    values.pop("csrfmiddlewaretoken", None)
    return values


@pytest.fixture
def tagging(world, as_role):
    """Return a tagger's client, and the filled form of a bag."""
    world.issue()
    client = as_role(roles.TAGGING_AGENT)
    form = shown(client, f"/desk/tag/?place={world.site}")
    form |= {"tag": world.tags.pop(0), "gross": "46,2", "tare": "0.40", "mineral": "cassiterite", "dug_on": make.DUG}
    return client, form


def test_a_bag_is_tagged_with_its_weighing_behind_it(world, tagging):
    client, form = tagging

    saved = client.post("/desk/tag/", form, follow=True)

    lot = Lot.objects.get(tag=form["tag"])
    assert lot.mass_g == 45_800
    assert lot.holder == world.cooperative
    assert LotEvent.objects.filter(lot=lot.code).count() == 2
    assert "Gross 46.2 kg Tare 0.4 kg Net 45.8 kg" in text_of(saved)
    assert "Confirmed. The server has recorded it." in text_of(saved)


def test_a_form_sent_twice_is_recorded_once_and_says_so(tagging):
    client, form = tagging
    client.post("/desk/tag/", form)

    again = client.post("/desk/tag/", form, follow=True)

    assert Lot.objects.count() == 1
    assert LotEvent.objects.count() == 2
    assert "Already recorded. Nothing has changed." in text_of(again)


def test_an_error_keeps_what_was_typed_and_names_the_field(tagging):
    client, form = tagging

    page = client.post("/desk/tag/", form | {"gross": "46.2 kilos", "tag": "TK7M-B40A-X"})
    html = page.content.decode()

    assert page.status_code == 422
    assert Lot.objects.count() == 0
    assert 'value="46.2 kilos"' in html
    assert 'value="TK7M-B40A-X"' in html
    assert f'value="{form["key"]}"' in html
    assert re.search(r'name="gross"[^>]*aria-invalid="true"[^>]*aria-describedby="id_gross_error"', html)
    assert 'id="id_gross_error"' in html
    assert re.search(r'name="tag"[^>]*aria-describedby="id_tag_helptext id_tag_error"', html)
    assert "The last sign checks the others" in html or "the last sign checks the others" in html


def test_gross_must_be_more_than_tare(tagging):
    client, form = tagging

    assert "Weigh both again" in text_of(client.post("/desk/tag/", form | {"gross": "0.4"}))


def test_a_used_tag_gets_the_red_card_and_nothing_is_booked(tagging):
    client, form = tagging
    client.post("/desk/tag/", form)
    second = shown(client, f"/desk/tag/?place={form['place']}") | {
        name: form[name] for name in ("tag", "gross", "tare", "mineral", "dug_on")
    }

    card = client.post("/desk/tag/", second)

    assert card.status_code == 409
    assert 'role="alert"' in card.content.decode()
    assert "Do not receive this bag" in text_of(card)
    assert "Read the code aloud again." in text_of(card)
    assert Lot.objects.count() == 1
    assert Lot.objects.get().on_hold


def test_a_red_card_leads_back_to_what_was_typed_under_a_new_key(tagging):
    client, form = tagging
    client.post("/desk/tag/", form)
    card = client.post("/desk/tag/", form | {"key": "0f5df1c6-5c33-4e5f-9f5b-0c1d2e3f4a5b", "new_code": make.code("P")})
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', card.content.decode()))

    again = client.get("/desk/tag/", typed).content.decode()

    assert "key" not in typed
    assert 'value="46,2"' in again
    assert form["key"] not in again


def test_a_scanned_tag_finds_its_site(world, as_role):
    world.issue()

    page = text_of(as_role(roles.TAGGING_AGENT).get("/desk/tag/", {"tag": f"https://x.example/t/{world.tags[0]}/"}))

    assert "Kashuvi Ouest" in page
    assert "Whose bag is it?" in page


def test_a_bag_goes_from_counter_to_rival_and_home_tells_it(world, as_role):
    lot = world.lot()
    clerk, rival = as_role(roles.DEPOT_CLERK), as_role(roles.BUYER)
    tag = Lot.objects.get(code=lot).tag

    clerk.post("/desk/buy/", shown(clerk, "/desk/buy/") | {"lot": tag, "gross": "46.25", "price": "412,20"})
    sent = shown(clerk, "/desk/dispatch/") | {"lots": [lot], "destination": world.rivals.depot, "waybill": "97"}
    clerk.post("/desk/dispatch/", sent)
    consignment = Consignment.objects.get()
    coming = text_of(rival.get("/lots/"))
    arrived = shown(rival, "/desk/receive/") | {"consignment": consignment.code, "weighed": "45,75"}
    told = rival.post("/desk/receive/", arrived, follow=True)

    assert "On the way to you" in coming
    assert "Weighed, net 45.75 kg" in text_of(told)
    assert Lot.objects.get(code=lot).holder == world.rivals.party
    assert "Bought" in text_of(clerk.get("/desk/"))


def test_buying_twice_by_one_form_changes_nothing(world, as_role):
    clerk = as_role(roles.DEPOT_CLERK)
    form = shown(clerk, "/desk/buy/") | {"lot": world.lot(), "gross": "46.2"}
    clerk.post("/desk/buy/", form)
    events = LotEvent.objects.count()

    again = clerk.post("/desk/buy/", form, follow=True)

    assert LotEvent.objects.count() == events
    assert "Already recorded" in text_of(again)


def test_dispatching_twice_by_one_form_sends_once(world, as_role):
    clerk = as_role(roles.DEPOT_CLERK)
    lot = world.bought()
    form = shown(clerk, "/desk/dispatch/") | {"lots": [lot], "destination": world.rivals.depot}
    clerk.post("/desk/dispatch/", form)

    again = clerk.post("/desk/dispatch/", form, follow=True)

    assert Consignment.objects.count() == 1
    assert "Already recorded" in text_of(again)


def test_a_blend_says_where_the_difference_went(world, as_role):
    manager = as_role(roles.DEPOT_MANAGER)
    lots = [world.bought(), world.bought()]
    form = shown(manager, "/desk/blend/") | {"lots": lots, "mass": "90.4"}

    silent = manager.post("/desk/blend/", form)
    told = manager.post("/desk/blend/", form | {"cause": "drying"}, follow=True)

    assert "It differs from what went in." in text_of(silent)
    assert "Net 90.4 kg" in text_of(told)
    assert Lot.objects.get(code=form["new_code"]).mass_g == 90_400


def test_a_lot_on_hold_is_refused_with_what_to_do_next(world, as_role):
    lot = world.lot()
    make.entered(world.programme, make.envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    clerk = as_role(roles.DEPOT_CLERK)

    card = clerk.post("/desk/buy/", shown(clerk, "/desk/buy/") | {"lot": lot})

    assert card.status_code == 409
    assert "Do not go on with this lot" in text_of(card)


def test_nobody_reads_what_another_saved(world, tagging, as_role):
    client, form = tagging
    client.post("/desk/tag/", form)

    assert as_role(roles.TAGGING_AGENT).get(f"/desk/saved/{form['key']}/").status_code == 404


def test_tags_are_issued_once_however_often_the_form_is_sent(world, as_role):
    programme = as_role(roles.PROGRAMME_MANAGER)
    form = shown(programme, f"/tags/issue/?place={world.site}") | {"number": "25"}

    first = programme.post("/tags/issue/", form, follow=True)
    programme.post("/tags/issue/", form)

    assert Tag.objects.filter(place=world.site, state="issued").count() == 25
    assert first.content.decode().count("/qr.svg") == 25
