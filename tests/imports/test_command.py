"""The command of who runs the server: try, enter, report."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sites.models import MineSite
from tests.imports.conftest import as_csv, site_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(world, tmp_path):
    def call(rows, *options: str) -> list[str]:
        (tmp_path / "sites.csv").write_bytes(rows if isinstance(rows, bytes) else as_csv(rows))
        said = StringIO()
        call_command("import_sheet", "sites", str(tmp_path / "sites.csv"), *options, stdout=said)
        return [" ".join(line.split()) for line in said.getvalue().splitlines()]

    return call


def sites() -> int:
    return MineSite.objects.filter(pcode__startswith="codmine").count()


def test_a_dry_run_enters_nothing(run):
    said = run([site_row(1), site_row(2)], "--dry-run")

    assert said[:3] == ["Nothing was entered; this is what was found:", "2 rows", "2 good"]
    assert sites() == 0


def test_good_rows_are_entered_and_a_second_run_adds_nothing(run):
    assert run([site_row(1), site_row(2)])[:4] == ["2 rows", "2 entered", "0 repeated", "0 bad"]
    assert run([site_row(1), site_row(2)])[1:5] == ["2 rows", "0 good", "2 repeated", "0 bad"]
    assert sites() == 2


def test_with_bad_rows_nothing_is_entered_unless_asked_for(run, tmp_path):
    rows = [site_row(1), site_row(2, country="")]

    assert run(rows)[0] == "Nothing was entered; this is what was found:"
    assert sites() == 0
    run(rows, "--only-good", "--report", str(tmp_path / "bad.csv"))

    assert sites() == 1
    with (tmp_path / "bad.csv").open(newline="", encoding="utf-8-sig") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Site 2"]


def test_a_file_that_cannot_be_read_is_told(run, tmp_path):
    with pytest.raises(CommandError, match="no column"):
        run(b"nom\nX\n")
    with pytest.raises(CommandError, match="empty"):
        run(b"")
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_sheet", "sites", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="overwrite"):
        call_command("import_sheet", "sites", str(tmp_path / "a.csv"), "--report", str(tmp_path / "a.csv"))
