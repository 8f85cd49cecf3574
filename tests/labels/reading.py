"""Reads a PDF as a printer and a scanner would: sizes in millimetres, text, and the QR codes of a rendered page."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import zxingcpp

MM = 25.4 / 72
SCALE = 6
"""Rendered pixels for a point: about 430 to the inch."""


@dataclass(frozen=True)
class Scanned:
    """A QR code: its text, and where its upper left and lower right corners lie, in millimetres of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pages_of(content: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in millimetres."""
    return [(page.get_width() * MM, page.get_height() * MM) for page in pypdfium2.PdfDocument(content)]


def text_of(content: bytes) -> str:
    """Return all words of a PDF with single blanks between them."""
    document = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def scan(content: bytes, page: int = 0) -> list[Scanned]:
    """Return the QR codes of a page from the top, left to right."""
    picture = pypdfium2.PdfDocument(content)[page].render(scale=SCALE).to_pil().convert("L")
    found = []
    for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode):
        corners = [
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        ]
        across, down = [corner.x * MM / SCALE for corner in corners], [corner.y * MM / SCALE for corner in corners]
        found.append(Scanned(code.text, min(across), min(down), max(across), max(down)))
    return sorted(found, key=lambda each: (round(each.top / 5), each.left))
