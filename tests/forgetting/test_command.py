"""`manage.py forget`, what it waits for, and what pages say of it."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ledger import codes
from ledger.inbox.consequences import make_up
from ledger.inbox.forgetting import doing
from ledger.inbox.forgetting.models import Erasure
from sites.parties.forgetting import forget_person
from tests import make
from tests.forgetting.looking import left_of
from tests.forgetting.saying import erasures, told_everywhere
from tests.parties.people import CARD, GROWN_UP, NAME, PHONE, forget, registered
from tests.served import sequence_all


def test_the_command_tells_counts_first_and_no_value(world, capsys):
    code = registered(world)
    told_everywhere(world, code)

    call_command("forget", codes.shown(code), "--check")

    told = capsys.readouterr().out
    assert "person.registered.v1" in told and "by name or number alone" in told
    assert not [word for word in (NAME, PHONE, CARD, GROWN_UP) if word in told]
    assert left_of(NAME) == [NAME]
    assert erasures() == []


def test_the_command_forgets(world, capsys):
    code = registered(world)
    told_everywhere(world, code)

    call_command("forget", code, reason="law")

    assert "8 openings are erased." in capsys.readouterr().out
    assert left_of(NAME) == []
    assert erasures()[0]["facts"]["reason"] == "law"
    assert erasures()[0]["actor"] == "operator"


def test_the_command_knows_no_organisation(world):
    with pytest.raises(CommandError, match="code of a person"):
        call_command("forget", world.ours.party)


def test_while_the_log_is_frozen_it_is_kept_and_done_later(world, tmp_path):
    from ledger.log.halting import freeze, thaw

    code = registered(world)
    sequence_all(tmp_path)
    freeze("test", None, None)

    with pytest.raises(CommandError, match="log_frozen"):
        call_command("forget", code)
    assert Erasure.objects.filter(party=code).exists()
    assert left_of(NAME) == [NAME], "nothing goes before the log says so"
    thaw()
    make_up()

    assert left_of(NAME) == []


def test_to_write_over_dead_rows_one_must_own_the_tables(world):
    with pytest.raises(CommandError, match="LODEBOOK_LOGIN=owner"):
        call_command("forget", registered(world), "--vacuum")


def test_two_who_forget_the_same_person_at_once_say_it_once(world, monkeypatch):
    code = registered(world)
    told_everywhere(world, code)
    with monkeypatch.context() as slow:
        slow.setattr(doing, "go_on", lambda: 0)
        forget(world, code)
        forget(world, code)

    make_up()

    assert len(erasures()) == 1
    assert left_of(NAME) == []


def test_the_page_of_a_lot_says_erased_and_gives_the_pack_for_everybody(world, tmp_path, client):
    code = registered(world)
    lot = world.bought(holder=code, miner=NAME)
    forget(world, code)
    sequence_all(tmp_path)
    client.force_login(make.user("manager", "depot_manager", world.ours.party))

    page = client.get(f"/lots/{lot}/").content.decode()

    assert "erased in 1 entry" in page
    assert "?for=public" in page


def test_a_finished_file_that_says_the_name_is_kept_without_names(world, settings, tmp_path):
    from sites.bringing.forgetting import files_that_say
    from sites.bringing.keeping import ROWS, folder_of
    from sites.bringing.models import ENTERED, TRIED, ImportRun

    settings.LODEBOOK_HOME = tmp_path
    runs = {}
    for state in (ENTERED, TRIED):
        run = ImportRun.objects.create(
            sheet="bags", file_name="f.csv", sha256="0" * 64, size=1, state=state, actor="x", party="", roles=[],
            columns=["miner", "mass"], submitted_at="2026-11-03T10:00Z",
        )  # fmt: skip
        folder_of(run.pk).mkdir(parents=True)
        (folder_of(run.pk) / ROWS).write_text(json.dumps([1, [NAME, "45.8"]]) + "\n")
        runs[state] = run
    code = registered(world)

    done = forget_person(code, "law", world.programme)

    assert done.files_left == 1
    assert [run.pk for run in files_that_say([NAME])] == [runs[TRIED].pk]
    assert "45.8" in (folder_of(runs[ENTERED].pk) / ROWS).read_text()
