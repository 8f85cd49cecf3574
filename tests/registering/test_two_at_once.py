"""Sixteen who register at the same instant, on real connections: one site, and fifteen are told which."""

from __future__ import annotations

import pytest

from ledger.deeds.replay import compare
from sites.models import MineSite, SiteNumber
from tests import make
from tests.concurrency.together import WRITERS, answered
from tests.make import enter
from tests.registering.sites import number, site

CLOSE = 20_000


@pytest.fixture
def far_world(transactional_db):
    return make.world()


def test_one_number_at_once_names_one_site(far_world):
    names = [f"{chr(65 + one) * 5}{chr(65 + other) * 4}" for one in range(4) for other in range(4)]
    sites = [site(name, numbers=[number("NATIONAL", "SK-17")]) for name in names]

    answers = answered([lambda each=each: enter(far_world.programme, each) for each in sites])

    assert answers == {("recorded", None): 1, ("refused", "number_taken"): WRITERS - 1}
    assert SiteNumber.objects.filter(bare="sk-17").count() == 1
    assert compare()[1] == {}


@pytest.mark.rule("DUP-01")
@pytest.mark.parametrize("north", [-1_950_000 - CLOSE, -1_950_000])
def test_one_name_at_once_is_one_site_also_across_the_edge_of_a_cell(far_world, north):
    sites = [site("Kalimbi", (north + CLOSE * (number % 2), 28_950_000 + CLOSE)) for number in range(WRITERS)]

    answers = answered([lambda each=each: enter(far_world.programme, each) for each in sites])

    assert answers == {("recorded", None): 1, ("refused", "looks_like"): WRITERS - 1}
    assert MineSite.objects.filter(name="Kalimbi").count() == 1
    assert compare()[1] == {}


def test_neighbours_with_names_of_their_own_are_all_recorded(far_world):
    sites = [site(f"Kalimbi {number}", (-1_950_000 + CLOSE * number, 28_950_000)) for number in range(WRITERS)]

    answers = answered([lambda each=each: enter(far_world.programme, each) for each in sites])

    assert answers == {("recorded", None): WRITERS}
    assert compare()[1] == {}
