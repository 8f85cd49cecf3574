"""CSV and XLSX as spreadsheets write them; a file that cannot be read fails with one sentence and enters nothing."""

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from ledger.models import EventKey
from sites.bringing import orders, wording
from sites.bringing.keeping import folder_of
from tests.imports.conftest import as_csv, brought, counts, entered, rest, site_row, visit_row, wrong

pytestmark = pytest.mark.django_db


def as_xlsx(*rows: list) -> bytes:
    """Return rows as a workbook; days become the days of a spreadsheet."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()


def trouble(world, body: bytes, sheet: str = "sites") -> str:
    """Return why a file could not be read; nothing was entered."""
    before = EventKey.objects.count()
    run = brought(world, sheet, body)
    assert (run.state, run.rows_total, EventKey.objects.count()) == ("failed", 0, before)
    assert wording.trouble(run)[-1] in ".?" and "%(" not in wording.trouble(run)
    return str(run.trouble)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_letters_of_every_spreadsheet(world, delimiter, encoding):
    body = as_csv([site_row(1, name="Carrière d'été")], delimiter).decode().encode(encoding)

    run = entered(world, "sites", body)

    assert counts(run) == (1, 0, 0), wrong(run)
    from sites.models import MineSite

    assert MineSite.objects.get(pcode="codmine00001").name == "Carrière d'été"


def test_a_workbook_with_days_and_numbers_of_a_spreadsheet(world):
    head = ["Site", "Date de visite", "Visité par", "Creuseurs", "Présence armée"]
    day = date(2026, 10, 19)

    run = entered(
        world, "visits", as_xlsx(head, [world.site, day, "Equipe", 58, "non"], [world.site, "x", "Equipe", 1])
    )

    assert (counts(run), wrong(run)) == ((1, 0, 1), [(3, "visited_on", "not_a_day", "")])
    from sites.models import Visit

    visit = Visit.objects.get()
    assert (visit.visited_on, visit.workers, visit.presence, visit.interference) == (day, 58, "no", "unknown")


def test_the_same_rows_as_workbook_and_as_csv_are_the_same(world):
    row = visit_row(world, visited_on="19/10/2026")
    entered(world, "visits", [row])

    again = brought(
        world, "visits", as_xlsx(list(row), [date(2026, 10, 19) if k == "visited_on" else v for k, v in row.items()])
    )

    assert counts(again) == (0, 1, 0)


def test_headers_in_other_languages_in_any_order_with_columns_that_are_not_ours(world):
    rows = [{"Substances": "or", "Pays": "RDC", "Chef": "M. Untel", "Nom du site": "Luvembe", "PROVINCE": "Maniema"}]

    run = brought(world, "sites", rows)

    assert counts(run) == (1, 0, 0)
    assert wording.unread(run) == ["Chef"]


def test_rows_count_as_in_a_spreadsheet_and_blank_ones_are_passed_over(world):
    body = b"name,country\n\nSite A,CD\n , \nSite B,XX\n"

    run = brought(world, "sites", body)

    assert (run.rows_total, wrong(run)) == (2, [(5, "country", "not_a_country", "")])


def test_a_torn_row_is_told_and_not_guessed_at(world):
    run = brought(world, "sites", b"name,country\nSite A,CD,what\nSite B\nSite C,CD\n")

    assert [(row, code) for row, _column, code, _ in wrong(run)] == [(2, "too_many_cells"), (3, "too_few_cells")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"name,country\n", "no_rows"),
        (b"\n", "empty_file"),
        (b"country\nCD\n", "column_missing"),
        (b"name,country,nom\nA,CD,A\n", "column_twice"),
        (b'name,country\n"Site A,CD\n', "damaged_text"),
        (b"name,country\nSite\x81\xff,CD\n", "unknown_encoding"),
        (b"name,country\nSi\x00te,CD\n", "not_a_table"),
        (b"PK\x03\x04 this is no workbook", "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0 an old or locked one", "old_or_locked_workbook"),
        (b"name," * 300 + b"country\n" + b"A," * 300 + b"CD\n", "too_many_columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_one_sentence(world, body, code):
    assert trouble(world, body) == code


def test_half_a_workbook_is_damaged(world):
    whole = as_xlsx(["name", "country"], *[[f"Site {number}", "CD"] for number in range(500)])

    assert trouble(world, whole[: len(whole) // 2]) == "damaged_workbook"


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(world, monkeypatch):
    monkeypatch.setattr("ledger.spreadsheets.MOST_INSIDE", 1_000)

    assert trouble(world, as_xlsx(["name", "country"], ["Site", "CD"])) == "workbook_too_large"


def test_a_header_that_is_nearly_right_is_named(world):
    run = brought(world, "sites", b"name,contry\nSite A,CD\n")

    assert "contry" in wording.trouble(run)


def test_an_empty_file_is_refused_before_anything_is_kept(world):
    with pytest.raises(orders.OrderRefused, match="empty_file"):
        orders.bring("sites", "file.csv", [], world.programme)


def test_a_file_is_kept_for_its_owner_alone(world):
    run = rest(orders.bring("sites", "file.csv", [as_csv([site_row(1)])], world.programme))

    folder = folder_of(run.pk)
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {
        "sent": "0o600",
        "rows.jsonl": "0o600",
    }
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
