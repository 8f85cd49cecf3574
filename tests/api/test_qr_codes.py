"""The QR code of a tag or lot: the picture leads to its public page, with the readable code under it."""

import io
import re

import pytest
import qrcode
from django.conf import settings
from django.urls import resolve
from PIL import Image

from ledger import codes
from ledger.labels.qr import CAPTION_MODULES, PIXELS_PER_MODULE, QUIET_ZONE, tag_url
from tests import make
from tests.served import Caller

pytestmark = pytest.mark.django_db
FOREIGN = "ITSCI:123/4.5-B"


def modules_of_svg(text):
    """Read the dark modules back out of the path of horizontal runs."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', text)[1])
    matrix = [[False] * side for _ in range(side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H", text):
        for at in range(int(x), int(x) + int(width)):
            matrix[int(y)][at] = True
    return matrix


def modules_of_png(content):
    """Read the modules back from the middle of each square of pixels."""
    picture = Image.open(io.BytesIO(content)).convert("L")
    side = picture.width // PIXELS_PER_MODULE
    middle = PIXELS_PER_MODULE // 2
    return [
        [picture.getpixel((x * PIXELS_PER_MODULE + middle, y * PIXELS_PER_MODULE + middle)) < 128 for x in range(side)]
        for y in range(side)
    ]


def expected(url):
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4, mask_pattern=2)
    made.add_data(url)
    return made.get_matrix()


@pytest.fixture
def foreign(served):
    tagging = served.world.tagging(tag=FOREIGN)
    make.entered(served.world.programme, make.envelope("tag.issued.v1", place=served.world.site, tags=[FOREIGN]))
    make.entered(served.world.tagger, tagging)
    return FOREIGN


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_picture_of_a_lot_leads_to_its_page(served, form):
    response = Caller().get(f"/t/{served.blend}/qr.{form}")

    assert response.status_code == 200
    read = modules_of_svg(response.content.decode()) if form == "svg" else modules_of_png(response.content)
    assert read == expected(f"{settings.TAG_URL_PREFIX}/t/{served.blend}")
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["Content-Type"] == {"svg": "image/svg+xml", "png": "image/png"}[form]


def test_the_quiet_zone_is_white_on_every_side(served):
    matrix = modules_of_png(Caller().get(f"/t/{served.blend}/qr.png").content)

    edge = range(QUIET_ZONE)
    assert not any(any(matrix[y]) or any(matrix[-1 - y]) for y in edge)
    assert not any(row[x] or row[-1 - x] for row in matrix for x in edge)
    assert any(matrix[QUIET_ZONE])


def test_the_readable_code_stands_under_the_picture(served):
    vector = Caller().get(f"/t/{codes.shown(served.blend).lower()}/qr.svg").content.decode()
    picture = Image.open(io.BytesIO(Caller().get(f"/t/{served.blend}/qr.png").content)).convert("L")

    assert f">{codes.shown(served.blend)}</text>" in vector
    side = picture.width
    caption = picture.crop((0, side, side, side + CAPTION_MODULES * PIXELS_PER_MODULE))
    assert caption.getextrema()[0] == 0
    assert caption.crop((0, 0, 10, caption.height)).getextrema() == (255, 255)


def test_a_foreign_number_survives_the_address(served, foreign):
    url = tag_url(foreign)
    response = Caller().get(url.removeprefix(settings.TAG_URL_PREFIX) + "/qr.svg")

    assert url.endswith("/t/ITSCI:123%2F4.5-B")
    assert response.status_code == 200
    assert modules_of_svg(response.content.decode()) == expected(url)
    assert f">{foreign}</text>" in response.content.decode()
    assert resolve(f"/t/{foreign}/qr.png").kwargs["code"] == foreign


def test_a_prefix_of_ones_own_stands_in_the_picture(served, settings):
    settings.TAG_URL_PREFIX = "https://ore.example"

    response = Caller().get(f"/t/{served.blend}/qr.svg")

    assert modules_of_svg(response.content.decode()) == expected(f"https://ore.example/t/{served.blend}")


UNKNOWN = ["P0000000X", "S00000017", "TK7MB40AX", "ITSCI:999", "x" * 300, "a\x00b", "%ff", "<b>"]


@pytest.mark.parametrize("code", UNKNOWN)
def test_what_is_neither_tag_nor_lot_has_no_picture(served, code):
    assert Caller().get(f"/t/{code}/qr.svg").status_code == 404
