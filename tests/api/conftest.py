"""One world for each module: two rival organisations, lots of both, a blend, sequenced and signed."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from ledger.parties import roles
from tests import make
from tests.served import caller, one_transaction, sequence_all


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), one_transaction():
        yield build(tmp_path_factory.mktemp("log"))


def build(folder) -> SimpleNamespace:
    world = make.world()
    world.issue(400)  # enough for the module: what a test issues is rolled back after it
    world.status("green", since="2026-03-01")
    world.visit()
    first, second = world.bought(mass_g=45_800), world.bought(mass_g=30_200, dug_on="2026-11-01")
    blend = world.blended(first, second, mass_g=75_000, changes=[{"cause": "drying", "grams": -1_000}])
    sequence_all(folder)
    return SimpleNamespace(
        world=world,
        folder=folder,
        first=first,
        second=second,
        blend=blend,
        single=world.bought(mass_g=12_345),
        rival=world.bought(by=world.rivals),
        tagger=caller(roles.TAGGING_AGENT, world.agency),
        clerk=caller(roles.DEPOT_CLERK, world.ours.party),
        manager=caller(roles.DEPOT_MANAGER, world.ours.party),
        buyer=caller(roles.BUYER, world.rivals.party),
        auditor=caller(roles.AUDITOR, world.programme_party),
        programme=caller(roles.PROGRAMME_MANAGER, world.programme_party),
    )
