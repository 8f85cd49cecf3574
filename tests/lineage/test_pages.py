"""The page, the file and the API of a lineage: the same graph for all, names as far as one may see them."""

import pytest
from django.test import Client

from ledger.parties import roles
from tests import make
from tests.served import caller


def browser(role, party):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.fixture
def story(world):
    """Return a lot of ours that the rivals bought and blended away, and what they made of it."""
    one, other = world.bought(mass_g=30_000), world.bought(mass_g=10_000)
    sold = world.blended(one, other, mass_g=40_000)
    world.received(world.dispatched(sold))
    beyond = world.blended(sold, world.bought(by=world.rivals, mass_g=5_000), by=world.rivals, mass_g=45_000)
    return one, other, sold, beyond


def test_the_page_draws_and_tells_kilograms(world, story):
    one, other, sold, beyond = story

    text = browser(roles.AUDITOR, world.programme_party).get(f"/lots/{beyond}/lineage/").content.decode()

    assert text.split("<main", 1)[1].count("<rect ") == 5
    assert text.count("<path d=") >= 4
    for code in (one, other, sold):
        assert f"/lots/{code}/lineage/" in text
    assert "40.0" in text
    assert "Kashuvi Ouest" in text


def test_what_the_rivals_made_of_it_is_there_without_a_name(world, story):
    *_, sold, beyond = story

    text = browser(roles.DEPOT_CLERK, world.ours.party).get(f"/lots/{sold}/lineage/").content.decode()

    assert "A lot you may not see" in text
    assert beyond not in text
    assert f"{beyond[:4]}-{beyond[4:8]}" not in text


@pytest.mark.parametrize("path", ["/lots/{}/lineage/", "/lots/{}/lineage.json"])
def test_a_lot_one_may_not_see_does_not_exist(world, story, path):
    *_, beyond = story
    client = browser(roles.DEPOT_CLERK, world.ours.party)

    assert client.get(path.format(beyond)).status_code == 404
    assert client.get(path.format(make.code("P"))).status_code == 404


def test_the_api_and_the_file_are_the_same_graph(world, story):
    *_, sold, beyond = story

    said = caller(roles.DEPOT_CLERK, world.ours.party).get(f"/api/v1/lots/{sold}/lineage/graph/").json()
    file = browser(roles.DEPOT_CLERK, world.ours.party).get(f"/lots/{sold}/lineage.json").json()

    assert said == file
    assert beyond not in str(said)
    assert said["traced"] == {"site_g": 40_000, "zone_g": 0, "nothing_g": 0}
    assert sum(node["grams"] for node in said["back"]["nodes"] if node["depth"] == 1) == 40_000
    assert [(node["code"], node["grams"]) for node in said["forward"]["nodes"]] == [(sold, 40_000), (None, 40_000)]


@pytest.mark.parametrize(("asked", "status"), [("", 200), ("?most=1000", 200), ("?most=-1", 200), ("?most=x", 200)])
def test_more_is_shown_on_demand_and_nonsense_is_the_first_page(world, story, asked, status):
    *_, sold, _ = story

    answer = browser(roles.AUDITOR, world.programme_party).get(f"/lots/{sold}/lineage/{asked}")

    assert answer.status_code == status
    assert answer.content.decode().split("<main", 1)[1].count("<rect ") == 4


def test_a_code_as_it_is_printed_leads_to_the_page(world, story):
    *_, sold, _ = story
    printed = f"{sold[:4]}-{sold[4:8]}-{sold[8]}"

    answer = browser(roles.AUDITOR, world.programme_party).get(f"/lots/{printed}/lineage/")

    assert (answer.status_code, answer["Location"]) == (302, f"/lots/{sold}/lineage/")
