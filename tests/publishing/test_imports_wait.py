"""Files that are brought in go on by themselves once the log takes entries again, and nothing of them is lost."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.log import halting, pressure
from ledger.parties.models import Place
from sites.bringing import orders
from sites.bringing.advancing import advance
from sites.bringing.models import AT_WORK, ENTERED, FAILED, TRIED, ImportRun

ROWS = b"name,country\n" + b"".join(f"Pit {number},CD\n".encode() for number in range(30))


@pytest.fixture(autouse=True)
def home(house, settings):
    pressure.look_again()
    settings.LODEBOOK_HOME = house.folder
    yield
    pressure.look_again()


def busy(settings):
    settings.LOG_MOST_PENDING = 1
    pressure.look_again()


def quiet(settings):
    settings.LOG_MOST_PENDING = 1_000_000
    pressure.look_again()


def work(run):
    while advance():
        pass
    run.refresh_from_db()
    return run


def pits():
    return Place.objects.filter(name__startswith="Pit ").count()


@pytest.mark.parametrize("why", ["behind", "frozen"])
def test_a_run_rests_while_nothing_is_taken_and_ends_as_any_other(world, house, settings, why):
    house.seal()
    run = work(ImportRun.objects.get(pk=orders.bring("sites", "sites.csv", [ROWS], world.programme).pk))
    assert (run.state, run.good) == (TRIED, 30)
    orders.accept(run.pk, world.programme, only_good=False)
    world.lot()
    busy(settings) if why == "behind" else halting.freeze("behind", None, None)

    waits = work(run)
    assert waits.state in AT_WORK
    assert waits.state != FAILED
    assert (waits.rows_done, pits()) == (0, 0)

    quiet(settings) if why == "behind" else halting.thaw()
    done = work(run)
    assert (done.state, done.good, pits()) == (ENTERED, 30, 30)


def test_the_command_waits_until_it_is_let_in(world, house, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(pressure, "LOOK_EVERY_S", 0.01)
    (tmp_path / "sites.csv").write_bytes(ROWS)
    busy(settings)

    def imported():
        call_command("import_sheet", "sites", str(tmp_path / "sites.csv"), stdout=StringIO())
        connection.close()

    importing = threading.Thread(target=imported)
    importing.start()
    importing.join(timeout=0.5)
    assert importing.is_alive()
    assert pits() == 0
    quiet(settings)
    importing.join(timeout=60)

    assert not importing.is_alive()
    assert pits() == 30


def test_the_command_does_not_wait_for_an_operator(world, house, tmp_path):
    (tmp_path / "sites.csv").write_bytes(ROWS)
    house.seal()
    halting.freeze("behind", None, None)

    with pytest.raises(CommandError, match="The log is frozen"):
        call_command("import_sheet", "sites", str(tmp_path / "sites.csv"))

    assert pits() == 0
