"""kill -9 in the middle of a batch loses and doubles nothing: what was not answered can be sent again."""

import json
import subprocess
import sys
import time

import pytest
from django.db import connection

from ledger.deeds.replay import compare
from ledger.models import EventKey, Lot, Pending
from tests import make
from tests.make import enter

BATCHES, BAGS = 12, 25


@pytest.fixture
def world(transactional_db):
    return make.world()


def day_of(world):
    world.issue(BATCHES * BAGS)
    return [[world.tagging() for _ in range(BAGS)] for _ in range(BATCHES)]


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.0, 0.02, 0.06])
def test_kill_9_in_the_middle_of_a_batch_loses_and_doubles_nothing(world, tmp_path, moment):
    batches = day_of(world)
    path = tmp_path / "day.json"
    who = world.tagger
    path.write_text(json.dumps({"actor": who.id, "party": who.party, "roles": sorted(who.roles), "batches": batches}))
    database = str(connection.settings_dict["NAME"])
    before = EventKey.objects.count()

    phone = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.phone", database, str(path)], stdout=subprocess.PIPE, text=True
    )
    lines = [phone.stdout.readline() for _ in range(4)]
    time.sleep(moment)
    phone.kill()
    lines += phone.stdout.readlines()
    phone.wait()
    answered = [key for line in lines[1:] if line.strip() for key, status in json.loads(line) if status == "recorded"]

    assert len(answered) >= BAGS
    assert set(answered) <= {str(key) for key in EventKey.objects.values_list("key", flat=True)}
    assert (EventKey.objects.count() - before) % BAGS == 0, "a batch is there whole or not at all"

    again = [answer.status for batch in batches for answer in enter(who, *batch)]

    assert set(again) <= {"recorded", "repeated"}
    assert again.count("repeated") >= len(answered)
    assert Lot.objects.count() == BATCHES * BAGS
    assert EventKey.objects.count() - before == BATCHES * BAGS
    assert Pending.objects.count() == EventKey.objects.count()
    assert compare()[1] == {}
