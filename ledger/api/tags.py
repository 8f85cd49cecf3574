"""GET /api/v1/tags/stock/ and /api/v1/tags/hot/: who has how many tags, and which numbers must be on no bag."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.custody.models import Tag
from ledger.custody.seeing import hot_tags
from ledger.custody.tags.stock import stock_seen_by


class TagStockShape(serializers.Serializer):
    """Tags of a series with a holder: what the book has, what of it lies in boxes, and the last count."""

    series = serializers.CharField()
    holder = serializers.CharField()
    in_book = serializers.IntegerField(help_text="In boxes and in booklets, on no bag yet.")
    in_boxes = serializers.IntegerField()
    counted = serializers.IntegerField(source="count.counted", default=None, allow_null=True)
    counted_on = serializers.DateField(source="count.on_day", default=None, allow_null=True)
    gap = serializers.IntegerField(allow_null=True, help_text="What the book had at that count and nobody found.")


class HotTagShape(serializers.ModelSerializer):
    """A number that must be on no bag, and since when."""

    class Meta:
        model = Tag
        fields = ["code", "state", "ended_on", "replaced_by"]


class TagStock(Door):
    """Say who has how many tags."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="tag_stock",
        responses=answers(TagStockShape(many=True), 401, 403),
        tags=["tags"],
        filters=False,
    )
    def get(self, request: Request) -> Response:
        """List the stock of one's own party, or of everybody for those who oversee the programme."""
        return Response(TagStockShape(stock_seen_by(self.actor), many=True).data)


class HotTags(Door):
    """List the numbers that must be on no bag."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="hot_tags",
        parameters=[LIMIT, AFTER],
        responses=answers(listed(HotTagShape), 400, 401, 403),
        tags=["tags"],
    )
    def get(self, request: Request) -> Response:
        """List lost, stolen, void, damaged, returned and stopped numbers, by number."""
        rows, following = page_of(request, hot_tags(self.actor), ("code",))
        return Response({"results": HotTagShape(rows, many=True).data, "next": following})
