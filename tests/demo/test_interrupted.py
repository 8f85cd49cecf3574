"""Killed in the middle, the demo goes on where it stopped; a ledger in use gets no demo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from buyers.demo import playing
from buyers.demo.beginning import begun_on, is_whole
from buyers.demo.ground import places_by_name
from ledger.custody.models import Lot, Origin
from ledger.deeds import replay
from ledger.log.models import EventKey
from ledger.parties.models import User
from tests import make
from tests.demo.conftest import demo

ROOT = Path(__file__).resolve().parents[2]
KILL_AFTER = 700
"""Entries: the ground is laid and the trade has begun."""


def environment(home: Path) -> dict[str, str]:
    """Return the settings with which another process finds this test's database."""
    name = str(connection.settings_dict["NAME"])
    owner, app = (replace(login, name=name).url for login in (settings.WIRING.owner, settings.WIRING.app))
    mine = {"DATABASE_URL": owner, "DATABASE_APP_URL": app, "LODEBOOK_HOME": str(home)}
    return {**os.environ, **mine, "DJANGO_SETTINGS_MODULE": "tests.settings", "LODEBOOK_ORIGIN": settings.LOG_ORIGIN}


def killed(home: Path) -> None:
    """Start the demo and kill it without warning once it has entered some hundred entries."""
    with subprocess.Popen([sys.executable, "-m", "django", "demo"], cwd=ROOT, env=environment(home)) as process:
        while process.poll() is None and EventKey.objects.count() < KILL_AFTER:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def state() -> set[tuple]:
    """Return what the ledger holds of lots and their origins."""
    lots = set(Lot.objects.values_list("code", "mass_g", "holder", "state", "on_hold"))
    return lots | set(Origin.objects.values_list("lot", "place", "dug_on", "grams"))


def replays() -> bool:
    """Say whether the tables are what the log says."""
    return replay.compare()[1] == {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_demo_that_was_killed_ends_as_one_that_was_not(tmp_path, settings):
    settings.LODEBOOK_HOME = settings.LOG_FOLDER = tmp_path
    settings.LOG_KEY_FILE, settings.PAPERS_FOLDER = tmp_path / "key.pem", tmp_path / "papers"
    settings.LOG_PUBLIC_FOLDER, settings.LOG_BUNDLES_FOLDER = tmp_path / "public", tmp_path / "bundles"
    killed(tmp_path)
    halfway = EventKey.objects.count()

    said = demo()

    script = playing.written(begun_on(), places_by_name())
    answered = EventKey.objects.filter(key__in=[act.envelope["key"] for act in script.acts])
    assert KILL_AFTER <= halfway < EventKey.objects.count()
    assert answered.count() == len(script.acts)
    assert dict(script.made.values()).items() <= dict(Lot.objects.values_list("code", "mass_g")).items()
    assert sum(lot.mass_g for lot in Lot.objects.all()) == sum(origin.grams for origin in Origin.objects.all())
    assert "finished blended lot" in said
    assert is_whole()
    assert replays()
    once = state()
    assert demo() == said
    assert state() == once


@pytest.mark.django_db
def test_a_ledger_in_use_gets_no_demo():
    make.world()
    before = EventKey.objects.count()

    said = demo()

    assert "left out" in said
    assert EventKey.objects.count() == before


@pytest.mark.django_db
def test_a_user_of_that_name_keeps_name_and_password():
    User.objects.create_user("clerk", password="theirs")

    said = demo()

    assert "left out" in said
    assert not EventKey.objects.exists()
    assert User.objects.get().check_password("theirs")
