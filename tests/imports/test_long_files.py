"""A file of 3,000 rows goes through in batches, every row accounted for; its bad rows come back as files."""

import csv
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from sites.bringing import bad_rows
from sites.models import MineSite
from tests.imports.conftest import brought, counts, entered, site_row, undone, visit_row, wrong

pytestmark = pytest.mark.django_db
ROWS, BAD_EVERY = 3_000, 100


@pytest.fixture
def long_file():
    """Return 3,000 sites of which every hundredth names no country."""
    return [site_row(number, country="Atlantis" if number % BAD_EVERY == 0 else "CD") for number in range(ROWS)]


def test_3000_rows_are_all_accounted_for(world, long_file):
    run = entered(world, "sites", long_file)

    bad = ROWS // BAD_EVERY
    assert (run.rows_total, run.rows_done) == (ROWS, ROWS)
    assert (counts(run), run.entries) == ((ROWS - bad, 0, bad), ROWS - bad)
    assert MineSite.objects.filter(pcode__startswith="codmine").count() == ROWS - bad
    assert [row for row, *_rest in wrong(run)] == [number + 2 for number in range(0, ROWS, BAD_EVERY)]
    assert undone(world, run).taken_back == ROWS - bad


def test_no_batch_reads_more_of_the_file_than_its_rows(world, long_file, monkeypatch):
    from sites.bringing import advancing

    read = []

    def watched(*args):
        found = advancing_lines(*args)
        read.append(len(found[0]))
        return found

    advancing_lines = advancing.lines_from
    monkeypatch.setattr(advancing, "lines_from", watched)

    brought(world, "sites", long_file)

    assert (sum(read), max(read)) == (ROWS, advancing.MOST_ENTRIES)


def test_bad_rows_come_back_with_their_own_columns_and_can_be_corrected(world):
    rows = [site_row(1), site_row(2, minerals="cassitrite"), site_row(3, country="")]
    run = entered(world, "sites", rows)

    text = "".join(bad_rows.as_csv(run)).lstrip("\ufeff")
    found = list(csv.DictReader(StringIO(text)))

    assert [(row["name"], row["row"], row["proposal"]) for row in found] == [
        ("Site 2", "3", "cassiterite"),
        ("Site 3", "4", ""),
    ]
    corrected = text.replace("cassitrite", "cassiterite").replace("Site 3,,", "Site 3,CD,")
    assert counts(entered(world, "sites", corrected.encode())) == (2, 0, 0)


def test_what_looks_like_a_formula_is_harmless_in_a_file_of_bad_rows_and_means_the_same_when_it_comes_back(world):
    run = brought(world, "visits", [visit_row(world, site="nowhere", by_whom="=HYPERLINK(1)", workers="-5")])

    lines = list(csv.reader(StringIO("".join(bad_rows.as_csv(run)).lstrip("\ufeff"))))

    assert "'=HYPERLINK(1)" in lines[1]
    assert "-5" in lines[1]
    again = brought(world, "visits", [visit_row(world, by_whom="'=HYPERLINK(1)")])
    same = brought(world, "visits", [visit_row(world, by_whom="=HYPERLINK(1)")])
    entered_run = entered(world, "visits", [visit_row(world, by_whom="=HYPERLINK(1)")])
    assert counts(again) == counts(same) == counts(entered_run) == (1, 0, 0)
    assert counts(brought(world, "visits", [visit_row(world, by_whom="'=HYPERLINK(1)")])) == (0, 1, 0)


def test_bad_rows_as_a_workbook(world):
    run = brought(world, "sites", [site_row(1, country="=1+1"), site_row(2)])

    with bad_rows.as_xlsx(run) as file:
        rows = CalamineWorkbook.from_filelike(BytesIO(file.read())).get_sheet_by_index(0).to_python()

    assert len(rows) == 2
    assert rows[1][:2] == ["Site 1", "=1+1"]
