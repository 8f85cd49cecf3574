"""GET /api/v1/reference/{table}/: the rows of a table of the rule book as they stand now."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter, page_of
from ledger.api.lists import AFTER, LIMIT, answers, listed
from ledger.api.permissions import SignedIn
from ledger.rulebook.declared import SHELVES
from ledger.rulebook.shelves import latest_of, on_table

TABLE = OpenApiParameter("table", str, "path", description="Name of the table, for example licence_regimes.")
PART = OpenApiParameter("part", str, description="Only this part of the table, for example a country: ZW.")


class ReferenceShape(serializers.Serializer):
    """A row of reference: what it says now, since when, how sure, and where it was read."""

    part = serializers.CharField(allow_blank=True, help_text="Empty where the table has no parts.")
    key = serializers.CharField()
    row = serializers.DictField(child=serializers.CharField(allow_blank=True))
    in_force_from = serializers.DateField(allow_null=True)
    in_force_to = serializers.DateField(allow_null=True)
    confidence = serializers.CharField(allow_null=True)
    source = serializers.CharField()
    stated_on = serializers.DateField()
    event_id = serializers.IntegerField()


class Reference(Door):
    """List the rows of a table."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="reference_rows",
        parameters=[TABLE, PART, LIMIT, AFTER],
        responses=answers(listed(ReferenceShape), 400, 401, 403, 404),
        tags=["reference"],
    )
    def get(self, request: Request, table: str) -> Response:
        """List what the rows say now, those stated first at the top; earlier words are on the pages."""
        part = request.query_params.get("part", "")
        if part and not re.fullmatch(r"[A-Za-z0-9-]{1,10}", part):
            raise bad_parameter("part", _("1 to 10 letters, digits or -"))
        if table not in SHELVES and not on_table(table).exists():
            raise Http404
        rows, following = page_of(request, latest_of(on_table(table, part)), ("event_id",))
        return Response({"results": [_shown(row) for row in rows], "next": following})


def _shown(row: Any) -> dict[str, Any]:
    row.part = row.shelf.partition("/")[2]
    return dict(ReferenceShape(row).data)
