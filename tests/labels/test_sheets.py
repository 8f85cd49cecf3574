"""Sheets of labels: a scanner reads every code, every label lies where its paper has it, to a tenth of a millimetre."""

import pytest

from ledger import codes
from ledger.labels.layouts import LAYOUTS
from ledger.labels.qr import tag_url
from ledger.labels.sheets import Label, pieces, sheet, test_page
from tests.labels.reading import pages_of, scan, text_of

TAGS = [codes.numbered(codes.TAG, number * 7_919) for number in range(30)]
BORDER = 4


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_pages_are_as_large_as_the_paper_and_every_code_can_be_scanned(layout):
    content = sheet([Label(tag) for tag in TAGS], layout)

    pages = pages_of(content)
    assert len(pages) == -(-len(TAGS) // layout.per_page)
    assert all(page == pytest.approx(layout.page, abs=0.01) for page in pages)
    assert [each.text for each in scan(content)] == [tag_url(tag) for tag in TAGS[: layout.per_page]]


def test_labels_lie_where_the_paper_has_them_and_move_as_the_printer_needs():
    layout = LAYOUTS["a4_21"]
    labels = [Label(tag) for tag in TAGS[:21]]

    straight, moved = scan(sheet(labels, layout)), scan(sheet(labels, layout, right_mm=1.5, down_mm=-0.7))

    for place, (one, other) in enumerate(zip(straight, moved, strict=True)):
        left, top = layout.corner(place)
        assert (one.left - straight[0].left, one.top - straight[0].top) == pytest.approx(
            (left - layout.left, top - layout.top), abs=0.15
        )
        assert (other.left - one.left, other.top - one.top) == pytest.approx((1.5, -0.7), abs=0.15)


def test_a_label_keeps_four_modules_of_white_around_its_code():
    layout = LAYOUTS["roll_62"]
    (found,) = scan(sheet([Label(TAGS[5])], layout))

    module = (found.right - found.left) / 29
    assert found.left >= BORDER * module
    assert layout.label[1] - found.bottom >= BORDER * module


def test_the_readable_code_its_lines_and_the_mark_of_a_reprint_are_on_the_label():
    content = sheet([Label(TAGS[1], ("No. 2 of 30", "Kalimbi")), Label(TAGS[2], reprint=True)], LAYOUTS["a4_21"])

    told = text_of(content)
    assert " ".join(pieces(TAGS[1])) in told
    assert "No. 2 of 30" in told
    assert told.split().count("R") == 1


def test_copies_stand_beside_one_another_and_progress_is_told():
    heard = []

    content = sheet([Label(tag) for tag in TAGS[:3]], LAYOUTS["a4_21"], copies=2, told=heard.append)

    assert [each.text for each in scan(content)] == [tag_url(tag) for tag in TAGS[:3] for _ in range(2)]
    assert heard == [1, 2, 3]


def test_what_somebody_typed_is_never_a_command_to_the_typesetter():
    content = sheet([Label('ITSCI:#panic("x")', ('$ #read("/etc/passwd") @ \\',))], LAYOUTS["label_100"])

    assert '#read("/etc/passwd")' in text_of(content)


def test_the_test_page_has_a_ruler():
    content = test_page(LAYOUTS["a4_21"], right_mm=1)

    assert pages_of(content) == [pytest.approx((210, 297), abs=0.01)]
    assert "50 mm" in text_of(content)
