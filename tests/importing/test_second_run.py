"""Run again, run half, run by others: the sum adds up and nothing is doubled."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger.parties.models import Place
from sites.models import SitePcode, Visit
from tests import make
from tests.importing.conftest import ITSCI, QUALIFIED, VISIT, events, kinds

ROWS = (VISIT, QUALIFIED, ITSCI, {**VISIT, "vid": "10", "pcode": ""})


def test_a_second_run_adds_nothing(imported):
    first = imported(*ROWS)
    known = events()

    second = imported(*ROWS)

    assert first.statuses == {"imported": 3, "refused": 1}
    assert second.statuses == {"repeated": 3, "refused": 1}
    assert second.added == {}
    assert events() == known


def test_a_run_that_was_cut_off_goes_on(imported):
    imported(*ROWS[:1])

    done = imported(*ROWS)

    assert done.statuses == {"repeated": 1, "imported": 2, "refused": 1}


def test_a_visit_number_used_for_other_words_is_refused(imported):
    done = imported(VISIT, {**VISIT, "presence": "1"})

    assert done.statuses == {"imported": 1, "refused": 1}
    assert done.bad == [(3, "key", "visit 7", "key_reused")]
    assert Visit.objects.get().presence == "unknown"


def test_the_same_row_twice_is_one_visit(imported):
    done = imported(VISIT, VISIT)

    assert done.statuses == {"imported": 1, "repeated": 1}


def test_without_visit_numbers_the_row_itself_is_the_key(imported):
    unnumbered = {name: value for name, value in VISIT.items() if name != "vid"}
    rows = (unnumbered, {**unnumbered, "visit_date": "2019-01-01"})

    first, second = imported(*rows), imported(*rows)

    assert (first.statuses, second.statuses) == ({"imported": 2}, {"repeated": 2})


def test_one_project_alone_is_imported_and_the_rest_is_counted(imported):
    done = imported(*ROWS, project="qualification STATUS")

    assert done.statuses == {"imported": 1, "left out": 3}
    assert done.rows == 4


def test_a_site_that_somebody_registered_by_hand_gets_its_visits(imported):
    world = make.world()
    by_hand = make.code("S")
    site = {"place": by_hand, "name": "Kalimbi", "country": "CD", "zone": "Africa/Lubumbashi", "minerals": []}
    make.entered(world.programme, make.envelope("site.registered.v1", pcode=VISIT["pcode"], **site))

    done = imported(VISIT)

    assert done.added == {"site.visited.v2": 1}
    assert Visit.objects.get().place == by_hand


def test_a_number_of_the_register_names_one_site(db):
    world = make.world()
    sites = [
        make.envelope(
            "site.registered.v1",
            place=make.code("S"),
            name=name,
            country="CD",
            zone="Africa/Lubumbashi",
            minerals=[],
            pcode="codmine00001",
        )
        for name in ("Nord", "Sud")
    ]
    make.entered(world.programme, sites[0])

    (answer,) = make.enter(world.programme, sites[1])

    assert (answer.status, answer.code) == ("refused", "pcode_taken")
    assert SitePcode.objects.get().place == sites[0]["facts"]["place"]


@pytest.mark.parametrize(("by", "status"), [("state", "recorded"), ("own", "recorded"), ("scheme", "recorded")])
def test_everybody_gives_colours(db, by, status):
    world = make.world()
    facts = {"place": world.site, "by": by, "status": "yellow", "valid_from": "2026-01-01"}

    (answer,) = make.enter(world.regulator, make.envelope("site.status_decided.v1", **facts))

    assert answer.status == status


@pytest.mark.parametrize("by", ["state", "own"])
def test_only_a_scheme_says_active(db, by):
    world = make.world()
    facts = {"place": world.site, "by": by, "status": "active", "valid_from": "2026-01-01"}

    (answer,) = make.enter(world.regulator, make.envelope("site.status_decided.v1", **facts))

    assert (answer.status, answer.code, answer.field) == ("refused", "not_a_colour", "facts.status")


def command(path, *options: str) -> str:
    said = StringIO()
    call_command("import_ipis", str(path), *options, stdout=said)
    return said.getvalue()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(db, written):
    path = written(*ROWS)

    said = command(path, "--dry-run")

    assert "3 imported" in said
    assert "1 missing in pcode" in said
    assert "1 entries site.registered.v1" in said
    assert not events() and not Place.objects.exists()

    command(path)

    assert "3 repeated" in command(path, "--dry-run")


def test_refused_rows_are_reported_with_row_column_value_and_reason(db, written, tmp_path):
    report = tmp_path / "refused.csv"
    formula = {**VISIT, "vid": "11", "workers_numb": "=1+1"}

    command(written(*ROWS, formula), "--report", str(report))

    with report.open(newline="", encoding="utf-8") as file:
        assert list(csv.DictReader(file)) == [
            {"row": "5", "pcode": "", "column": "pcode", "value": "", "reason": "missing"},
            {
                "row": "6",
                "pcode": "codmine00917",
                "column": "workers_numb",
                "value": "'=1+1",
                "reason": "not_whole_number",
            },
        ]
    assert kinds()["site.visited.v2"] == 2


def test_a_file_that_is_not_there_is_one_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        command(tmp_path / "nowhere.csv")


def test_the_report_never_overwrites_the_file(db, written):
    path = written(*ROWS)
    before = path.read_bytes()

    with pytest.raises(CommandError, match="overwrite"):
        command(path, "--report", str(path))

    assert path.read_bytes() == before
