"""Somebody is forgotten at the very moment at which an entry about them is recorded: nothing of it comes back."""

import pytest
from django.core.management import call_command

from ledger.inbox.consequences import make_up
from ledger.inbox.models import InboxEntry
from ledger.inbox.receiving import retry_waiting
from tests import make
from tests.concurrency.together import at_once
from tests.forgetting.looking import left_of
from tests.forgetting.saying import erasures, witnessed
from tests.make import enter, entered
from tests.parties.people import NAME, registered


@pytest.fixture
def world(transactional_db):
    return make.world()


@pytest.fixture
def replays():
    """Asked in the test: the database is emptied before a fixture could."""


@pytest.mark.parametrize("turn", range(3))
def test_an_entry_that_waits_is_recorded_or_erased_and_never_brings_a_name_back(world, turn):
    code = registered(world)
    tagging = world.tagging()
    lot, old = tagging["facts"]["lot"], tagging["facts"]["tag"]
    waits = witnessed(world, lot, old, world.tags.pop(0))
    assert [answer.status for answer in enter(world.tagger, waits)] == ["waiting"]

    def comes():
        entered(world.tagger, tagging)
        retry_waiting()
        return []

    def goes():
        call_command("forget", code, verbosity=0)
        return []

    at_once([comes, goes])
    make_up()
    retry_waiting()

    kept = InboxEntry.objects.get(key=waits["key"])
    assert kept.status in {"recorded", "refused"}
    assert (kept.code == "erased") == (kept.status == "refused")
    assert left_of(NAME) == []
    assert len(erasures()) >= 1


def test_two_commands_at_once_empty_everything_and_say_it_once(world):
    code = registered(world)
    for _ in range(3):
        entered(world.tagger, world.tagging(holder=code, miner=NAME))

    at_once([lambda: call_command("forget", code) or [], lambda: call_command("forget", code) or []])
    make_up()

    assert left_of(NAME) == []
    assert [event["facts"]["entries"] for event in erasures()] == [4]
