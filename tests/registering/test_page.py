"""The form shows which sites a new one may be, and asks why it is another, before anything is entered."""

import pytest

from ledger.log.reading import events_by_id
from ledger.models import InboxEntry
from ledger.parties import roles
from sites.models import MineSite
from sites.positions.asking import current_positions
from sites.positions.following import look
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import text_of
from tests.registering.sites import KALEHE, number, registered

NEW = "/sites/new/"
KALIMBI = {
    "name": "Kalimbi",
    "country": "CD",
    "zone": "Africa/Lubumbashi",
    "latitude_e6": "-1,9641",
    "longitude_e6": "28.9012",
    "minerals": ["cassiterite", "coltan"],
}


def on_the_map(place):
    look(events_by_id([MineSite.objects.get(code=place).event_id]))
    return place


def test_a_site_is_registered_and_on_the_map(world, as_role):
    keeper = as_role(roles.PROGRAMME_MANAGER)
    form = shown(keeper, NEW) | KALIMBI
    form |= {"aliases": "Camp Bravo, Kalimbi-Chini", "ipis": "codmine00001", "precision_m": "12", "method": "gps"}

    page = keeper.post(NEW, form, follow=True)
    again = keeper.post(NEW, form, follow=True)

    site = MineSite.objects.get(name="Kalimbi")
    assert "Confirmed: it is recorded." in text_of(page)
    assert "This was already recorded. Nothing has changed." in text_of(again)
    assert (site.aliases, site.pcode, site.minerals) == (
        ["Camp Bravo", "Kalimbi-Chini"],
        "codmine00001",
        ["cassiterite", "coltan"],
    )
    held = current_positions([site.code])[site.code]
    assert (held.latitude_e6, held.longitude_e6, held.precision_m) == (*KALEHE, 12)


def test_a_country_with_one_time_zone_needs_none_typed(world, as_role):
    keeper = as_role(roles.REGULATOR)

    page = keeper.post(NEW, shown(keeper, NEW) | {"name": "Gatumba", "country": "RW"}, follow=True)

    assert "Confirmed: it is recorded." in text_of(page)
    assert "Africa/Kigali" in str(events_by_id([MineSite.objects.get(name="Gatumba").event_id])[0].facts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zone": ""}, "This country has several: Africa/Kinshasa, Africa/Lubumbashi."),
        ({"longitude_e6": ""}, "A point has both latitude and longitude."),
        ({"latitude_e6": "95"}, "Type degrees with decimals"),
        ({"icglr": "RW-1.9641+30.0619-12345"}, "which is no ICGLR id of this country"),
        ({"country": "ZZ"}, "Select a valid choice"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(world, as_role, changed, said):
    keeper = as_role(roles.PROGRAMME_MANAGER)

    page = keeper.post(NEW, shown(keeper, NEW) | KALIMBI | changed)

    assert page.status_code == 422
    assert said in text_of(page)
    assert MineSite.objects.count() == 1


def test_who_may_be_meant_is_shown_before_anything_is_entered(world, as_role):
    there = on_the_map(registered(world, "Carrière de Kalimbi", (KALEHE[0] + 9_000, KALEHE[1])))
    keeper = as_role(roles.PROGRAMME_MANAGER)

    page = keeper.post(NEW, shown(keeper, NEW) | KALIMBI)

    text = text_of(page)
    assert page.status_code == 422
    assert "Is it one of these?" in text
    assert "1.0 km away" in text
    assert f'href="/sites/{there}/"' in page.content.decode()
    assert not InboxEntry.objects.exists()


def test_with_the_reason_it_is_registered_as_another(world, as_role):
    there = registered(world, "Kalimbi")
    keeper = as_role(roles.PROGRAMME_MANAGER)
    first = keeper.post(NEW, shown(keeper, NEW) | KALIMBI)
    form = {name: first.context["form"][name].value() for name in ("key", "at", "seen")}

    page = keeper.post(NEW, KALIMBI | form | {"distinct_because": "They lie on two banks."}, follow=True)

    assert "Confirmed: it is recorded." in text_of(page)
    new = MineSite.objects.filter(name="Kalimbi").exclude(code=there).get()
    (event,) = events_by_id([new.event_id])
    assert event.facts["distinct_from"] == [there]


def test_a_reason_without_having_seen_them_is_not_enough(world, as_role):
    registered(world, "Kalimbi")
    keeper = as_role(roles.PROGRAMME_MANAGER)

    page = keeper.post(NEW, shown(keeper, NEW) | KALIMBI | {"distinct_because": "Because."})

    assert page.status_code == 422
    assert MineSite.objects.filter(name="Kalimbi").count() == 1


def test_a_number_that_is_taken_is_no_question_of_reasons(world, as_role):
    registered(world, "Nyabibwe", (-5_000_000, 27_000_000), numbers=[number("NATIONAL", "SK-17")])
    keeper = as_role(roles.PROGRAMME_MANAGER)

    page = keeper.post(NEW, shown(keeper, NEW) | KALIMBI | {"national": "sk-17"})

    assert "It has the same number." in text_of(page)
    assert "distinct_because" not in page.content.decode()


def test_the_form_finds_at_least_what_the_rule_would_refuse(world, as_role):
    """A site without an exact position is known to the rule by its cell, to the form by its name."""
    registered(world, "Kalimbi", at=None, cell="-2.0,28.9")
    keeper = as_role(roles.PROGRAMME_MANAGER)

    page = keeper.post(NEW, shown(keeper, NEW) | KALIMBI)

    assert "distance not known" in text_of(page)
    assert not InboxEntry.objects.exists()


def test_an_entry_that_the_rule_refused_after_all_can_be_sent_again(world, as_role, monkeypatch):
    there = registered(world, "Kalimbi")
    keeper = as_role(roles.PROGRAMME_MANAGER)
    # somebody registers it between the look at the register and the entry
    monkeypatch.setattr("sites.registering_page.candidates", lambda *asked, **more: [])
    first = keeper.post(NEW, shown(keeper, NEW) | KALIMBI)
    monkeypatch.undo()
    form = {name: first.context["form"][name].value() for name in ("key", "at", "seen")}

    page = keeper.post(NEW, KALIMBI | form | {"distinct_because": "They lie on two banks."}, follow=True)

    assert f'href="/sites/{there}/"' in first.content.decode()
    assert "Confirmed: it is recorded." in text_of(page)
