"""How a list leaves: `{"results": […], "next": address or null}`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from ledger.api.keyset import DEFAULT, MOST
from ledger.api.shapes import ProblemShape

PROBLEM = "application/problem+json"
LIMIT = OpenApiParameter("limit", int, description=f"Rows of a page, at most {MOST}.", default=DEFAULT)
AFTER = OpenApiParameter("after", str, description="Where the page begins: take the whole address from `next`.")


def answers(result: Any, *problems: int, status: int = 200) -> dict[Any, Any]:
    """Return the responses of an address for its schema: the result, and problems by status."""
    return {status: result, **{(each, PROBLEM): ProblemShape for each in problems}}


def listed(shape: type[serializers.Serializer], **more: serializers.Field) -> serializers.Serializer:
    """Return the shape of a list of these, with further members beside `results` and `next`."""
    fields = {"results": shape(many=True), "next": serializers.URLField(allow_null=True), **more}
    return inline_serializer(shape.__name__.removesuffix("Shape") + "List", fields)
