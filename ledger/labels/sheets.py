"""Sheets of labels as PDF: exact to the millimetre, each with a QR code, its readable code and a line for kilograms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ledger import codes
from ledger.labels.layouts import Layout
from ledger.labels.qr import matrix_of, tag_url
from ledger.labels.typesetting import typeset

Told = Callable[[int], None]


@dataclass(frozen=True)
class Label:
    """One label: the code that it carries, up to three short lines under it, and whether it was printed before."""

    code: str
    lines: tuple[str, ...] = ()
    reprint: bool = False


def sheet(
    labels: Sequence[Label],
    layout: Layout,
    *,
    right_mm: float = 0.0,
    down_mm: float = 0.0,
    copies: int = 1,
    told: Told | None = None,
) -> bytes:
    """Return the PDF; everything is moved by right_mm and down_mm, as this printer needs. `told` hears the progress."""
    drawn = []
    for number, label in enumerate(labels, 1):
        drawn += [_drawn(label)] * copies
        if told:
            told(number)
    return typeset("label_sheet", {**_paper(layout), "right": right_mm, "down": down_mm, "labels": drawn, **_words()})


def test_page(layout: Layout, *, right_mm: float = 0.0, down_mm: float = 0.0) -> bytes:
    """Return a page with the outline of every label, and a ruler of 50 mm to lay a ruler against."""
    said = {"ruler": _("This line must measure 50 mm on paper.")}
    return typeset("test_page", {**_paper(layout), "right": right_mm, "down": down_mm, **said})


test_page.__test__ = False  # type: ignore[attr-defined]  # a page, not a test


def _paper(layout: Layout) -> dict[str, Any]:
    corners = [list(layout.corner(place)) for place in range(layout.per_page)]
    return {"page": list(layout.page), "label": list(layout.label), "corners": corners}


def _words() -> dict[str, str]:
    return {"kg": _("kg"), "date": _("date")}


def _drawn(label: Label) -> dict[str, Any]:
    return {
        "code": list(pieces(label.code)),
        "check": codes.is_code(label.code),
        "lines": list(label.lines),
        "reprint": label.reprint,
        "rows": ["".join("1" if dark else "0" for dark in row) for row in matrix_of(tag_url(label.code))],
    }


def pieces(code: str) -> Iterator[str]:
    """Yield a code in pieces that are read aloud one by one: 4, 4 and the check sign; a foreign number in tens."""
    if codes.is_code(code):
        yield from codes.shown(code).split("-")
        return
    yield from (code[start : start + 10] for start in range(0, len(code), 10))
