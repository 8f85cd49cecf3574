"""The papers of the month: labels of all tags, slips in three widths, registers, and the exchange form of the ICGLR."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pypdfium2
import python_calamine

from tests.exporting.schemas import problems
from tests.month.calling import Browser
from tests.month.cast import PASSWORD, SPARE
from tests.month.checking import check
from tests.month.clock import NAME
from tests.month.playing import Month
from tests.month.tagging import printed
from tests.shared import FOLDER

ON_A_SHEET = 21


def pages_and_words(content: bytes) -> tuple[int, str]:
    """Return how many pages a PDF has, and the words on the first and the last."""
    document = pypdfium2.PdfDocument(content)
    ends = {0, len(document) - 1}
    return len(document), " ".join(document[each].get_textpage().get_text_range() for each in sorted(ends))


@check("labels of the whole box of tags")
def labels(month: Month, folder: Path) -> str:
    printed_before, count = 0, month.known.tags
    for first, last, content in month.known.label_sheets:
        pages, words = pages_and_words(content)
        assert first == printed_before + 1 and pages == -(-(last - first + 1) // ON_A_SHEET), (first, last, pages)
        assert f"No. {first} of {count}" in words and f"No. {last} of {count}" in words, words
        printed_before = last
    assert printed_before == count
    return f"{count:,} labels, orders of {', '.join(str(len(each[2])) for each in month.known.label_sheets)} bytes"


@check("labels of a booklet that two people signed")
def booklet(month: Month, folder: Path) -> str:
    browser = Browser(month.founding.wire, month.cast.programme.name, PASSWORD)
    number = min(month.size.bags_of_site + SPARE, 400)
    pages, words = pages_and_words(printed(month, browser, f"/labels/issue/{month.known.issues[0]}/", 1, number))
    assert f"No. {number} of {number}" in words, words
    return f"{number} labels on {pages} pages"


@check("slips on A4, 80 and 58 mm")
def slips(month: Month, folder: Path) -> str:
    browser = Browser(month.founding.wire, month.cast.programme.name, PASSWORD)
    for name, event in sorted(month.known.slips.items()):
        for paper in ("a4", "80", "58"):
            _, content = browser.get(f"/slips/{event}/{paper}.pdf")
            pages, words = pages_and_words(content)
            assert pages >= 1 and str(event) in words, (name, paper, words)
    return ", ".join(sorted(month.known.slips))


@check("the audit page tells how many bags were bought")
def audit_page(month: Month, folder: Path) -> str:
    _, page = Browser(month.founding.wire, month.cast.programme.name, PASSWORD).get("/audit/")
    assert f"{sum(month.known.bought.values()):,}".replace(",", "") in page.decode().replace(",", ""), "bags bought"
    return f"{len(page):,} bytes"


@check("registers of every trader as CSV and XLSX")
def registers(month: Month, folder: Path) -> str:
    for house in month.cast.depots:
        browser = Browser(month.founding.wire, house.clerk.name, PASSWORD)
        _, text = browser.get(f"/traders/{house.party}/register.csv?month={NAME}")
        rows = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
        _, book = browser.get(f"/traders/{house.party}/register.xlsx?month={NAME}")
        sheets = python_calamine.CalamineWorkbook.from_filelike(BytesIO(book))
        in_book = [len(sheets.get_sheet_by_name(name).to_python()) for name in sheets.sheet_names]
        assert len(rows) - 1 >= month.known.bought[house.party], (len(rows), month.known.bought)
        assert max(in_book) >= len(rows), (in_book, len(rows))
    return f"{sum(month.known.bought.values()):,} purchases"


@check("ICGLR: every lot and certificate validates")
def exchange(month: Month, folder: Path) -> str:
    if not (FOLDER / "vectors" / "icglr").exists():
        return "left out: the published schemas are not beside this repository"
    counted = []
    for path, schema in (("lots", "/chain-of-custody/lot.json"), ("export-certificates", "/export-certificate.json")):
        number, more = 1, True
        whole = 0
        while more:
            page = month.cast.auditor.get(f"/api/v1/icglr/{path}/", page=number, limit=100)
            assert page["incomplete"] == [], page["incomplete"][:3]
            for record in page["data"]:
                assert problems(record, schema) == [], (record, problems(record, schema))
            whole, number, more = whole + len(page["data"]), number + 1, page["pagination"]["hasNext"]
        assert whole == page["pagination"]["total"] > 0
        counted.append(f"{whole:,} {path}")
    return ", ".join(counted)
