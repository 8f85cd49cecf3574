"""QR codes of tags and lots: a picture that leads to the public page, with the readable code under it."""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from urllib.parse import quote

import qrcode
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from ledger import codes

QUIET_ZONE = 4
"""Modules of white on every side (ISO/IEC 18004; UX.md §5)."""
MASK = 2
"""One mask for all: choosing the best of eight makes a sheet of labels about seven times slower."""
PIXELS_PER_MODULE = 10
CAPTION_MODULES = 5
Matrix = list[list[bool]]


def tag_url(code: str) -> str:
    """Return the public address of a tag or lot; a foreign number is quoted, its slashes too."""
    return f"{settings.TAG_URL_PREFIX}/t/{quote(code, safe=':')}"


@lru_cache(maxsize=256)
def matrix_of(text: str) -> Matrix:
    """Return the modules of a text with their quiet zone: error correction M, a fixed mask, the smallest version."""
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE, mask_pattern=MASK)
    made.add_data(text)
    made.make(fit=True)
    return made.get_matrix()


def svg(code: str) -> str:
    """Return the picture as SVG, one unit for a module; it scales without loss."""
    matrix = matrix_of(tag_url(code))
    size = len(matrix)
    runs = "".join(_runs(matrix))
    caption = escape(codes.shown(code))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size + CAPTION_MODULES}" role="img" '
        f'shape-rendering="crispEdges"><title>{caption}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size + CAPTION_MODULES}H0z"/><path d="{runs}"/>'
        f'<text x="{size / 2}" y="{size + 3.5}" text-anchor="middle" font-family="monospace" font-weight="bold" '
        f'font-size="{_font_modules(caption, size):.2f}">{caption}</text></svg>'
    )


def _runs(matrix: Matrix) -> list[str]:
    """Return a path piece for each horizontal run of dark modules: a fraction of the size of single squares."""
    pieces = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                pieces.append(f"M{start} {y}h{x - start}v1H{start}z")
            x += 1
    return pieces


def _font_modules(caption: str, size: int) -> float:
    # a sign of a monospaced font is about 0.6 of its size wide
    return min(4.0, (size - 2) / (0.6 * len(caption)))


def png(code: str) -> bytes:
    """Return the picture as PNG in black and white, 10 pixels for a module."""
    matrix = matrix_of(tag_url(code))
    side = len(matrix)
    modules = Image.new("1", (side, side), 1)
    modules.putdata([0 if dark else 1 for row in matrix for dark in row])
    picture = Image.new("1", (side * PIXELS_PER_MODULE, (side + CAPTION_MODULES) * PIXELS_PER_MODULE), 1)
    picture.paste(modules.resize((side * PIXELS_PER_MODULE,) * 2, Image.Resampling.NEAREST))
    _write_caption(picture, codes.shown(code), side)
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _write_caption(picture: Image.Image, caption: str, side: int) -> None:
    font = ImageFont.load_default(_font_modules(caption, side) * PIXELS_PER_MODULE)
    middle = (picture.width / 2, (side + 2) * PIXELS_PER_MODULE)
    ImageDraw.Draw(picture).text(middle, caption, fill=0, font=font, anchor="mm")
