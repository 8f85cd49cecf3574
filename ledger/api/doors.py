"""What all API views have in common: strict JSON in, JSON out, nothing open that does not say so."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from ledger.api.json_bodies import StrictJSONParser
from ledger.api.permissions import ClosedByDefault, Everybody
from ledger.deeds.entries import Actor


class OneSpelling(BaseContentNegotiation):
    """Every address has one spelling of its answer, so a client's Accept header changes nothing."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        asked = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == asked), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Door(APIView):
    """A view of the API; a subclass names its permission, or nobody gets in."""

    parser_classes = [StrictJSONParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OneSpelling
    permission_classes = [ClosedByDefault]
    metadata_class = None

    @property
    def actor(self) -> Actor:
        """Who asks; there once a permission has let them in."""
        return self.request.actor


class PublicDoor(Door):
    """A view for everybody. It looks at no token, so a wrong one does no harm here."""

    permission_classes = [Everybody]
    authentication_classes: list[Any] = []
