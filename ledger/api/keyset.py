"""Pages by keyset: a list goes on behind the last row seen, at the same cost on every page."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from ledger.api.problems import Problem

DEFAULT, MOST = 50, 500
Order = Sequence[str]
"""Field names that together are unique; a leading dash counts down."""


def page_of(
    request: Request, rows: QuerySet[Any], order: Order, default: int = DEFAULT
) -> tuple[list[Any], str | None]:
    """Return one page of rows and the address of the next, None on the last; one query.

    `?limit=` asks for up to 500 rows. Raises Problem bad_parameter for a limit or a cursor that is none.
    """
    limit = _limit(request, default)
    if cursor := request.query_params.get("after"):
        rows = rows.filter(_beyond(order, _decode(cursor, rows.model, order)))
    found = list(rows.order_by(*order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = [getattr(found[limit - 1], name.lstrip("-")) for name in order]
    return found[:limit], replace_query_param(request.build_absolute_uri(), "after", _encode(last))


def bad_parameter(name: str, expected: str) -> Problem:
    """Return the problem of a query parameter."""
    return Problem(400, "bad_parameter", field=name, parameter=name, expected=expected)


def _limit(request: Request, default: int) -> int:
    given = request.query_params.get("limit", str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 6 and int(given) > 0):
        raise bad_parameter("limit", _("a whole number from 1 to %d") % MOST)
    return min(int(given), MOST)


def _beyond(order: Order, values: Sequence[Any]) -> Q:
    """Return the condition "behind these values": the first names are equal, the next one lies beyond."""
    condition, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        field, way = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{way}": value})
        equal &= Q(**{field: value})
    # says the same once more, in the form that an index on the first name can use
    first, way = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{way}": values[0]}) & condition


def _encode(values: Sequence[Any]) -> str:
    return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _decode(cursor: str, model: type[Model], order: Order) -> list[Any]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or not all(_plain(value) for value in values):
            raise ValueError
        fields = [model._meta.get_field(name.lstrip("-")) for name in order]
        return [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except (ValueError, RecursionError, ValidationError):
        raise bad_parameter("after", _("what the last page gave as next")) from None


def _plain(value: Any) -> bool:
    return type(value) is int or isinstance(value, str) and len(value) < 100 and value.isprintable()
