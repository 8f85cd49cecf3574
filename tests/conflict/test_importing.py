"""A UCDP file of any edition: every row is accounted for, a second run adds nothing, a changed row replaces."""

import pytest
from django.core.management import call_command

from ledger.log.models import EventKey
from ledger.risk.conflict.models import ConflictBatch, ConflictEvent
from sites.conflict.importing import import_events, take_back
from sites.importing.named_columns import UnreadableFile
from tests.conflict.conftest import EVENT, event

pytestmark = pytest.mark.usefixtures("replays")
OTHER_SPELLING = {
    **EVENT,
    "id": "48528.0",
    "type_of_violence": "3.0",
    "number_of_sources": "-1.0",
    "where_prec": "4.0",
    "date_prec": "1.0",
    "date_start": "2026-10-16T00:00:00",
    "date_end": "2026-10-17T00:00:00",
    "best": "34.0",
    "high": "34.0",
    "low": "34.0",
    "country": "Myanmar (Burma)",
    "adm_1": "Rakhine state",
    "latitude": "19.0",
    "longitude": "94.25",
    "geom_wkt": "POINT (94.25 19)",
    "active_year": "True",
}


def statuses(summary):
    return {name: number for name, number in summary.statuses.items() if number}


def test_a_row_is_kept_as_it_says(brought):
    summary = brought(event())

    held = ConflictEvent.objects.get()
    assert statuses(summary) == {"new": 1}
    assert (held.code, held.edition, held.country, held.area) == ("ucdp:36212", "23.1", "CF", "CF:haut mbomou")
    assert (held.latitude_e4, held.longitude_e4) == (53_998, 264_869), "four decimals"
    assert (held.began_on.isoformat(), held.best, held.high, held.low) == ("2026-10-16", 2, 3, 2)


def test_the_other_spelling_of_numbers_days_and_countries_is_the_same(brought):
    brought(OTHER_SPELLING)

    held = ConflictEvent.objects.get()
    assert (held.code, held.violence, held.where_prec, held.best) == ("ucdp:48528", 3, 4, 34)
    assert (held.began_on.isoformat(), held.ended_on.isoformat()) == ("2026-10-16", "2026-10-17")
    assert (held.country, held.area) == ("MM", "MM:rakhine")


def test_a_province_that_is_not_said_leaves_the_country(brought):
    brought(event(adm_1="", where_prec="6"))

    assert ConflictEvent.objects.get().area == "CF"


def test_a_country_that_no_list_knows_is_kept_without_one_and_told(brought):
    summary = brought(event(country="Atlantis"))

    assert statuses(summary) == {"new": 1}
    assert dict(summary.not_mapped) == {"Atlantis": 1}
    assert ConflictEvent.objects.get().country is None


@pytest.mark.parametrize(
    ("changed", "reason", "column"),
    [
        ({"latitude": "north"}, "not_degrees", "latitude"),
        ({"latitude": "91"}, "not_degrees", "latitude"),
        ({"longitude": "NaN"}, "not_degrees", "longitude"),
        ({"date_start": "16/10/2026"}, "not_a_day", "date_start"),
        ({"date_end": "2026-10-15"}, "ends_before_it_begins", "date_end"),
        ({"where_prec": "8"}, "not_a_whole_number", "where_prec"),
        ({"best": "2.5"}, "not_a_whole_number", "best"),
        ({"best": "-1"}, "not_a_whole_number", "best"),
        ({"id": ""}, "not_a_whole_number", "id"),
        ({"type_of_violence": "4"}, "not_a_whole_number", "type_of_violence"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row_alone(brought, changed, reason, column):
    summary = brought(event(), event(id="2"), {**event(id="3"), **changed})

    assert statuses(summary) == {"new": 2, "refused": 1}
    assert dict(summary.reasons) == {(reason, column): 1}
    assert summary.rows == summary.statuses.total() == 3


def test_a_row_with_too_few_cells_is_refused(db, tmp_path):
    path = tmp_path / "torn.csv"
    path.write_text(",".join(EVENT) + "\n" + ",".join(list(EVENT.values())[:-2]) + "\n")

    summary = import_events(path, "23.1")

    assert dict(summary.reasons) == {("too_few_cells", ""): 1}


@pytest.mark.parametrize("text", ["", "id,date_start\n1,2026-01-01\n", "\xff\xfe"])
def test_a_file_without_its_columns_is_refused_as_a_whole(db, tmp_path, text):
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="latin-1")

    with pytest.raises(UnreadableFile):
        import_events(path, "23.1")
    assert not ConflictEvent.objects.exists()


def test_a_second_run_changes_nothing(brought):
    brought(event(), event(id="2"))
    before = EventKey.objects.count()

    summary = brought(event(), event(id="2"), edition="24.1")

    assert statuses(summary) == {"repeated": 2}
    assert (summary.batches, EventKey.objects.count()) == (0, before)


def test_a_changed_row_replaces_and_the_others_stay(brought):
    brought(event(), event(id="2"))

    summary = brought(event(best="5"), event(id="2"), event(id="3"), edition="24.1")

    assert statuses(summary) == {"changed": 1, "repeated": 1, "new": 1}
    assert dict(ConflictEvent.objects.values_list("code", "best")) == {"ucdp:36212": 5, "ucdp:2": 2, "ucdp:3": 2}
    assert ConflictEvent.objects.get(code="ucdp:36212").edition == "24.1"


def test_a_number_that_comes_twice_is_entered_once(brought):
    summary = brought(event(), event(), event(best="9"))

    assert statuses(summary) == {"new": 1, "repeated": 1, "refused": 1}
    assert ConflictEvent.objects.get().best == 2


def test_a_dry_run_writes_nothing(db, written):
    summary = import_events(written(event()), "23.1", dry_run=True)

    assert statuses(summary) == {"new": 1}
    assert not ConflictEvent.objects.exists()


def test_what_was_brought_can_be_taken_back_and_brought_again(brought, written):
    first = brought(event(), event(id="2"))

    assert take_back(first.file, "Of another country.") == 1
    assert ConflictEvent.objects.filter(gone_by=None).count() == 0
    assert ConflictBatch.objects.get().taken_back_because == "Of another country."
    assert take_back(first.file, "Of another country.") == 0

    assert statuses(brought(event(), event(id="2"))) == {"new": 2}
    assert ConflictEvent.objects.filter(gone_by=None).count() == 2


def test_taking_back_a_later_edition_lets_the_earlier_count_again(brought):
    brought(event(), event(id="2"))
    later = brought(event(best="5"), event(id="3"), edition="24.1")

    take_back(later.file, "Wrong edition.")

    held = {each.code: each for each in ConflictEvent.objects.filter(gone_by=None)}
    assert {code: each.best for code, each in held.items()} == {"ucdp:36212": 2, "ucdp:2": 2}
    assert held["ucdp:36212"].edition == "23.1"


def test_taking_back_an_earlier_edition_leaves_the_later(brought):
    first = brought(event(), event(id="2"))
    later = brought(event(best="5"), edition="24.1")

    take_back(first.file, "Wrong edition.")
    assert dict(ConflictEvent.objects.filter(gone_by=None).values_list("code", "best")) == {"ucdp:36212": 5}

    take_back(later.file, "Wrong as well.")
    assert not ConflictEvent.objects.filter(gone_by=None).exists()


def test_the_command_tells_every_row_and_takes_back(db, written, capsys):
    path = written(event(), event(id="x"), event(id="7", where_prec="5"))

    call_command("import_ucdp", path, edition="23.1")
    told = capsys.readouterr().out
    assert "row 3: id 'x': not_a_whole_number" in told
    assert [line.strip() for line in told.splitlines() if line.strip() in ("3 rows", "2 new", "1 refused")] == [
        "3 rows",
        "2 new",
        "1 refused",
    ]
    assert "1 are areas and no points" in told

    call_command("import_ucdp", path, edition="23.1", take_back="A mistake.")
    assert "1 entries taken back" in capsys.readouterr().out
