"""The log in the C2SP paths: /log/checkpoint and /log/tile/… for everybody, entry bundles for mirrors with a token.

A file of the publisher's folder is handed out where there is one; else its bytes come from the database, up to the
size that was published. A web server in front may serve the same folders without asking us.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ledger.api.doors import Door, PublicDoor
from ledger.api.permissions import Mirrors
from ledger.api.problems import Problem
from ledger.log.published import newest_published
from ledger.log.publishing_tree import stored_bundle, stored_tile
from ledger.proofs.errors import Unreadable
from ledger.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, parse_entries_path, parse_tile_path

FOR_EVER, SHORT = "max-age=31536000, immutable", "max-age=1"
A_WHILE = "max-age=3600"
"""A partial tile never changes either, but nobody asks for it again once it is full."""
OCTETS, TEXT = "application/octet-stream", "text/plain; charset=utf-8"


@extend_schema(exclude=True)
class CheckpointFile(PublicDoor):
    """Hand out the newest published checkpoint."""

    def get(self, request: Request) -> HttpResponse:
        """Return the note as it was published; 404 before the first."""
        shown = newest_published()
        if shown is None:
            raise Problem(404, "no_checkpoint_yet")
        return _answered(request, shown.note.encode(), TEXT, f"public, {SHORT}")


@extend_schema(exclude=True)
class TileFile(PublicDoor):
    """Hand out a tile of hashes, full or partial, of the tree that the published checkpoint signs."""

    def get(self, request: Request, path: str) -> HttpResponse:
        """Return the hashes of a tile; 404 for another spelling of its path or beyond the checkpoint."""
        try:
            level, index, width = parse_tile_path(path)
        except Unreadable:
            raise Http404 from None
        hashes = _file(settings.LOG_PUBLIC_FOLDER, path)
        if hashes is None:
            _refuse_beyond(level, index, width)
            hashes = stored_tile(level, index, width)
        return _answered(request, hashes, OCTETS, f"public, {_keeping(width)}")


@extend_schema(exclude=True)
class BundleFile(Door):
    """Hand out a bundle of entries: open facts and commitments, as they were sealed; never an opening."""

    permission_classes = [Mirrors]

    def get(self, request: Request, path: str) -> HttpResponse:
        """Return the entries of a bundle; 404 for another spelling of its path or beyond the checkpoint."""
        try:
            index, width = parse_entries_path(path)
        except Unreadable:
            raise Http404 from None
        entries = _file(settings.LOG_BUNDLES_FOLDER, path)
        if entries is None:
            _refuse_beyond(0, index, width)
            entries = stored_bundle(index, width)
        return _answered(request, entries, OCTETS, f"private, {_keeping(width)}")


def _file(folder: Path, path: str) -> bytes | None:
    # the path was parsed: it leads nowhere but into the folder
    try:
        return (Path(folder) / path).read_bytes()
    except OSError:
        return None


def _refuse_beyond(level: int, index: int, width: int) -> None:
    shown = newest_published()
    if shown is None or index * TILE_WIDTH + width > shown.size >> (TILE_HEIGHT * level):
        raise Http404


def _keeping(width: int) -> str:
    return FOR_EVER if width == TILE_WIDTH else A_WHILE


def _answered(request: Request, content: bytes, content_type: str, caching: str) -> HttpResponse:
    """Return the content under the tag that its bytes give it, or 304 to whoever has it already."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": caching, "ETag": etag}
    asked: HttpRequest = request._request
    answer = HttpResponse(content, content_type=content_type, headers=headers)
    return get_conditional_response(asked, etag=etag, response=answer) or answer
