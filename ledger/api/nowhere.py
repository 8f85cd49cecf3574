"""Every address under /api/ or /log/ that leads nowhere: a problem, not a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from ledger.api.doors import PublicDoor


@extend_schema(exclude=True)
class Nowhere(PublicDoor):
    """Answer 404 to any method."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
