"""The public log in the C2SP paths: /log/checkpoint and /log/tile/…; entry bundles are not handed out here."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ledger.api.doors import PublicDoor
from ledger.api.problems import Problem
from ledger.log.models import Tile
from ledger.log.reading import last_checkpoint
from ledger.proofs.errors import Unreadable
from ledger.proofs.fields import HASH_BYTES
from ledger.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, parse_tile_path

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=1"
A_WHILE = "public, max-age=3600"
"""A partial tile never changes either, but nobody asks for it again once it is full."""


@extend_schema(exclude=True)
class CheckpointFile(PublicDoor):
    """Hand out the newest signed checkpoint."""

    def get(self, request: Request) -> HttpResponse:
        """Return the note as it was signed; 404 before the first."""
        checkpoint = last_checkpoint()
        if checkpoint is None:
            raise Problem(404, "no_checkpoint_yet")
        return HttpResponse(checkpoint.note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": SHORT})


@extend_schema(exclude=True)
class TileFile(PublicDoor):
    """Hand out a tile, full or partial, of the tree that the newest checkpoint signs."""

    def get(self, request: Request, path: str) -> HttpResponse:
        """Return the hashes of a tile; 404 for another spelling of its path or beyond the checkpoint."""
        try:
            level, index, width = parse_tile_path(path)
        except Unreadable:
            raise Http404 from None
        checkpoint = last_checkpoint()
        if checkpoint is None or index * TILE_WIDTH + width > checkpoint.size >> (TILE_HEIGHT * level):
            raise Http404
        stored = Tile.objects.values_list("hashes", flat=True).get(level=level, idx=index)
        caching = FOR_EVER if width == TILE_WIDTH else A_WHILE
        hashes = bytes(stored)[: width * HASH_BYTES]
        return HttpResponse(hashes, content_type="application/octet-stream", headers={"Cache-Control": caching})
