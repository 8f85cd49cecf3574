"""The command that loads a list says what became of its rows, and refuses what is no list."""

import io

import pytest
from django.core.management import CommandError, call_command

from ledger.risk.screening.models import ListedEntry, WatchList
from tests.screening import lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sdn.csv"
    path.write_bytes(lists.OFAC + b"\n9,too,short\n")
    return path


def load(*arguments):
    said = io.StringIO()
    call_command("load_watch_list", *map(str, arguments), stdout=said, stderr=said)
    return said.getvalue()


def test_an_edition_is_loaded_and_every_row_accounted_for(world, file, tmp_path):
    addresses = tmp_path / "addresses.csv"
    addresses.write_text("ID,Col_B,Address,City,Country,\n9002,1,x,Kigali,Rwanda,-0- \n")

    said = load(file, "--source", "ofac_sdn", "--edition", "2026-11-20", "--addresses", addresses)

    assert "read 6, taken 4, not taken 2" in said
    assert "line 6: blank" in said and "line 7: ragged 3 / 12" in said
    assert ListedEntry.objects.get(listed="9002").countries == ["RW"]


def test_the_same_file_again_changes_nothing_and_says_so(world, file):
    load(file, "--source", "ofac_sdn", "--edition", "2026-11-20")

    assert "loaded before" in load(file, "--source", "ofac_sdn", "--edition", "2026-11-20")
    assert WatchList.objects.count() == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--source", "un", "--edition", "2026-11-20"),
        ("--source", "ofac_sdn"),
        ("--edition", "2026-11-20"),
    ],
)
def test_what_is_not_that_list_is_not_loaded(world, file, arguments):
    with pytest.raises(CommandError):
        load(file, *arguments)

    assert not WatchList.objects.exists()


def test_a_file_that_is_not_there_is_said_to_be_missing(world, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        load(tmp_path / "none.csv", "--source", "un", "--edition", "2026-11-20")


def test_the_shelf_is_filled_again_and_a_lost_file_is_named(world, file, settings):
    load(file, "--source", "ofac_sdn", "--edition", "2026-11-20")
    ListedEntry.objects.all().delete()

    assert load("--again") == ""
    assert ListedEntry.objects.count() == 4

    for kept in (settings.PAPERS_FOLDER / "watch_lists").glob("*.gz"):
        kept.unlink()
    assert "the file is gone" in load("--again")
