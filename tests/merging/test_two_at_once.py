"""Two who merge two sites into each other at the same instant: one is told that it happened already."""

import pytest

from ledger.deeds.replay import compare
from sites.models import MineSite
from tests import make
from tests.concurrency.together import answered
from tests.make import enter, envelope


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture(autouse=True)
def replays():
    """The tables are compared in the test, while its rows are there."""


def test_two_sites_never_become_each_other(world):
    other = world.new_site()
    pairs = [(world.site, other), (other, world.site)] * 8
    entries = [envelope("site.merged.v1", place=one, into=two, reason="Same pits.") for one, two in pairs]

    answers = answered([lambda each=each: enter(world.regulator, each) for each in entries])

    assert answers == {("recorded", None): 1, ("refused", "site_merged"): 15}
    assert MineSite.objects.filter(merged_into__isnull=False).count() == 1
    assert compare()[1] == {}
