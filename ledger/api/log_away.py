"""Pages while the ledger takes nothing: what became of the form, and the same form to send again."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.errors import LogUnavailable
from ledger.inbox.wording import sentence

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)


class LogAway:
    """Answers 503 with a whole page where a page would enter something and the log takes nothing now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page; None for any other exception."""
        if not isinstance(exception, LogUnavailable):
            return None
        # the form's key goes along, so that it is recorded once; files cannot go along
        again = [] if request.FILES else [(name, each) for name, said in request.POST.lists() for each in said]
        context = {
            "said": sentence(exception.code, exception.facts),
            "again": [(name, each) for name, each in again if name != TOKEN],
            "is_frozen": exception.code == "log_frozen",
        }
        answer = render(request, "log_away.html", context, status=503)
        answer["Retry-After"] = str(exception.retry_after_s)
        return answer
