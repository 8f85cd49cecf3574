"""/t/{code}/qr.svg and qr.png: the picture of a tag or lot."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ledger import codes
from ledger.api.doors import PublicDoor
from ledger.custody.models import Lot
from ledger.custody.seeing import tag_by_code
from ledger.labels import qr

CACHED = "public, max-age=86400"
LONGEST_CODE = 51
"""A series of ten signs, a colon, a number of forty: the longest foreign tag number."""
PICTURES: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "svg": ("image/svg+xml", qr.svg),
    "png": ("image/png", qr.png),
}


@extend_schema(exclude=True)
class QrCode(PublicDoor):
    """Draw the QR code of a tag or lot that exists."""

    def get(self, request: Request, code: str, form: str) -> HttpResponse:
        """Return the picture; 404 for what is neither a tag nor a lot."""
        content_type, draw = PICTURES[form]
        return HttpResponse(draw(known(code)), content_type=content_type, headers={"Cache-Control": CACHED})


def known(typed: str) -> str:
    """Return the stored form of a tag or lot code, typed with dashes or without; raises Http404."""
    code = codes.normal(typed)
    if codes.is_code(code, codes.LOT) and Lot.objects.filter(code=code).exists():
        return code
    tag = code if codes.is_code(code, codes.TAG) else typed
    if len(tag) <= LONGEST_CODE and tag.isprintable() and tag_by_code(tag):
        return tag
    raise Http404
