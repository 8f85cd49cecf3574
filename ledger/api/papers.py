"""POST /api/v1/papers/ takes a document or photo; GET /papers/{sha256}/ hands it to those who may see it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.lists import answers
from ledger.api.permissions import SignedIn
from ledger.api.problems import Problem
from ledger.deeds.entries import Actor
from ledger.errors import Refused
from ledger.papers.keeping import PEOPLE, TRADE, keep_paper, read_paper
from ledger.papers.models import Paper
from ledger.papers.recognising import ALLOWED, ENDINGS
from ledger.parties.access import may_upload_papers, sees_paper
from ledger.parties.doors import for_actors

STATUS = {"paper_too_large": 413, "paper_not_accepted": 415, "paper_empty": 400}


class Raw(BaseParser):
    """Takes the body as it is, and never more of it than a paper may have."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> bytes:
        return bytes(stream.read(settings.PAPER_MOST_BYTES + 1))


RAW = [type("Raw", (Raw,), {"media_type": each}) for each in (*ALLOWED, "application/octet-stream")]


class PaperShape(serializers.Serializer):
    """A paper that is kept: entries name it by its hash."""

    sha256 = serializers.CharField(help_text="Of the bytes that are kept: position and comments of photos are gone.")
    media_type = serializers.CharField()
    size = serializers.IntegerField()


class Papers(Door):
    """Take papers."""

    permission_classes = [SignedIn]
    parser_classes = [MultiPartParser, *RAW]

    @extend_schema(
        operation_id="upload",
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"],
            },
            **{each: {"type": "string", "format": "binary"} for each in ALLOWED},
        },
        responses=answers(PaperShape, 400, 401, 403, 413, 415, status=201),
        tags=["papers"],
    )
    def post(self, request: Request) -> Response:
        """Keep one file, sent as `file` of a form or as the body; add `?group=people` for photos of people."""
        group = request.query_params.get("group", TRADE)
        if group not in {TRADE, PEOPLE}:
            raise Problem(400, "bad_parameter", parameter="group", expected=f"{TRADE} or {PEOPLE}")
        paper = _kept(_content(request.data), self.actor, group)
        said = {"sha256": paper.sha256, "media_type": paper.media_type, "size": paper.size}
        return Response(said, status=201)


def _content(sent: Any) -> bytes:
    if isinstance(sent, bytes):
        return sent
    file = sent.get("file")
    if file is None or not hasattr(file, "read"):
        raise Problem(400, "paper_empty", field="file")
    return bytes(file.read(settings.PAPER_MOST_BYTES + 1))


def _kept(content: bytes, actor: Actor, group: str) -> Paper:
    try:
        return keep_paper(content, user=actor.id, party=actor.party, group=group)
    except Refused as refused:
        raise Problem(STATUS[refused.code], refused.code, **refused.facts) from None


@for_actors(may_upload_papers)
def paper(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand out a paper as a download; to whoever may not see it, it is not there."""
    found = Paper.objects.filter(sha256=sha256).first()
    if found is None or not sees_paper(request.actor, found.group, found.parties):
        raise Http404
    return download(found)


def download(found: Paper) -> HttpResponse:
    """Return a paper as a download; the caller has seen to it that the reader may have it."""
    content = read_paper(found)
    if content is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{found.sha256[:16]}.{ENDINGS[found.media_type]}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=found.media_type, headers=headers)
