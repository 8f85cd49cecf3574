"""The publisher beside the sequencer follows the anchor by itself, outlives the database, and says what is wrong."""

from __future__ import annotations

import logging
import time
from io import StringIO
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.log import halting, publishing
from ledger.log.models import Leaf, Published
from ledger.log.reading import last_checkpoint
from ledger.proofs.notes import parse_note
from tests.superuser import superuser


@pytest.fixture
def running(house, monkeypatch):
    """Start the thread of `manage.py sequence`, with shorter pauses, and end it."""
    for pause in ("PAUSE_S", "PAUSE_AFTER_TROUBLE_S", "PAUSE_WHILE_STOPPED_S"):
        monkeypatch.setattr(publishing, pause, 0.02)
    stop = Event()
    thread = publishing.start_publishing(stop)
    yield stop
    stop.set()
    thread.join(timeout=20)
    assert not thread.is_alive()


def until(said):
    """Wait until something is so; how long that takes depends on the machine alone."""
    for _ in range(2_000):
        if said():
            return True
        time.sleep(0.01)
    return False


def published_size():
    return Published.objects.values_list("size", flat=True).first()


def test_it_follows_the_anchor(world, house, running):
    for _ in range(3):
        world.lot()
        house.sign()
        assert until(lambda: published_size() == Leaf.objects.count())


def test_it_goes_on_once_the_database_is_back(world, house, running, caplog):
    house.sign()
    assert until(lambda: published_size() == Leaf.objects.count())
    world.lot()
    house.sign()
    with superuser() as operator:
        operator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
    connection.close()

    assert until(lambda: published_size() == Leaf.objects.count())


def test_what_is_wrong_with_a_file_is_said_and_goes_on_once_it_is_put_right(world, house, running, caplog):
    house.sign()
    assert until(lambda: published_size() == Leaf.objects.count())
    before, size = house.files(), Leaf.objects.count()
    # the next checkpoint will want this file: somebody has put another one there
    wrong = house.public / f"tile/0/000.p/{size + 2}"
    wrong.write_bytes(b"other bytes")
    with caplog.at_level(logging.ERROR):
        world.lot()
        assert Leaf.objects.count() == size
        house.sign()
        assert Leaf.objects.count() == size + 2
        assert until(lambda: "publishing_stopped" in caplog.text)
    assert published_size() == size
    assert house.files()["public/checkpoint"] == before["public/checkpoint"]

    wrong.unlink()

    assert until(lambda: published_size() == size + 2)


def test_what_was_anchored_before_the_end_goes_out_still(world, house):
    stop = Event()
    stop.set()
    house.sign()

    publishing.start_publishing(stop).join(timeout=20)

    assert published_size() == Leaf.objects.count()


def said_by(command, **options):
    said = StringIO()
    call_command(command, stdout=said, **options)
    return said.getvalue()


def test_the_commands_sequence_and_publish(world, house):
    call_command("sequence", once=True)
    size = published_size()
    assert size == Leaf.objects.count()
    assert parse_note(last_checkpoint().note).signatures[-1].name.endswith("/clock")
    assert "is out already" in said_by("publish", once=True)

    world.lot()
    house.sign()
    assert "Published the checkpoint of" in said_by("publish", once=True)

    (house.public / "tile/0/000.p" / str(size)).write_bytes(b"other bytes")
    world.lot()
    house.sign()
    halting.freeze("behind", None, None)
    with pytest.raises(CommandError, match="frozen"):
        said_by("publish", once=True)


def test_the_command_says_why_nothing_is_published(world, house):
    house.seal()
    (house.public / "checkpoint").write_text("no checkpoint", encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was published: the checkpoint of the public folder"):
        said_by("publish", once=True)
