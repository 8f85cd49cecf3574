"""GET /api/v1/statements/: the books of a party, place, mineral or lot over a period, as known on a day."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter
from ledger.api.lists import answers
from ledger.api.permissions import SignedIn
from ledger.balance import spelling
from ledger.balance.asking import BadAsking, read
from ledger.balance.counts import last_counts
from ledger.balance.statements import books, statement

PARAMETERS = [
    OpenApiParameter("party", str, description="Whose books; who does not oversee the programme asks for the own."),
    OpenApiParameter("place", str, description="At which place."),
    OpenApiParameter("mineral", str, description="Of which ore."),
    OpenApiParameter("lot", str, description="Of one lot alone."),
    OpenApiParameter("month", str, description="A calendar month, 2026-11; else `from` and `to`; else this month."),
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day."),
    OpenApiParameter("months", int, description="Instead of `from`: so many months up to the last day."),
    OpenApiParameter("known", OpenApiTypes.DATE, description="Count only what was recorded by the end of this day."),
]


class Statements(Door):
    """Show a statement."""

    permission_classes = [SignedIn]

    @extend_schema(
        operation_id="statement",
        parameters=PARAMETERS,
        responses=answers(OpenApiTypes.OBJECT, 400, 401, 403),
        tags=["balances"],
    )
    def get(self, request: Request) -> Response:
        """Opening + in = out + stock + declared loss + unexplained, signed: what leaves is less than nothing."""
        try:
            asked = read(request.query_params, self.actor, datetime.now(UTC).date())
        except BadAsking as bad:
            raise bad_parameter(bad.name, bad.expected) from None
        if not asked.about_something:
            raise bad_parameter("party", _("a party, a place, an ore or a lot: a statement is about something"))
        said, of_books = statement(asked.scope, asked.period), books(asked.scope, asked.period)
        return Response(spelling.record(said, asked, of_books, last_counts(asked.scope, asked.period.last)))
